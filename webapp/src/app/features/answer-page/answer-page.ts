import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';

import { SHARED } from '../../core/api/addresses';
import type { Heat, Shared } from '../../core/api/models';
import { RoomTitles } from '../../core/room-titles';
import { TEXTS } from '../../core/texts';
import { PaintingTile } from '../../shared/painting-tile/painting-tile';
import { Answer } from '../attribution/answer';
import { OverlayStrength } from '../attribution/overlay-strength';

/** An answer that somebody shared. */
@Component({
  selector: 'app-answer-page',
  imports: [Answer, OverlayStrength, PaintingTile],
  templateUrl: './answer-page.html',
  styleUrls: ['../page.css', './answer-page.css'],
})
export class AnswerPage {
  /** From the route. */
  readonly id = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly answer = httpResource<Shared>(
    () => `${SHARED}/${encodeURIComponent(this.id())}`,
  );

  constructor() {
    inject(RoomTitles).name(() =>
      this.answer.hasValue() ? this.answer.value().filename : undefined,
    );
  }

  protected date(when: string): string {
    const language = document.documentElement.lang || 'en';
    return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(when));
  }

  /** The place of the overlay that is shown; none at first, so that the picture itself is seen. */
  protected readonly overlay = linkedSignal({ source: this.id, computation: () => -1 });
  protected readonly strength = signal(60);
  protected readonly heats = computed(() =>
    this.answer.hasValue() ? (this.answer.value().saliency ?? []) : [],
  );
  protected readonly heat = computed(() => this.heats()[this.overlay()]);

  protected nameOf({ head, slug }: Heat): string {
    const { artists, styles } = this.answer.value()?.attribution ?? { artists: [], styles: [] };
    const among = head === 'artist' ? artists : styles;
    const name = among.find((candidate) => candidate.slug === slug)?.name ?? slug;
    return head === 'style' ? this.texts.styleName(slug, name) : name;
  }

  protected print(): void {
    window.print();
  }
}
