import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { byline } from '../../core/byline';
import { Announcer } from '../../core/announcer';
import { TEXTS } from '../../core/texts';
import { PictureStore } from '../attribution/picture-store';
import { Drag } from './drag';
import { Hanging } from './hanging';
import { Hangings } from './hangings';
import { OnlyStudies } from './only-studies';
import { Room } from './room';
import { wrapIndex, placeAt, REACH, STEP } from './carousel-geometry';
import { Stroll } from './stroll';
import { TakenDown } from './taken-down';
import { Welcome } from './welcome';
import { WheelSteps } from './wheel-steps';

/** A hall that one strolls through: five framed paintings, endless both ways. */
@Component({
  selector: 'app-hall-page',
  imports: [OnlyStudies, Room, RouterLink, TakenDown, Welcome],
  providers: [Hangings],
  templateUrl: './hall-page.html',
  styleUrl: './hall-page.css',
  host: { '(window:keydown)': 'key($event)' },
})
export class HallPage {
  /** From the address: the painting to show at once. */
  readonly painting = input<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly hangings = inject(Hangings);
  protected readonly byline = byline(this.texts);
  private readonly own = inject(PictureStore);
  private readonly stroll = inject(Stroll);
  private readonly announcer = inject(Announcer);
  private readonly injector = inject(Injector);
  private readonly stage = viewChild<ElementRef<HTMLElement>>('stage');

  /** Steps from the start, of either sign; a place in the round is found by `wrapIndex`. */
  protected readonly position = signal(0);
  /** The place, between two steps, to which a pointer has pulled the hall; null while none does. */
  protected readonly pulled = signal<number | null>(null);
  protected readonly open = signal(false);

  protected readonly current = computed(() => this.at(this.position()));
  /** Which of how many hangs in the middle, from 1. */
  protected readonly place = computed(() => wrapIndex(this.position(), this.count()) + 1);
  protected readonly count = computed(() => this.hangings.all().length);
  protected readonly slots = computed(() => {
    const middle = this.pulled() ?? this.position();
    return Array.from({ length: 2 * REACH + 1 }, (_, index) => {
      const step = this.position() + index - REACH;
      const distance = step - middle;
      const { x, turn, scale } = placeAt(distance);
      return {
        step,
        hanging: this.at(step),
        middle: step === this.position(),
        transform: `translateX(calc(var(--w) * ${x.toFixed(4)})) rotateY(${turn.toFixed(3)}deg) scale(${scale.toFixed(4)})`,
        shade: Math.min(Math.abs(distance) * 0.2, 0.5),
        shown: Math.abs(distance) < REACH - 0.5,
      };
    });
  });

  private readonly wheel = new WheelSteps();
  private drag: Drag | null = null;
  /** Whether the last press was a drag, so that the click it ends in is none. */
  private dragged = false;
  /** Where on the screen the painting hung that was taken down. */
  protected hung: DOMRect | undefined;
  /** The painting of the address, once it was shown: it is not taken down again by itself. */
  private shown = '';

  constructor() {
    effect(() => {
      const wanted = this.painting();
      const place = this.hangings.all().findIndex(({ key }) => key === wanted);
      if (wanted === undefined || place < 0 || wanted === this.shown) return;
      this.shown = wanted;
      untracked(() => {
        this.position.set(place);
        this.open.set(true);
      });
    });
    this.goOn();
    // What a visitor brings hangs in the middle when its answer is laid away.
    effect(() => {
      const id = this.newest();
      if (id > this.stroll.newest) {
        this.open.set(false);
        this.position.set(0);
      }
      this.stroll.newest = id;
    });
  }

  /** Whoever comes back stands where they left, before a painting off the wall if it was. */
  private goOn(): void {
    const { key, open, newest } = this.stroll;
    const cameBack = inject(Router).currentNavigation()?.trigger === 'popstate';
    let back = key === '' || this.newest() > newest;
    effect(() => {
      const place = this.hangings.all().findIndex((each) => each.key === key);
      if (back || (place < 0 && this.hangings.loading())) return;
      back = true;
      if (place < 0 || this.painting() !== undefined) return;
      untracked(() => {
        this.position.set(place);
        this.open.set(open && cameBack);
      });
    });
    effect(() => {
      const [middle, off] = [this.current(), this.open()];
      if (middle === undefined || !back) return;
      this.stroll.key = middle.key;
      this.stroll.open = off;
    });
  }

  /** The id of what the visitor brought last; they grow. */
  private newest(): number {
    return this.own.pictures()[0]?.id ?? 0;
  }

  protected go(steps: number): void {
    if (this.count() === 0 || steps === 0) return;
    const follow = this.stage()?.nativeElement.contains(document.activeElement) === true;
    this.position.update((position) => position + steps);
    if (follow) this.focusMiddle();
    const title = this.current()?.title ?? '';
    const place = this.texts.hallPage.place(this.place(), this.count());
    this.announcer.say(`${this.texts.titleOf(title)}, ${place}`);
  }

  /** What is clicked comes to the middle and off the wall, unless the click ends a drag. */
  protected take(step: number, { currentTarget, detail }: MouseEvent): void {
    const byKeyboard = detail === 0;
    if (this.dragged && !byKeyboard) return;
    this.hung = (currentTarget as HTMLElement).getBoundingClientRect();
    this.position.set(step);
    this.open.set(true);
  }

  protected hangBack(): void {
    this.open.set(false);
    this.focusMiddle();
  }

  protected key(event: KeyboardEvent): void {
    const typing =
      event.target instanceof Element && event.target.closest('input, select, textarea');
    if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    this.go(steps);
  }

  protected turnWheel(event: WheelEvent): void {
    if (event.ctrlKey) return; // zooms the page
    event.preventDefault();
    this.go(this.wheel.of(event));
  }

  protected pressed({ button, pointerId, clientX }: PointerEvent): void {
    const slot = this.stage()?.nativeElement.querySelector<HTMLElement>('.slot');
    if (button !== 0 || this.drag !== null || !slot) return;
    this.dragged = false;
    this.drag = new Drag(pointerId, clientX, this.position(), slot.offsetWidth * STEP);
  }

  protected moved({ pointerId, clientX }: PointerEvent): void {
    if (this.drag?.pointer !== pointerId) return;
    const place = this.drag.place(clientX);
    if (!this.drag.far) return;
    if (!this.dragged) this.stage()?.nativeElement.setPointerCapture(pointerId);
    this.dragged = true;
    // The paintings in the page follow the pointer: whole steps go into the position.
    this.position.set(Math.round(place));
    this.pulled.set(place);
  }

  protected released({ pointerId }: PointerEvent): void {
    if (this.drag?.pointer !== pointerId) return;
    const place = this.pulled();
    const rest = place === null ? this.position() : this.drag.rest(place);
    this.drag = null;
    this.pulled.set(null);
    this.go(rest - this.position());
  }

  private at(step: number): Hanging | undefined {
    const all = this.hangings.all();
    return all[wrapIndex(step, all.length)];
  }

  /** At once where it hangs already, so that an Enter that follows at once means the new one. */
  private focusMiddle(): void {
    const focus = () => {
      const selector = `[data-step="${String(this.position())}"]`;
      const middle = this.stage()?.nativeElement.querySelector<HTMLElement>(selector);
      middle?.focus({ preventScroll: true });
      return middle != null;
    };
    if (!focus()) afterNextRender({ read: focus }, { injector: this.injector });
  }
}
