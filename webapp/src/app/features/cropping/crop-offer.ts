import { Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { afterNextRender, Injector, viewChild } from '@angular/core';

import type { Quadrilateral } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { CropEditor } from './crop-editor';
import { INSET } from './quadrilateral';

/** Offers an answer for the painting alone, where a picture shows a wall around it; and undoes it. */
@Component({
  selector: 'app-crop-offer',
  imports: [CropEditor],
  templateUrl: './crop-offer.html',
  styleUrl: './crop-offer.css',
})
export class CropOffer {
  readonly file = input.required<File>();
  /** Where the server sees a painting hang in the whole picture, if it does. */
  readonly found = input<Quadrilateral | null>(null);
  /** Whether the picture is one of a wall, of which nothing can be said as a whole. */
  readonly urged = input(false);
  /** Who cropped the picture, where it is cropped already. */
  readonly cropped = input<'visitor' | 'server'>();
  readonly applied = output<Quadrilateral>();
  readonly undone = output();

  protected readonly texts = inject(TEXTS);
  protected readonly editing = signal(false);
  protected readonly start = computed(() => this.found() ?? INSET);
  private readonly injector = inject(Injector);
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');

  protected cancel(): void {
    this.editing.set(false);
    const focus = () => this.opener()?.nativeElement.focus(); // what had the focus is gone
    afterNextRender({ read: focus }, { injector: this.injector });
  }
}
