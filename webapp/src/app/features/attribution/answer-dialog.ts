import { afterNextRender, Component, ElementRef, inject, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Quadrilateral } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import type { Picture } from './picture';
import { PictureCard } from './picture-card';
import { PictureStore } from './picture-store';
import { Reception, ROOM } from './reception';

/** The answer about the picture that was just brought, over the room in which it was. */
@Component({
  selector: 'app-answer-dialog',
  imports: [PictureCard, RouterLink],
  templateUrl: './answer-dialog.html',
  styleUrl: './answer-dialog.css',
})
export class AnswerDialog {
  readonly picture = input.required<Picture>();

  protected readonly texts = inject(TEXTS);
  protected readonly room = ROOM;
  protected readonly reception = inject(Reception);
  private readonly store = inject(PictureStore);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => {
      this.dialog().nativeElement.showModal();
    });
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  /** A click beside the card closes it: there the dialog itself is hit. */
  protected clicked({ target }: Event): void {
    if (target === this.dialog().nativeElement) this.close();
  }

  protected retry(): void {
    this.store.retry(this.picture().id);
  }

  protected crop(to: Quadrilateral): void {
    this.store.crop(this.picture().id, to);
  }

  protected uncrop(): void {
    this.store.uncrop(this.picture().id);
  }
}
