import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';

import type { Attribution } from '../../core/api/models';
import { ReasonsApi } from '../../core/api/reasons-api';
import { Refusal } from '../../core/api/refusal';
import { TEXTS } from '../../core/texts';
import { fileImage, objectUrl } from '../../shared/object-url';
import { heatChoices } from './heat-choices';
import { OverlayStrength } from './overlay-strength';

/** Where the model looked: its heat over the picture, for a painter or style that one chooses. */
@Component({
  selector: 'app-heat-panel',
  imports: [OverlayStrength],
  templateUrl: './heat-panel.html',
  styleUrl: './heat-panel.css',
})
export class HeatPanel {
  readonly file = input.required<File>();
  readonly attribution = input.required<Attribution>();

  protected readonly texts = inject(TEXTS);
  private readonly api = inject(ReasonsApi);
  protected readonly strength = signal(60);

  protected readonly choices = computed(() => heatChoices(this.attribution(), this.texts));
  /** The place of what is chosen; a new answer starts with its first. */
  protected readonly place = linkedSignal({ source: this.choices, computation: () => 0 });
  protected readonly chosen = computed(() => this.choices()[this.place()]);

  // A resource breaks off the request of an earlier choice, so heat never shows for another name.
  protected readonly heat = rxResource({
    params: () => {
      const chosen = this.chosen();
      return chosen && { file: this.file(), head: chosen.head, slug: chosen.candidate.slug };
    },
    stream: ({ params: { file, head, slug } }) => this.api.heat(file, head, slug),
  });
  protected readonly refusal = computed(() => {
    const error = this.heat.error();
    return error instanceof Refusal ? error.detail : error && this.texts.reasons.noHeat;
  });
  protected readonly picture = fileImage(this.file);
  protected readonly overlay = objectUrl(() => (this.heat.hasValue() ? this.heat.value() : null));

  protected choose(place: string): void {
    this.place.set(Number(place));
  }
}
