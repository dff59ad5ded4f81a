import {
  afterNextRender,
  Component,
  inject,
  Injector,
  viewChild,
  viewChildren,
} from '@angular/core';

import { TEXTS } from '../../core/texts';
import { ModelSummary } from '../model-summary/model-summary';
import { PictureCard } from './picture-card';
import { PictureIntake } from './picture-intake';
import { PictureStore } from './picture-store';

/** Bring pictures, read answers. */
@Component({
  selector: 'app-attribution-page',
  imports: [ModelSummary, PictureCard, PictureIntake],
  templateUrl: './attribution-page.html',
  styleUrl: './attribution-page.css',
})
export class AttributionPage {
  protected readonly store = inject(PictureStore);
  protected readonly texts = inject(TEXTS);
  private readonly injector = inject(Injector);
  private readonly intake = viewChild.required(PictureIntake);
  private readonly cards = viewChildren(PictureCard);

  /** The focus moves to the card that takes the place, so that a keyboard doesn't lose its way. */
  protected remove(id: number, place: number): void {
    this.store.remove(id);
    this.afterRender(() => {
      (this.cards()[place] ?? this.cards()[place - 1] ?? this.intake()).focus();
    });
  }

  protected clear(): void {
    this.store.clear();
    this.afterRender(() => {
      this.intake().focus();
    });
  }

  private afterRender(callback: () => void): void {
    afterNextRender({ read: callback }, { injector: this.injector });
  }
}
