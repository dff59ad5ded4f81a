import { computed, effect, inject, Signal, signal } from '@angular/core';

import { Previews } from './previews';

/** A visitor's file as the page shows it. */
export interface FileImage {
  /** What an image's `src` may be; empty where there is nothing to show. */
  readonly address: Signal<string>;
  /** Whether it is still being drawn. */
  readonly pending: Signal<boolean>;
}

/** Show a small copy of a file. */
export function fileImage(file: () => File): FileImage {
  const previews = inject(Previews);
  const drawn = signal<{ readonly of: File; readonly copy: Blob | null } | null>(null);
  effect(() => {
    const wanted = file();
    void previews.of(wanted).then((copy) => {
      if (file() === wanted) drawn.set({ of: wanted, copy });
    });
  });
  const pending = computed(() => drawn()?.of !== file());
  return { address: objectUrl(() => (pending() ? null : (drawn()?.copy ?? null))), pending };
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
