import {
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
} from '@angular/core';
import { viewChild } from '@angular/core';

import type { Quadrilateral } from '../../core/api/models';
import { TEXTS } from '../../core/texts';
import { fileImage } from '../../shared/object-url';
import { isUsable, moved } from './quadrilateral';

/** How far an arrow key moves a corner, as a share of the picture; with Shift, and without. */
const [FAR, NEAR] = [0.05, 0.01];

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Say where the painting is: a quadrilateral over the picture, whose corners can be moved. */
@Component({
  selector: 'app-crop-editor',
  templateUrl: './crop-editor.html',
  styleUrl: './crop-editor.css',
})
export class CropEditor {
  readonly file = input.required<File>();
  /** Where the corners are to begin with. */
  readonly start = input.required<Quadrilateral>();
  readonly applied = output<Quadrilateral>();
  readonly cancelled = output();

  protected readonly texts = inject(TEXTS);
  protected readonly picture = fileImage(this.file);
  protected readonly quadrilateral = linkedSignal(() => this.start());
  protected readonly usable = computed(() => isUsable(this.quadrilateral()));
  /** The corners in a view of 100 by 100 units. */
  protected readonly outline = computed(() =>
    this.quadrilateral()
      .corners.map(({ x, y }) => `${String(100 * x)},${String(100 * y)}`)
      .join(' '),
  );
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');

  protected grab(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  protected drag(event: PointerEvent, place: number): void {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = this.stage().nativeElement.getBoundingClientRect();
    const to = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    this.quadrilateral.update((now) => moved(now, place, to));
  }

  protected nudge(event: KeyboardEvent, place: number): void {
    const [right, down] = ARROWS[event.key] ?? [0, 0];
    const corner = this.quadrilateral().corners[place];
    if ((right === 0 && down === 0) || corner === undefined) return;
    event.preventDefault();
    const far = event.shiftKey ? FAR : NEAR;
    const to = { x: corner.x + far * right, y: corner.y + far * down };
    this.quadrilateral.update((now) => moved(now, place, to));
  }

  protected apply(): void {
    if (this.usable()) this.applied.emit(this.quadrilateral());
  }
}
