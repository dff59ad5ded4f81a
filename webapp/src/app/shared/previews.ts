import { inject, Injectable } from '@angular/core';

import { PreviewApi } from '../core/api/preview-api';
import { smallCopy } from './small-copy';

/** Longest side of a preview in pixels: enough for a card on a dense screen. */
const SIDE = 1200;

/** A small copy, and whether the browser drew it by itself. */
interface Preview {
  readonly copy: Blob | null;
  readonly bySelf: boolean;
}

/**
 * Small copies of visitors' files, to be shown instead of them: a page of sixty-megapixel scans
 * would take gigabytes. Drawn one after the other, for the same reason.
 */
@Injectable({ providedIn: 'root' })
export class Previews {
  private readonly server = inject(PreviewApi);
  private readonly known = new WeakMap<File, Promise<Preview>>();
  private last: Promise<unknown> = Promise.resolve();

  /** Drawn by the browser, or by the server where the browser can't; null where neither can. */
  async of(file: File): Promise<Blob | null> {
    return (await this.drawn(file)).copy;
  }

  /** The file with all its pixels where the browser can draw it, and its preview where it can't. */
  async sharpest(file: File): Promise<Blob | null> {
    const { copy, bySelf } = await this.drawn(file);
    return bySelf ? file : copy;
  }

  private drawn(file: File): Promise<Preview> {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const drawn = this.last.then(() => smallCopy(file, SIDE));
    this.last = drawn;
    const preview = drawn.then(async (copy) => ({
      copy: copy ?? (await this.server.of(file)),
      bySelf: copy !== null,
    }));
    this.known.set(file, preview);
    return preview;
  }
}
