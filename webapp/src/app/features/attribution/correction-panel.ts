import { Component, DestroyRef, inject, input, linkedSignal, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';

import type { Attribution } from '../../core/api/models';
import { toRefusal } from '../../core/api/refusal';
import { VisitorsApi } from '../../core/api/visitors-api';
import { Knowledge } from '../../core/knowledge';
import { TEXTS } from '../../core/texts';
import { plain } from '../../shared/names';
import { TakesFocus } from '../../shared/takes-focus';

type Telling =
  | { readonly kind: 'asked' | 'unknown' | 'sending' }
  | { readonly kind: 'noted'; readonly name: string }
  | { readonly kind: 'failed'; readonly detail: string };

let lastId = 0;

/** Say which painter it is. The picture goes along only when its box is ticked. */
@Component({
  selector: 'app-correction-panel',
  imports: [TakesFocus],
  templateUrl: './correction-panel.html',
  styleUrl: './side-panel.css',
})
export class CorrectionPanel {
  readonly file = input.required<File>();
  readonly attribution = input.required<Attribution>();

  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);
  private readonly api = inject(VisitorsApi);
  private readonly destroyed = inject(DestroyRef);

  protected readonly id = `painters-${String((lastId += 1))}`;
  protected readonly withPicture = signal(false);
  protected readonly state = linkedSignal<File, Telling>({
    source: this.file,
    computation: () => ({ kind: 'asked' }),
  });

  protected send(name: string): void {
    if (this.state().kind === 'sending') return;
    const wanted = plain(name.trim());
    const painter = this.knowledge.artists().find((each) => plain(each.name) === wanted);
    if (painter === undefined) {
      this.state.set({ kind: 'unknown' });
      return;
    }
    const file = this.file();
    this.state.set({ kind: 'sending' });
    const settle = (state: Telling) => {
      if (file === this.file()) this.state.set(state);
    };
    this.api
      .correct(file, painter.slug, this.attribution().artists[0]?.slug ?? '', this.withPicture())
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: () => {
          settle({ kind: 'noted', name: painter.name });
        },
        error: (error: unknown) => {
          settle({ kind: 'failed', detail: toRefusal(error, this.texts).detail });
        },
      });
  }
}
