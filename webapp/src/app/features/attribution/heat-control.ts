import { Component, computed, inject, input, model } from '@angular/core';

import type { Attribution } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { HeatChoice, heatChoices } from './heat-choices';
import { OverlayStrength } from './overlay-strength';

/** Whether heat lies over a picture: for which painter or style, and how strongly. */
@Component({
  selector: 'app-heat-control',
  imports: [OverlayStrength],
  template: `
    <label>
      {{ texts.reasons.where }}
      <select #choice (change)="choose(choice.value)">
        <option value="">–</option>
        @for (each of choices(); track $index) {
          <option [value]="$index" [selected]="each.candidate.slug === chosen()?.candidate?.slug">
            {{ each.candidate.name }}
          </option>
        }
      </select>
    </label>
    @if (chosen()) {
      <app-overlay-strength [(strength)]="strength" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0.75rem 1.5rem;
      min-block-size: 4.5rem;
    }

    label {
      display: grid;
      gap: 0.25rem;
      align-content: start;
      font-size: 0.9rem;
      color: var(--ink-soft);
    }

    select {
      max-inline-size: 100%;
      padding: 0.4em 0.6em;
      font: inherit;
      color: var(--ink);
      background: var(--card);
      border: 1px solid var(--gold);
      border-radius: 2px;
    }
  `,
})
export class HeatControl {
  readonly attribution = input.required<Attribution>();
  readonly chosen = model<HeatChoice | null>(null);
  readonly strength = model(60);

  protected readonly texts = inject(TEXTS);
  protected readonly choices = computed(() => heatChoices(this.attribution(), this.texts));

  protected choose(place: string): void {
    this.chosen.set(place === '' ? null : (this.choices()[Number(place)] ?? null));
  }
}
