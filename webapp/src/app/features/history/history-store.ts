import { inject, Injectable, signal } from '@angular/core';

import type { Attribution } from '../../core/api/models';
import { Previews } from '../../shared/previews';
import { smallCopy } from '../../shared/small-copy';
import { HistoryDatabase, Memory } from './history-database';

const SIDE = 240;
const CANDIDATES = 5;

/** What this browser remembers of the pictures it asked about. */
@Injectable({ providedIn: 'root' })
export class HistoryStore {
  private readonly database = new HistoryDatabase();
  private readonly previews = inject(Previews);
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

  /** A data URL; empty where nobody can draw the picture. */
  private async thumbnail(file: File): Promise<string> {
    const preview = await this.previews.of(file);
    const drawn = preview && (await smallCopy(preview, SIDE));
    return drawn === null ? '' : dataUrl(drawn);
  }

  private change(): void {
    this.changed.update((count) => count + 1);
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.onerror = () => {
      reject(new Error('The small copy cannot be read.'));
    };
    reader.readAsDataURL(blob);
  });
}
