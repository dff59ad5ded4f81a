import { httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal } from '@angular/core';

import { GALLERY, thumbnailOf } from '../../core/api/addresses';
import type { FeatureMaps as Maps, GalleryPage } from '../../core/api/models';
import { TEXTS } from '../../core/texts';

const CHOICES = 12;

/** Maps of the built-in model, layer by layer, on a painting of the gallery that one picks. */
@Component({
  selector: 'app-feature-maps',
  templateUrl: './feature-maps.html',
  styleUrl: './feature-maps.css',
})
export class FeatureMaps {
  protected readonly texts = inject(TEXTS);
  protected readonly thumbnailOf = thumbnailOf;

  protected readonly gallery = httpResource<GalleryPage>(() => ({
    url: GALLERY,
    params: { size: CHOICES },
  }));
  protected readonly paintings = computed(() =>
    this.gallery.hasValue() ? this.gallery.value().paintings : [],
  );
  protected readonly chosen = linkedSignal(() => this.paintings()[0]?.id ?? null);
  protected readonly maps = httpResource<Maps>(() => {
    const chosen = this.chosen();
    return chosen === null
      ? undefined
      : { url: 'api/v1/feature-maps', params: { painting: chosen } };
  });
}
