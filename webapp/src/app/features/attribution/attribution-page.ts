import {
  afterNextRender,
  Component,
  inject,
  Injector,
  input,
  viewChild,
  viewChildren,
} from '@angular/core';

import { Router } from '@angular/router';

import { TEXTS } from '../../core/texts';
import { AnswerTable } from '../answer-table/answer-table';
import { ModelSummary } from '../model-summary/model-summary';
import { PictureCard } from './picture-card';
import { PictureIntake } from './picture-intake';
import { PictureStore } from './picture-store';
import { ROOM } from './reception';

/** Bring pictures, read answers. */
@Component({
  selector: 'app-attribution-page',
  imports: [AnswerTable, ModelSummary, PictureCard, PictureIntake],
  templateUrl: './attribution-page.html',
  styleUrl: './attribution-page.css',
})
export class AttributionPage {
  /** From the address: `table`, or cards; how the table is sorted, and what it shows. */
  readonly view = input<string>();
  readonly sort = input<string>();
  readonly kind = input<string>();

  protected readonly store = inject(PictureStore);
  protected readonly texts = inject(TEXTS);
  private readonly router = inject(Router);
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

  protected removeRow(id: number): void {
    this.store.remove(id);
    this.afterRender(() => {
      if (this.store.pictures().length === 0) this.intake().focus();
    });
  }

  /** The address says how the pictures are seen, so that Back and a reload find it again. */
  protected see(how: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([ROOM], {
      queryParams: how,
      queryParamsHandling: 'merge',
      replaceUrl: true,
      scroll: 'manual',
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
