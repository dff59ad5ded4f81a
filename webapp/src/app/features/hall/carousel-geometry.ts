/** The geometry of the hall: where a painting hangs by its distance from the middle. */
interface Place {
  /** Widths of a painting from the middle. */
  readonly x: number;
  /** Degrees about the vertical axis. */
  readonly turn: number;
  readonly scale: number;
}

/**
 * As seen by somebody inside a round hall: the sides are nearer than the middle. Turns and scales
 * are the original's; the distances leave a little wall between square paintings.
 */
const PLACES: readonly Place[] = [
  { x: -2.35, turn: 72, scale: 1.3 },
  { x: -1.51, turn: 60, scale: 1 },
  { x: -0.77, turn: 36, scale: 0.8 },
  { x: 0, turn: 0, scale: 0.73 },
  { x: 0.77, turn: -33, scale: 0.8 },
  { x: 1.57, turn: -50, scale: 1 },
  { x: 2.45, turn: -64, scale: 1.3 },
];

/** Paintings on either side of the middle that are in the page; the outermost are out of sight. */
export const REACH = 3;

/** Widths of a painting from one place to the next, near the middle. */
export const STEP = 0.77;

/** The place at a distance from the middle, between two places in proportion. */
export function placeAt(distance: number): Place {
  const along = Math.min(Math.max(distance + REACH, 0), 2 * REACH);
  const left = Math.min(Math.floor(along), 2 * REACH - 1);
  const share = along - left;
  const [a, b] = [PLACES[left], PLACES[left + 1]] as [Place, Place];
  const between = (from: number, to: number) => from + (to - from) * share;
  return {
    x: between(a.x, b.x),
    turn: between(a.turn, b.turn),
    scale: between(a.scale, b.scale),
  };
}

/** The place in a round of `length` that a step count, of either sign, comes to. */
export function wrapIndex(steps: number, length: number): number {
  return ((steps % length) + length) % length;
}
