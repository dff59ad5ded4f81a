import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject } from '@angular/core';

import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';
import { FeatureMaps } from './feature-maps';
import { learnedFrom, rows } from './measures';

/** What the system is, how good it is, what it can't do, and how it sees. */
@Component({
  selector: 'app-about-page',
  imports: [FeatureMaps, NgTemplateOutlet],
  templateUrl: './about-page.html',
  styleUrls: ['../page.css', './about-page.css'],
})
export class AboutPage {
  protected readonly texts = inject(TEXTS);
  private readonly knowledge = inject(Knowledge);
  protected readonly settled = this.knowledge.settled;
  private readonly card = computed(() =>
    this.knowledge.model.hasValue() ? this.knowledge.model.value() : null,
  );

  protected readonly rows = computed(() => rows(this.card()?.comparisons ?? [], this.texts));
  protected readonly both = computed(() => this.rows().some(({ elsewhere }) => elsewhere !== null));
  protected readonly knows = computed(() => {
    const card = this.card();
    return card ? this.texts.knows(card.artists, card.styles) : '';
  });
  protected readonly learned = computed(() => {
    const data = learnedFrom(this.card()?.provenance ?? {});
    return data ? this.texts.aboutPage.learned(data.name, data.pictures) : '';
  });
}
