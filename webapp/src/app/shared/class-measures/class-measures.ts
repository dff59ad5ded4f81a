import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Head } from '../../core/api/models';
import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';

/** How often one painter or style is named rightly, and what is named instead. */
@Component({
  selector: 'app-class-measures',
  imports: [RouterLink],
  templateUrl: './class-measures.html',
  styleUrl: './class-measures.css',
})
export class ClassMeasures {
  readonly head = input.required<Head>();
  readonly slug = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);

  protected readonly card = computed(() => this.knowledge.classCard(this.head(), this.slug()));
  protected readonly folder = computed(() => (this.head() === 'artist' ? '/painters' : '/styles'));
  protected readonly sentence = computed(() => {
    const accuracy = this.card()?.accuracy;
    if (!accuracy) return this.texts.classes.notMeasured;
    const { percent } = this.texts;
    return this.texts.classes.accuracyIs(
      percent(accuracy.value),
      percent(accuracy.low),
      percent(accuracy.high),
      accuracy.n,
    );
  });
}
