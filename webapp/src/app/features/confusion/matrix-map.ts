import {
  Component,
  effect,
  ElementRef,
  inject,
  input,
  model,
  signal,
  viewChild,
} from '@angular/core';

import { TEXTS } from '../../core/texts';
import { Cell, Matrix } from './matrix';
import { drawMatrix, marginOf, View } from './matrix-drawing';

const LARGEST_ZOOM = 16;
const STEP = 1.5;
const DRAG = 4;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The matrix on a canvas: wheel, pinch, buttons or keys zoom, dragging moves, a click chooses. */
@Component({
  selector: 'app-matrix-map',
  templateUrl: './matrix-map.html',
  styleUrl: './matrix-map.css',
  host: { '(window:resize)': 'resized()' },
})
export class MatrixMap {
  readonly matrix = input.required<Matrix>();
  readonly chosen = model<Cell | null>(null);

  protected readonly texts = inject(TEXTS);
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly view = signal<View>({ zoom: 1, x: 0, y: 0 });
  private readonly width = signal(0);
  private drag: { x: number; y: number; moved: boolean } | null = null;
  /** Where fingers are, by the pointer's number: two of them pinch. */
  private readonly fingers = new Map<number, { x: number; y: number }>();

  constructor() {
    effect(() => {
      this.draw();
    });
  }

  protected resized(): void {
    this.width.set(this.canvas().nativeElement.clientWidth);
  }

  protected zoomBy(factor: number, x = 0.5, y = 0.5): void {
    this.view.update((view) => {
      const zoom = Math.min(Math.max(view.zoom * factor, 1), LARGEST_ZOOM);
      return this.within({
        zoom,
        x: view.x + x / view.zoom - x / zoom,
        y: view.y + y / view.zoom - y / zoom,
      });
    });
  }

  protected readonly step = STEP;

  protected wheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = this.place(event);
    this.zoomBy(event.deltaY < 0 ? STEP : 1 / STEP, x, y);
  }

  protected down(event: PointerEvent): void {
    this.canvas().nativeElement.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.drag = { x: event.clientX, y: event.clientY, moved: this.fingers.size > 1 };
  }

  protected move(event: PointerEvent): void {
    if (this.pinched(event) || this.drag === null) return;
    const [right, down] = [event.clientX - this.drag.x, event.clientY - this.drag.y];
    if (!this.drag.moved && Math.hypot(right, down) < DRAG) return;
    this.drag = { x: event.clientX, y: event.clientY, moved: true };
    const side = this.side();
    this.view.update(({ zoom, x, y }) =>
      this.within({ zoom, x: x - right / side / zoom, y: y - down / side / zoom }),
    );
  }

  /** Zoom by how far two fingers part, about the middle between them. */
  private pinched(event: PointerEvent): boolean {
    const before = this.fingers.get(event.pointerId);
    if (before === undefined || this.fingers.size !== 2) return false;
    const [other] = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other === undefined) return false;
    const apart = (at: { x: number; y: number }) => Math.hypot(at.x - other.x, at.y - other.y);
    const now = { x: event.clientX, y: event.clientY };
    this.fingers.set(event.pointerId, now);
    if (apart(before) > 0) {
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      this.zoomBy(apart(now) / apart(before), ...this.place(middle));
    }
    return true;
  }

  protected up(event: PointerEvent): void {
    const moved = this.drag?.moved ?? true;
    this.cancel(event);
    const [x, y] = this.place(event);
    if (moved || x < 0 || y < 0) return;
    const { zoom, x: left, y: top } = this.view();
    const { size } = this.matrix();
    const cell = (place: number) => Math.min(Math.max(Math.floor(place * size), 0), size - 1);
    this.chosen.set({ row: cell(top + y / zoom), column: cell(left + x / zoom) });
  }

  protected cancel(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    this.drag = null;
  }

  protected key(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { row, column } = this.chosen() ?? { row: 0, column: 0 };
      const { size } = this.matrix();
      this.choose({
        row: (row + arrow[0] + size) % size,
        column: (column + arrow[1] + size) % size,
      });
    } else if (event.key === '+' || event.key === '=') this.zoomBy(STEP);
    else if (event.key === '-') this.zoomBy(1 / STEP);
    else return;
    event.preventDefault();
  }

  /** Choose a cell, and move there when it is out of sight. */
  private choose(cell: Cell): void {
    this.chosen.set(cell);
    const { size } = this.matrix();
    this.view.update((view) => {
      const seen = 1 / view.zoom;
      const follow = (start: number, place: number) =>
        Math.min(Math.max(start, (place + 1) / size - seen), place / size);
      return this.within({
        zoom: view.zoom,
        x: follow(view.x, cell.column),
        y: follow(view.y, cell.row),
      });
    });
  }

  private within(view: View): View {
    const last = 1 - 1 / view.zoom;
    const clamp = (value: number) => Math.min(Math.max(value, 0), last);
    return { zoom: view.zoom, x: clamp(view.x), y: clamp(view.y) };
  }

  /** Where in the window on the matrix: 0 to 1, below 0 among the names. */
  private place(at: Pick<MouseEvent, 'clientX' | 'clientY'>): [number, number] {
    const box = this.canvas().nativeElement.getBoundingClientRect();
    const margin = marginOf(box.width);
    const part = (place: number) => (place - margin) / (box.width - margin);
    return [part(at.clientX - box.left), part(at.clientY - box.top)];
  }

  /** Of the window on the matrix, in CSS pixels. */
  private side(): number {
    const width = this.canvas().nativeElement.clientWidth;
    return width - marginOf(width);
  }

  private draw(): void {
    const canvas = this.canvas().nativeElement;
    drawMatrix(canvas, this.width() || canvas.clientWidth, {
      matrix: this.matrix(),
      chosen: this.chosen(),
      view: this.view(),
    });
  }
}
