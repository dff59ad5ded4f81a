import { Location } from '@angular/common';
import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationStart, Router } from '@angular/router';
import { filter } from 'rxjs';

import { PictureStore } from './picture-store';

/** Where all answers stand. */
export const ROOM = '/attribute';

/**
 * Takes the pictures that visitors bring, in whatever room: one is answered there and then, over
 * the room; many are answered where answers stand.
 */
@Injectable({ providedIn: 'root' })
export class Reception {
  private readonly store = inject(PictureStore);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly id = signal<number | null>(null);

  /** The picture whose answer lies over the room; none where none does. */
  readonly shown = computed(() => this.store.pictures().find(({ id }) => id === this.id()));

  constructor() {
    const left = this.router.events.pipe(filter((event) => event instanceof NavigationStart));
    left.pipe(takeUntilDestroyed()).subscribe(() => {
      this.close();
    });
  }

  receive(files: readonly File[]): void {
    const ids = this.store.add(files);
    // The address bar is there before the room: the router only knows it when its script has come.
    const [room] = this.location.path().split('?');
    if (room === ROOM || ids.length === 0) return;
    if (ids.length === 1) this.id.set(ids[0] ?? null);
    else void this.router.navigateByUrl(ROOM);
  }

  /** Lay an answer away; the picture stays. */
  close(): void {
    this.id.set(null);
  }
}
