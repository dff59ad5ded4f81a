/** Pixels from which on a press is a drag and no click. */
const FAR = 8;

/** Share of a step that is enough for a whole one when the finger lets go. */
const ENOUGH = 0.12;

/** A press that may pull the hall along; places are in steps, `width` is a step in pixels. */
export class Drag {
  /** Whether it went far enough to be no click; once it did, it stays so. */
  far = false;

  /** Args: the pointer, where it came down, which place was in the middle, and a step's width. */
  constructor(
    readonly pointer: number,
    private readonly x: number,
    private readonly from: number,
    private readonly width: number,
  ) {}

  /** The place that is in the middle while the pointer is at `x`, as a rule between two. */
  place(x: number): number {
    const pixels = x - this.x;
    this.far ||= Math.abs(pixels) >= FAR;
    return this.far ? this.from - pixels / this.width : this.from;
  }

  /** Where the hall comes to rest after a place: the next one in the drag's way, never back. */
  rest(place: number): number {
    return Math.round(place + (0.5 - ENOUGH) * Math.sign(place - this.from));
  }
}
