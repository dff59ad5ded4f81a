import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';

import { ReasonsApi } from '../../core/api/reasons-api';
import { Refusal } from '../../core/api/refusal';
import { TEXTS } from '../../core/texts';
import { PaintingTile } from '../../shared/painting-tile/painting-tile';

/** The gallery's most similar paintings, ranked. */
@Component({
  selector: 'app-similar-panel',
  imports: [PaintingTile],
  template: `
    @if (paintings.isLoading()) {
      <p role="status">{{ texts.looking }}</p>
    } @else if (paintings.error()) {
      <p role="status">{{ refusal() }}</p>
    } @else if (found().length) {
      <p>{{ texts.reasons.similarHelp }}</p>
      <ol>
        @for (painting of found(); track painting.id) {
          <li><app-painting-tile [painting]="painting" /></li>
        }
      </ol>
    } @else {
      <p role="status">{{ texts.reasons.noSimilar }}</p>
    }
  `,
  styleUrl: './similar-panel.css',
})
export class SimilarPanel {
  readonly file = input.required<File>();

  protected readonly texts = inject(TEXTS);
  private readonly api = inject(ReasonsApi);
  protected readonly paintings = rxResource({
    params: () => this.file(),
    stream: ({ params: file }) => this.api.neighbours(file),
  });
  protected readonly found = computed(() =>
    this.paintings.hasValue() ? (this.paintings.value() ?? []) : [],
  );
  protected readonly refusal = computed(() => {
    const error = this.paintings.error();
    return error instanceof Refusal ? error.detail : this.texts.unexpected.detail;
  });
}
