import { inject, Injectable } from '@angular/core';

import { PreviewApi } from '../core/api/preview-api';
import { smallCopy } from './small-copy';

/** Longest side of a preview in pixels: enough for a card on a dense screen. */
const SIDE = 1200;

/**
 * Small copies of visitors' files, to be shown instead of them: a page of sixty-megapixel scans
 * would take gigabytes. Drawn one after the other, for the same reason.
 */
@Injectable({ providedIn: 'root' })
export class Previews {
  private readonly server = inject(PreviewApi);
  private readonly known = new WeakMap<File, Promise<Blob | null>>();
  private last: Promise<unknown> = Promise.resolve();

  /** Drawn by the browser, or by the server where the browser can't; null where neither can. */
  of(file: File): Promise<Blob | null> {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const drawn = this.last.then(() => smallCopy(file, SIDE));
    this.last = drawn;
    const preview = drawn.then((copy) => copy ?? this.server.of(file));
    this.known.set(file, preview);
    return preview;
  }
}
