import { vi } from 'vitest';

/** Let the browser of a test draw pictures of a size, or none: jsdom can't draw. */
export function browserDraws(size: { width: number; height: number } | null): void {
  const draw = () =>
    size === null
      ? Promise.reject(new Error('no picture'))
      : Promise.resolve({ ...size, close: () => undefined });
  vi.stubGlobal('createImageBitmap', vi.fn(draw));
}

/** Until everything that was drawn is shown. */
export function drawn(): Promise<unknown> {
  return new Promise((settled) => setTimeout(settled));
}
