import { booleanAttribute, Component, inject, input } from '@angular/core';

import { TEXTS } from '../../core/texts';
import { choosePictures } from './choose-pictures';
import { Reception } from './reception';

/** Asks whose painting it is: of pictures that one chooses, or takes with a telephone. */
@Component({
  selector: 'app-ask-button',
  template: `
    <button type="button" class="button ask" (click)="ask(false)">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 3h18v18H3zM9 9.5q0-3 3-3t3 2.8-3 4.2v1.2M12 17v1.2" />
      </svg>
      <span>{{ texts.welcome.ask }}</span>
    </button>
    <button
      type="button"
      class="button camera"
      [attr.aria-label]="texts.welcome.camera"
      (click)="ask(true)"
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 8.5h4l1.8-2.5h6.4L17 8.5h4v10.5H3z" />
        <circle cx="12" cy="13.5" r="3.4" />
      </svg>
    </button>
  `,
  styleUrl: './ask-button.css',
  host: { '[class.in-head]': 'inHead()' },
})
export class AskButton {
  /** Whether it stands in the head of the page, where there is little room. */
  readonly inHead = input(false, { transform: booleanAttribute });

  protected readonly texts = inject(TEXTS);
  private readonly reception = inject(Reception);

  protected async ask(camera: boolean): Promise<void> {
    this.reception.receive(await choosePictures(camera));
  }
}
