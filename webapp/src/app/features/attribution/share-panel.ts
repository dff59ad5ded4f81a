import { DOCUMENT } from '@angular/common';
import { Component, computed, DestroyRef, inject, input, linkedSignal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';

import type { Quadrilateral } from '../../core/api/models';
import { toRefusal } from '../../core/api/refusal';
import { VisitorsApi } from '../../core/api/visitors-api';
import { Announcer } from '../../core/announcer';
import { TEXTS } from '../../core/texts';
import { TakesFocus } from '../../shared/takes-focus';

type Sharing =
  | { readonly kind: 'offered' | 'sending' }
  | { readonly kind: 'shared'; readonly id: string }
  | { readonly kind: 'failed'; readonly detail: string };

/** Make a link to an answer, after saying what that stores. */
@Component({
  selector: 'app-share-panel',
  imports: [TakesFocus],
  templateUrl: './share-panel.html',
  styleUrl: './side-panel.css',
})
export class SharePanel {
  readonly file = input.required<File>();
  /** Where the file was cut out of a larger picture. */
  readonly cropped = input<Quadrilateral>();

  protected readonly texts = inject(TEXTS);
  private readonly api = inject(VisitorsApi);
  private readonly announcer = inject(Announcer);
  private readonly destroyed = inject(DestroyRef);
  private readonly document = inject(DOCUMENT);

  /** A link belongs to the picture it was made for. */
  protected readonly state = linkedSignal<File, Sharing>({
    source: this.file,
    computation: () => ({ kind: 'offered' }),
  });
  protected readonly link = computed(() => {
    const state = this.state();
    return state.kind === 'shared'
      ? new URL(`answers/${encodeURIComponent(state.id)}`, this.document.baseURI).href
      : '';
  });

  protected share(): void {
    const file = this.file();
    this.state.set({ kind: 'sending' });
    const settle = (state: Sharing) => {
      if (file === this.file()) this.state.set(state);
    };
    this.api
      .share(file, this.cropped())
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: ({ id }) => {
          settle({ kind: 'shared', id });
        },
        error: (error: unknown) => {
          settle({ kind: 'failed', detail: toRefusal(error, this.texts).detail });
        },
      });
  }

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.link());
    this.announcer.say(this.texts.share.copied);
  }

  /** Only where the page is served safely do browsers let it write to the clipboard. */
  protected readonly canCopy = 'clipboard' in navigator;
}
