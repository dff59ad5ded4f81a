import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';

import { confusionOf, testPictureOf } from '../../core/api/addresses';
import type { Behind, Head } from '../../core/api/models';
import { TEXTS } from '../../core/texts';

/** How many pictures are shown until more are asked for. */
const FEW = 12;

/** The test pictures behind a cell of the matrix. */
@Component({
  selector: 'app-cell-pictures',
  template: `
    @if (behind.error()) {
      <p>{{ texts.unreachable.detail }}</p>
    }
    <ul>
      @for (picture of shown(); track picture.number) {
        <li>
          <img
            [src]="addressOf(picture.number)"
            [alt]="picture.name"
            [title]="picture.name"
            loading="lazy"
          />
        </li>
      }
    </ul>
    @if (found().length > few) {
      <button type="button" class="button quiet" [attr.aria-expanded]="all()" (click)="toggle()">
        {{ all() ? texts.reasons.showFew : texts.reasons.showAll(found().length) }}
      </button>
    }
  `,
  styleUrl: './cell-pictures.css',
})
export class CellPictures {
  readonly head = input.required<Head>();
  /** Slugs of the row and of the column. */
  readonly truth = input.required<string>();
  readonly answer = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly few = FEW;
  // A resource breaks off the request of an earlier cell, so its pictures never show for another.
  protected readonly behind = httpResource<Behind>(() =>
    confusionOf(this.head(), this.truth(), this.answer()),
  );
  protected readonly found = computed(() =>
    this.behind.hasValue() ? this.behind.value().pictures : [],
  );
  /** Another cell starts with few again. */
  protected readonly all = linkedSignal({ source: this.found, computation: () => false });
  protected readonly shown = computed(() =>
    this.all() ? this.found() : this.found().slice(0, FEW),
  );

  protected addressOf(number: number): string {
    return testPictureOf(this.head(), number);
  }

  protected toggle(): void {
    this.all.update((all) => !all);
  }
}
