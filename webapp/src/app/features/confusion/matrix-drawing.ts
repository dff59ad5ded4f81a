import { Cell, Matrix } from './matrix';

/** Zoom, and the matrix's place (0 to 1) at the upper left corner. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Scene {
  readonly matrix: Matrix;
  readonly chosen: Cell | null;
  readonly view: View;
}

/** Room for the names at the left and above: CSS pixels, and at most this share of the width. */
const MARGIN = 136;
const MARGIN_SHARE = 0.27;
/** Smallest sides of a cell, CSS pixels, beside which a name and in which a number can be read. */
const NAMED = 9;
const NUMBERED = 26;

/** Of a canvas of this width, both in CSS pixels. */
export const marginOf = (width: number): number => Math.min(MARGIN, width * MARGIN_SHARE);

/** Draw the matrix and, where there is room, its names; `width` in CSS pixels. */
export function drawMatrix(canvas: HTMLCanvasElement, width: number, scene: Scene): void {
  const whole = Math.round(width * devicePixelRatio);
  const margin = Math.round(marginOf(width) * devicePixelRatio);
  const side = whole - margin;
  const context = canvas.getContext('2d');
  if (context === null || side <= 0) return;
  canvas.width = canvas.height = whole;
  const { matrix, view } = scene;
  const unit = (side * view.zoom) / matrix.size;
  context.fillStyle = colour(canvas, '--card');
  context.fillRect(0, 0, whole, whole);
  context.translate(margin, margin);
  const frame: Frame = {
    canvas,
    context,
    unit,
    side,
    margin,
    rows: seen(view.y, view.zoom, matrix.size),
    columns: seen(view.x, view.zoom, matrix.size),
    left: (column) => column * unit - view.x * side * view.zoom,
    top: (row) => row * unit - view.y * side * view.zoom,
  };
  if (unit >= NAMED * devicePixelRatio) drawNames(frame, matrix);
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  drawCells(frame, scene);
}

interface Frame {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Side of a cell, of the window on the matrix, and of the margin: device pixels. */
  readonly unit: number;
  readonly side: number;
  readonly margin: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  left(column: number): number;
  top(row: number): number;
}

/** The rows, or columns, of which at least a part is in the window. */
function seen(start: number, zoom: number, size: number): readonly number[] {
  const first = Math.floor(start * size);
  const end = Math.min(Math.ceil((start + 1 / zoom) * size), size);
  return Array.from({ length: end - first }, (_, place) => first + place);
}

function drawNames({ canvas, context, ...frame }: Frame, { names }: Matrix): void {
  const size = Math.min(frame.unit * 0.8, 13 * devicePixelRatio);
  context.fillStyle = colour(canvas, '--ink');
  context.font = `${String(size)}px ${getComputedStyle(canvas).fontFamily}`;
  context.textBaseline = 'middle';
  const name = (place: number) => shortened(names[place] ?? '', frame.margin - size, context);
  const visible = (middle: number) => middle >= 0 && middle <= frame.side;
  context.textAlign = 'right';
  for (const row of frame.rows) {
    const middle = frame.top(row) + frame.unit / 2;
    if (visible(middle)) context.fillText(name(row), -size / 2, middle);
  }
  context.textAlign = 'left';
  for (const column of frame.columns) {
    const middle = frame.left(column) + frame.unit / 2;
    if (!visible(middle)) continue;
    context.save();
    context.translate(middle, -size / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(name(column), 0, 0);
    context.restore();
  }
}

function drawCells({ canvas, context, unit, ...frame }: Frame, { matrix, chosen }: Scene): void {
  const [right, wrong, ink, ground] = ['--bar', '--alarm', '--ink', '--card'].map((name) =>
    colour(canvas, name),
  ) as [string, string, string, string];
  const numbers = unit > NUMBERED * devicePixelRatio;
  const family = getComputedStyle(canvas).fontFamily;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${String(Math.min(unit * 0.4, 15 * devicePixelRatio))}px ${family}`;
  for (const row of frame.rows) {
    for (const column of frame.columns) {
      const cell = { row, column };
      const count = matrix.count(cell);
      const [left, top] = [frame.left(column), frame.top(row)];
      if (count > 0) {
        context.globalAlpha = 0.15 + 0.85 * Math.sqrt(matrix.share(cell));
        context.fillStyle = row === column ? right : wrong;
        context.fillRect(left, top, Math.max(unit - 1, 1), Math.max(unit - 1, 1));
        context.globalAlpha = 1;
        if (numbers) {
          context.fillStyle = matrix.share(cell) > 0.35 ? ground : ink;
          context.fillText(String(count), left + unit / 2, top + unit / 2);
        }
      }
      if (chosen?.row === row && chosen.column === column) {
        context.strokeStyle = ink;
        context.lineWidth = 2 * devicePixelRatio;
        context.strokeRect(left, top, unit, unit);
      }
    }
  }
}

function colour(canvas: HTMLCanvasElement, name: string): string {
  return getComputedStyle(canvas).getPropertyValue(name);
}

/** A name, or as much of it as fits into a width. */
function shortened(name: string, width: number, context: CanvasRenderingContext2D): string {
  if (context.measureText(name).width <= width) return name;
  let end = name.length - 1;
  while (end > 1 && context.measureText(`${name.slice(0, end)}…`).width > width) end -= 1;
  return `${name.slice(0, end).trimEnd()}…`;
}
