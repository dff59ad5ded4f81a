import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';

/** All styles there are names for, each with the way to its page. */
@Component({
  selector: 'app-styles-page',
  imports: [RouterLink],
  templateUrl: './styles-page.html',
  styleUrls: ['../page.css', '../names-list.css'],
})
export class StylesPage {
  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);

  protected readonly known = computed(
    () => this.knowledge.styles().filter(({ known }) => known).length,
  );

  /** How many test pictures of the style were named rightly, where that was measured. */
  protected accuracyOf(slug: string): string {
    const accuracy = this.knowledge.classCard('style', slug)?.accuracy;
    return accuracy ? this.texts.percent(accuracy.value) : '';
  }
}
