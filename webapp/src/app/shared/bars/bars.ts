import { Component, computed, inject, input, linkedSignal } from '@angular/core';

import type { Candidate } from '../../core/api/models';
import { TEXTS } from '../../core/texts';

/** How many candidates are shown until more are asked for. */
const FEW = 5;

/** Candidates with their calibrated probabilities, as a list with bars from 0 to 100%. */
@Component({
  selector: 'app-bars',
  templateUrl: './bars.html',
  styleUrl: './bars.css',
})
export class Bars {
  readonly candidates = input.required<readonly Candidate[]>();

  protected readonly texts = inject(TEXTS);
  /** Other candidates start with few again. */
  protected readonly all = linkedSignal({ source: this.candidates, computation: () => false });
  protected readonly more = computed(() => this.candidates().length > FEW);
  protected readonly shown = computed(() =>
    this.all() ? this.candidates() : this.candidates().slice(0, FEW),
  );

  protected toggle(): void {
    this.all.update((all) => !all);
  }
}
