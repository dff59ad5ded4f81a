import { computed, inject, Injectable, OnDestroy, signal } from '@angular/core';
import { concat, concatMap, ignoreElements, Observable, of, Subscription, tap } from 'rxjs';

import { Announcer } from '../../core/announcer';
import { AttributionApi, Step } from '../../core/api/attribution-api';
import { CropApi } from '../../core/api/crop-api';
import type { Quadrilateral } from '../../core/api/models';
import { Refusal, toRefusal } from '../../core/api/refusal';
import { sentenceOf } from '../../core/sentence';
import { TEXTS } from '../../core/texts';
import { HistoryStore } from '../history/history-store';
import { isSettled, Picture, PictureState } from './picture';

/** Requests under way at a time: enough to keep the server busy while the next one is sent. */
const AT_ONCE = 3;

/** How often a busy server is asked about one picture before its card says so. */
const TRIES = 10;

/** The visitor's pictures, newest first, and the queue that asks about them. */
@Injectable({ providedIn: 'root' })
export class PictureStore implements OnDestroy {
  private readonly api = inject(AttributionApi);
  private readonly crops = inject(CropApi);
  private readonly announcer = inject(Announcer);
  private readonly texts = inject(TEXTS);
  private readonly history = inject(HistoryStore);

  private readonly list = signal<readonly Picture[]>([]);
  private readonly requests = new Map<number, Subscription>();
  private readonly busyAnswers = new Map<number, number>();
  private pause: { until: number; timer: ReturnType<typeof setTimeout> } | null = null;
  private lastId = 0;

  /** What to say about something brought that holds no picture; empty again with the next picture. */
  readonly notice = signal('');
  readonly pictures = this.list.asReadonly();
  /** The pictures' files; the same list as long as only states change. */
  readonly files = computed(() => this.list(), {
    equal: (a, b) => a.length === b.length && a.every(({ file }, place) => file === b[place]?.file),
  });
  readonly settled = computed(() => this.list().filter(isSettled).length);

  /** Take pictures in and ask about them; gives the ids they get here. */
  add(files: readonly File[]): number[] {
    this.notice.set('');
    const added = files.map((file): Picture => {
      this.lastId += 1;
      return {
        id: this.lastId,
        file,
        name: file.name,
        state: { kind: 'waiting', busy: this.pause !== null },
      };
    });
    this.list.update((list) => [...added, ...list]);
    this.pump();
    return added.map(({ id }) => id);
  }

  /** The id of the page that a picture has in this browser; null where it has none. */
  pageOf({ state }: Picture): number | null {
    const memory = state.kind === 'answered' ? state.memory : undefined;
    return memory !== undefined && this.history.kept().has(memory) ? memory : null;
  }

  retry(id: number): void {
    this.busyAnswers.delete(id);
    this.setState(id, { kind: 'waiting', busy: this.pause !== null });
    this.pump();
  }

  /** Ask anew about every picture that has no answer. */
  retryFailed(): void {
    for (const { id, state } of this.list()) {
      if (state.kind !== 'failed') continue;
      this.busyAnswers.delete(id);
      this.setState(id, { kind: 'waiting', busy: this.pause !== null });
    }
    this.pump();
  }

  /** Ask anew, about the painting that hangs there in a picture. */
  crop(id: number, to: Quadrilateral): void {
    const waiting: PictureState = { kind: 'waiting', busy: this.pause !== null };
    this.change(id, (picture) => ({
      ...picture,
      state: waiting,
      crop: { to, file: picture.file, state: picture.state },
    }));
    this.pump();
  }

  /** Take the picture again as it was brought, with its answer; if it has none yet, ask for it. */
  uncrop(id: number): void {
    this.release(id);
    const waiting: PictureState = { kind: 'waiting', busy: this.pause !== null };
    this.change(id, ({ crop, ...picture }) => {
      if (crop === undefined) return picture;
      const { file, state, to } = crop;
      return state ? { ...picture, file, state } : { ...picture, file, state: waiting, whole: to };
    });
    this.pump();
  }

  /** Forget a picture; a request about it is broken off. */
  remove(id: number): void {
    this.release(id);
    this.busyAnswers.delete(id);
    this.list.update((list) => list.filter((picture) => picture.id !== id));
    this.pump();
  }

  clear(): void {
    for (const picture of this.list()) this.release(picture.id);
    this.busyAnswers.clear();
    this.list.set([]);
  }

  ngOnDestroy(): void {
    this.clear();
    clearTimeout(this.pause?.timer);
  }

  /** Start requests until enough are under way, in the order in which the cards hang. */
  private pump(): void {
    while (this.pause === null && this.requests.size < AT_ONCE) {
      const next = this.list().find((picture) => picture.state.kind === 'waiting');
      if (next === undefined) return;
      this.send(next);
    }
  }

  private send({ id, file, name, crop, whole: kept }: Picture): void {
    this.setState(id, { kind: 'sending', share: 0 });
    const request = new Subscription();
    this.requests.set(id, request);
    const whole = crop?.file ?? file;
    const steps = crop
      ? concat(this.cropped(id, whole, crop.to), this.api.attribute(whole, crop.to))
      : this.api
          .attribute(whole, kept ? 'none' : 'auto')
          .pipe(concatMap((step) => this.found(id, whole, step)));
    request.add(
      steps.subscribe({
        next: (step) => {
          this.follow(id, step);
        },
        error: (error: unknown) => {
          this.refuse(id, name, toRefusal(error, this.texts));
        },
        complete: () => {
          this.release(id);
          this.pump();
        },
      }),
    );
  }

  /** Before an answer for the painting that was found in a picture, that painting. */
  private found(id: number, whole: File, step: Step): Observable<Step> {
    const to = step.kind === 'answered' ? step.attribution.cropped : null;
    return to ? concat(this.cropped(id, whole, to), of(step)) : of(step);
  }

  /** Puts the cropped picture in the place of the whole one, and says nothing. */
  private cropped(id: number, whole: File, to: Quadrilateral): Observable<never> {
    return this.crops.crop(whole, to).pipe(
      tap((file) => {
        this.change(id, ({ crop = { to, file: whole }, ...picture }) => ({
          ...picture,
          file,
          crop,
        }));
      }),
      ignoreElements(),
    );
  }

  private follow(id: number, step: Step): void {
    if (step.kind === 'sent') {
      this.setState(id, { kind: 'sending', share: step.share });
      return;
    }
    this.setState(id, step);
    const file = this.list().find((picture) => picture.id === id)?.file;
    if (file === undefined) return;
    void this.history.remember(file, step.attribution).then((memory) => {
      this.change(id, (picture) =>
        picture.state === step && memory !== null
          ? { ...picture, state: { ...step, memory } }
          : picture,
      );
    });
    this.announcer.say(this.texts.answered(file.name, sentenceOf(step.attribution, this.texts)));
  }

  private refuse(id: number, name: string, refusal: Refusal): void {
    this.release(id);
    const tries = (this.busyAnswers.get(id) ?? 0) + 1;
    if (refusal.retryAfter !== null && tries < TRIES) {
      this.busyAnswers.set(id, tries);
      this.setState(id, { kind: 'waiting', busy: true });
      this.pauseFor(refusal.retryAfter);
      return;
    }
    this.setState(id, { kind: 'failed', refusal });
    const named = refusal.detail.startsWith(`${name}: `); // the server's words begin with the file's name
    this.announcer.say(named ? refusal.detail : this.texts.refused(name, refusal.detail));
    this.pump();
  }

  /** Send nothing for so many seconds; a pause that lasts longer already stays as it is. */
  private pauseFor(seconds: number): void {
    const until = Date.now() + seconds * 1000;
    if (this.pause !== null) {
      if (this.pause.until >= until) return;
      clearTimeout(this.pause.timer);
    }
    const timer = setTimeout(() => {
      this.pause = null;
      this.pump();
    }, seconds * 1000);
    this.pause = { until, timer };
  }

  private release(id: number): void {
    this.requests.get(id)?.unsubscribe();
    this.requests.delete(id);
  }

  private setState(id: number, state: PictureState): void {
    this.change(id, (picture) => ({ ...picture, state }));
  }

  private change(id: number, change: (picture: Picture) => Picture): void {
    this.list.update((list) =>
      list.map((picture) => (picture.id === id ? change(picture) : picture)),
    );
  }
}
