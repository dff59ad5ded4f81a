/** Pixels of a wheel that make a step, and milliseconds in which one gesture makes only one. */
const PIXELS = 40;
const PAUSE = 220;

type Turn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'timeStamp'>;

/** Makes steps of a wheel's turns: one for a notch, and one now and then for a long gesture. */
export class WheelSteps {
  private sum = 0;
  private last = -Infinity;

  /** The step that a turn makes: 1 onwards (down or right), -1 back, or 0. */
  of({ deltaX, deltaY, deltaMode, timeStamp }: Turn): number {
    if (timeStamp - this.last < PAUSE) return 0;
    const delta = Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : deltaY;
    const pixels = deltaMode === 0 ? delta : delta * PIXELS;
    this.sum = Math.sign(this.sum) === Math.sign(pixels) ? this.sum + pixels : pixels;
    if (Math.abs(this.sum) < PIXELS) return 0;
    const step = Math.sign(this.sum);
    this.sum = 0;
    this.last = timeStamp;
    return step;
  }
}
