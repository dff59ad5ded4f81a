import { Component, ElementRef, inject, input, viewChild } from '@angular/core';

import { TEXTS } from '../../core/texts';
import { PICTURES } from './choose-pictures';
import { PictureStore } from './picture-store';

/** The frame that waits for pictures: what it takes, and a chooser. */
@Component({
  selector: 'app-picture-intake',
  templateUrl: './picture-intake.html',
  styleUrl: './picture-intake.css',
  host: { '[class.compact]': 'compact()' },
})
export class PictureIntake {
  /** A strip above the pictures instead of the large empty frame. */
  readonly compact = input(false);

  protected readonly texts = inject(TEXTS);
  protected readonly accepted = PICTURES;
  private readonly store = inject(PictureStore);
  private readonly chooser = viewChild.required<ElementRef<HTMLInputElement>>('chooser');

  focus(): void {
    this.chooser().nativeElement.focus();
  }

  protected choose(): void {
    const chooser = this.chooser().nativeElement;
    this.store.add(Array.from(chooser.files ?? []));
    chooser.value = ''; // so that choosing the same file again is a change
  }
}
