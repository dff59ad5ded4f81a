import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';

import { GALLERY } from '../../core/api/addresses';
import type { GalleryPage, Head } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { PaintingTile } from '../painting-tile/painting-tile';

/** The gallery's paintings by one painter or of one style. */
@Component({
  selector: 'app-gallery-strip',
  imports: [PaintingTile],
  template: `
    @if (page.error()) {
      <p>{{ texts.unreachable.detail }}</p>
    } @else if (page.isLoading()) {
      <p>{{ texts.loading }}</p>
    } @else if (paintings().length) {
      <ul>
        @for (painting of paintings(); track painting.id) {
          <li><app-painting-tile [painting]="painting" /></li>
        }
      </ul>
    } @else {
      <p>{{ texts.classes.noneInGallery }}</p>
    }
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr));
      gap: 1.5rem 1.25rem;
      align-items: end;
    }
  `,
})
export class GalleryStrip {
  readonly head = input.required<Head>();
  readonly slug = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly page = httpResource<GalleryPage>(() => ({
    url: GALLERY,
    params: { [this.head()]: this.slug(), size: 48 },
  }));
  protected readonly paintings = computed(() =>
    this.page.hasValue() ? this.page.value().paintings : [],
  );
}
