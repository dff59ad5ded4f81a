import { effect, inject, linkedSignal, Signal, signal } from '@angular/core';

import { PreviewApi } from '../core/api/preview-api';

/** A visitor's file as the page shows it. */
export interface FileImage {
  /** What an image's `src` may be; empty where there is nothing to show. */
  readonly address: Signal<string>;
  /** To be called when the browser can't draw it: then the server does. */
  readonly failed: () => void;
}

/** Show a file itself, or where the browser can't draw it, the server's small copy. */
export function fileImage(file: () => File): FileImage {
  const previews = inject(PreviewApi);
  const drawn = linkedSignal<Blob | null>(file);
  return {
    address: objectUrl(drawn),
    failed: () => {
      const wanted = file();
      const untried = drawn() === wanted;
      drawn.set(null);
      if (!untried) return;
      void previews.of(wanted).then((preview) => {
        if (file() === wanted) drawn.set(preview);
      });
    },
  };
}

/** An object URL of what there is, revoked when that changes; empty where there is nothing. */
export function objectUrl(there: () => Blob | null): Signal<string> {
  const address = signal('');
  effect((onCleanup) => {
    const blob = there();
    const url = blob === null ? '' : URL.createObjectURL(blob);
    address.set(url);
    onCleanup(() => {
      URL.revokeObjectURL(url);
    });
  });
  return address.asReadonly();
}
