import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { map } from 'rxjs';

import { Announcer } from '../../core/announcer';
import { ALL, GALLERY, thumbnailOf } from '../../core/api/addresses';
import type { GalleryAnswer, Painting } from '../../core/api/models';
import { byline } from '../../core/byline';
import { RoomTitles } from '../../core/room-titles';
import { TEXTS } from '../../core/texts';
import { DeepZoom } from '../../shared/deep-zoom/deep-zoom';
import { PaintingTile } from '../../shared/painting-tile/painting-tile';
import { Answer } from '../attribution/answer';
import { CorrectionPanel } from '../attribution/correction-panel';
import type { HeatChoice } from '../attribution/heat-choices';
import { HeatControl } from '../attribution/heat-control';

/** A painting of the gallery: seen closely, with its label, and what the model says and why. */
@Component({
  selector: 'app-painting-page',
  imports: [Answer, CorrectionPanel, DeepZoom, HeatControl, PaintingTile, RouterLink],
  templateUrl: './painting-page.html',
  styleUrls: ['../page.css', '../closely.css'],
})
export class PaintingPage {
  /** From the route. */
  readonly id = input.required<string>();

  protected readonly texts = inject(TEXTS);
  private readonly http = inject(HttpClient);
  private readonly announcer = inject(Announcer);
  private readonly path = computed(() => `${GALLERY}/${encodeURIComponent(this.id())}`);
  protected readonly painting = httpResource<Painting>(() => this.path());
  protected readonly answer = httpResource<GalleryAnswer>(
    () => `${this.path()}/attribution?top=${ALL}&explain=neighbours`,
  );
  protected readonly attribution = computed(() =>
    this.answer.hasValue() ? this.answer.value().attribution : null,
  );
  protected readonly similar = computed(() =>
    this.answer.hasValue() ? (this.answer.value().neighbours ?? []) : [],
  );

  protected readonly picture = computed(() => `${this.path()}/picture`);
  protected readonly preview = computed(() => thumbnailOf({ id: this.id() }));
  protected readonly byline = byline(this.texts);
  /** For whom the heat lies over it; nobody at first, so that the picture itself is seen. */
  protected readonly heat = linkedSignal<string, HeatChoice | null>({
    source: this.id,
    computation: () => null,
  });
  protected readonly strength = signal(60);
  protected readonly overlay = computed(() => {
    const heat = this.heat();
    return heat === null
      ? ''
      : `${this.path()}/saliency?head=${heat.head}&class=${encodeURIComponent(heat.candidate.slug)}`;
  });

  protected readonly correcting = linkedSignal({ source: this.id, computation: () => false });
  /** The painting's file, for who contradicts the model. */
  protected readonly file = rxResource({
    params: () => (this.correcting() ? this.picture() : undefined),
    stream: ({ params }) =>
      this.http
        .get(params, { responseType: 'blob' })
        .pipe(map((blob) => new File([blob], this.id(), { type: blob.type }))),
  });

  constructor() {
    inject(RoomTitles).name(() => {
      if (!this.painting.hasValue()) return undefined;
      const shown = this.painting.value();
      return [this.texts.titleOf(shown.title), this.byline(shown)].filter(Boolean).join(', ');
    });
  }

  /** Only where the page is served safely do browsers let it write to the clipboard. */
  protected readonly canCopy = 'clipboard' in navigator;

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(location.href);
    this.announcer.say(this.texts.share.copied);
  }

  protected print(): void {
    window.print();
  }
}
