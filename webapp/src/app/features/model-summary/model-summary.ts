import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';

import type { Model } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { measure } from './measured';

/** What the model knows and how good it is, in a sentence; nothing while that isn't known. */
@Component({
  selector: 'app-model-summary',
  template: `
    @if (sentences()) {
      <p>{{ sentences() }}</p>
    }
  `,
})
export class ModelSummary {
  private readonly texts = inject(TEXTS);
  private readonly model = httpResource<Model>(() => 'api/v1/model');

  protected readonly sentences = computed(() => {
    if (!this.model.hasValue()) return '';
    const { artists, styles, metrics, comparisons } = this.model.value();
    const known = this.texts.knows(artists, styles);
    const painter = measure(metrics, 'artist', 'accuracy');
    const fiveBest = measure(metrics, 'artist', 'top5');
    const style = measure(metrics, 'style', 'accuracy');
    if (painter === null || fiveBest === null || style === null) return known;
    const home = `${known} ${this.texts.measured(painter, fiveBest, style)}`;
    const right = comparisons.find(({ measure }) => measure === 'artist.accuracy')?.elsewhere;
    return right ? `${home} ${this.texts.measuredElsewhere(right)}` : home;
  });
}
