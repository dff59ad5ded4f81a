import { Component, computed, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Quadrilateral } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { Thumbnail } from '../../shared/thumbnail/thumbnail';
import { CropOffer } from '../cropping/crop-offer';
import { Answer } from './answer';
import { AnswerTools } from './answer-tools';
import { Picture } from './picture';
import { PictureStore } from './picture-store';

/** A picture with its label: how far it is, the answer, or what went wrong. */
@Component({
  selector: 'app-picture-card',
  imports: [Answer, AnswerTools, CropOffer, RouterLink, Thumbnail],
  templateUrl: './picture-card.html',
  styleUrl: './picture-card.css',
})
export class PictureCard {
  readonly picture = input.required<Picture>();
  /** Whether it has a button that forgets the picture. */
  readonly removable = input(true);
  readonly removed = output();
  readonly retried = output();
  readonly cropped = output<Quadrilateral>();
  readonly uncropped = output();

  protected readonly texts = inject(TEXTS);
  protected readonly croppedBy = computed(() => {
    const { crop } = this.picture();
    return crop && (crop.state ? 'visitor' : 'server');
  });
  private readonly store = inject(PictureStore);
  protected readonly page = computed(() => this.store.pageOf(this.picture()));
  private readonly card = viewChild.required<ElementRef<HTMLElement>>('card');

  focus(): void {
    this.card().nativeElement.focus();
  }

  // The button that had the focus goes away, so the card takes it.
  protected retry(): void {
    this.retried.emit();
    this.focus();
  }

  protected crop(to: Quadrilateral): void {
    this.cropped.emit(to);
    this.focus();
  }

  protected uncrop(): void {
    this.uncropped.emit();
    this.focus();
  }
}
