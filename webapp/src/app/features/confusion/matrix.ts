import type { HeadCard } from '../../core/api/models';

/** A cell of the matrix, by its row and column. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Mistake extends Cell {
  readonly count: number;
}

type Class = HeadCard['classes'][number];

/** How often each name (row) was answered with each (column). */
export class Matrix {
  readonly names: readonly string[];
  readonly slugs: readonly string[];
  readonly totals: readonly number[];
  readonly size: number;
  private readonly counts: Uint32Array;

  /** @param nameOf what a class is called in the language of the visitor. */
  constructor(card: HeadCard, nameOf: (of: Class) => string = ({ name }) => name) {
    const known = new Map(card.classes.map(({ slug }, place) => [slug, place]));
    this.names = card.classes.map(nameOf);
    this.slugs = card.classes.map(({ slug }) => slug);
    this.size = this.names.length;
    this.counts = new Uint32Array(this.size * this.size);
    for (const { truth, answer, count } of card.confusions) {
      const row = known.get(truth);
      const column = known.get(answer);
      if (row !== undefined && column !== undefined) this.counts[row * this.size + column] = count;
    }
    this.totals = this.names.map((_, row) =>
      this.counts.subarray(row * this.size, (row + 1) * this.size).reduce((a, b) => a + b, 0),
    );
  }

  get empty(): boolean {
    return this.totals.every((total) => total === 0);
  }

  count({ row, column }: Cell): number {
    return this.counts[row * this.size + column] ?? 0;
  }

  /** Share of the row's pictures, 0 to 1. */
  share(cell: Cell): number {
    const total = this.totals[cell.row] ?? 0;
    return total === 0 ? 0 : this.count(cell) / total;
  }

  /** Cells beside the diagonal that aren't 0, the largest first. */
  mistakes(): Mistake[] {
    const found: Mistake[] = [];
    this.counts.forEach((count, place) => {
      const row = Math.floor(place / this.size);
      const column = place % this.size;
      if (count > 0 && row !== column) found.push({ row, column, count });
    });
    return found.sort((a, b) => b.count - a.count);
  }
}
