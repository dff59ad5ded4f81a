import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';
import { plain } from '../../shared/names';

/** All painters there are names for, each with the way to its page. */
@Component({
  selector: 'app-painters-page',
  imports: [RouterLink],
  templateUrl: './painters-page.html',
  styleUrls: ['../page.css', '../names-list.css'],
})
export class PaintersPage {
  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);
  protected readonly query = signal('');

  protected readonly known = computed(
    () => this.knowledge.artists().filter(({ known }) => known).length,
  );
  protected readonly found = computed(() => {
    const words = plain(this.query()).split(/\s+/);
    return this.knowledge.artists().filter(({ name }) => {
      const there = plain(name);
      return words.every((word) => there.includes(word));
    });
  });
}
