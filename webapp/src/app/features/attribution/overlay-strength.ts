import { Component, inject, model } from '@angular/core';

import { TEXTS } from '../../core/texts';

/** How strongly heat lies over a picture, in percent. */
@Component({
  selector: 'app-overlay-strength',
  template: `
    <label>
      {{ texts.reasons.strength }}
      <input
        #slider
        type="range"
        min="0"
        max="100"
        [value]="strength()"
        (input)="strength.set(slider.valueAsNumber)"
      />
    </label>
  `,
  styles: `
    label {
      display: grid;
      gap: 0.25rem;
      font-size: 0.9rem;
      color: var(--ink-soft);
    }

    input {
      inline-size: min(100%, 12rem);
      min-block-size: 2rem;
      accent-color: var(--accent);
    }
  `,
})
export class OverlayStrength {
  readonly strength = model(60);

  protected readonly texts = inject(TEXTS);
}
