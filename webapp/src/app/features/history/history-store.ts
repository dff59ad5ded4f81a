import { inject, Injectable, signal } from '@angular/core';

import type { Attribution } from '../../core/api/models';
import { PreviewApi } from '../../core/api/preview-api';
import { smallCopy } from '../../shared/small-copy';
import { HistoryDatabase, Memory } from './history-database';

const SIDE = 240;
const CANDIDATES = 5;

/** What this browser remembers of the pictures it asked about. */
@Injectable({ providedIn: 'root' })
export class HistoryStore {
  private readonly database = new HistoryDatabase();
  private readonly previews = inject(PreviewApi);
  private readonly changed = signal(0);
  private queue: Promise<void> = Promise.resolve();

  /** Another number whenever another memory is kept or forgotten. */
  readonly changes = this.changed.asReadonly();

  /**
   * Keep a picture and its answer. The answer is written at once, so that hardly anybody closes
   * the page before; small copies are drawn one after the other, so that many pictures don't crowd
   * memory.
   */
  async remember(file: File, attribution: Attribution): Promise<void> {
    try {
      const id = await this.database.add({
        name: file.name,
        when: Date.now(),
        thumbnail: '',
        attribution: {
          ...attribution,
          artists: attribution.artists.slice(0, CANDIDATES),
          styles: attribution.styles.slice(0, CANDIDATES),
        },
      });
      this.change();
      this.queue = this.queue.then(() => this.illustrate(id, file));
      await this.queue;
    } catch {
      // A browser that keeps nothing (private windows) shows answers all the same.
    }
  }

  all(): Promise<Memory[]> {
    return this.database.all();
  }

  async forget(id: number): Promise<void> {
    await this.database.remove(id);
    this.change();
  }

  async forgetAll(): Promise<void> {
    await this.database.clear();
    this.change();
  }

  private async illustrate(id: number, file: File): Promise<void> {
    try {
      await this.database.illustrate(id, await this.thumbnail(file));
      this.change();
    } catch {
      // The memory stays without a picture.
    }
  }

  /** Drawn by the browser, or from the server's copy where the browser can't. */
  private async thumbnail(file: File): Promise<string> {
    const drawn = await smallCopy(file, SIDE);
    if (drawn !== '') return drawn;
    const preview = await this.previews.of(file);
    return preview === null ? '' : smallCopy(preview, SIDE);
  }

  private change(): void {
    this.changed.update((count) => count + 1);
  }
}
