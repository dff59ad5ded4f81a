import { Component, ElementRef, inject, signal, viewChild } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { TEXTS } from './core/texts';
import { AnswerDialog } from './features/attribution/answer-dialog';
import { AskButton } from './features/attribution/ask-button';
import { PictureDrop } from './features/attribution/picture-drop';
import { Reception } from './features/attribution/reception';
import { LiveRegion } from './shared/live-region';
import { SiteHeader } from './shared/site-header/site-header';
import { isFocusLost } from './shared/takes-focus';

/** The building: a head, one room, a foot. */
@Component({
  selector: 'app-root',
  imports: [AnswerDialog, AskButton, LiveRegion, PictureDrop, RouterOutlet, SiteHeader],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  protected readonly texts = inject(TEXTS);
  protected readonly reception = inject(Reception);
  /** Whether a room is there: the foot comes with it, and isn't pushed down by it. */
  protected readonly entered = signal(false);
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');

  /** The focus comes along into another room, unless the link that led there is still seen. */
  protected enter(): void {
    if (this.entered() && isFocusLost()) {
      this.content().nativeElement.focus({ preventScroll: true });
    }
    this.entered.set(true);
  }
}
