import { DestroyRef, inject, Injectable, signal } from '@angular/core';

import type { Attribution } from '../../core/api/models';
import { Previews } from '../../shared/previews';
import { smallCopy } from '../../shared/small-copy';
import { HistoryDatabase, Memory } from './history-database';

const SIDE = 240;
const CANDIDATES = 5;

/** What this browser remembers of the pictures it asked about; all its tabs have the same. */
@Injectable({ providedIn: 'root' })
export class HistoryStore {
  private readonly database = new HistoryDatabase();
  private readonly tabs = new BroadcastChannel('morelli-history');
  private readonly previews = inject(Previews);
  private readonly changed = signal(0);
  private readonly remembered = signal<ReadonlySet<number>>(new Set());
  private queue: Promise<void> = Promise.resolve();

  /** Another number whenever another memory is kept or forgotten. */
  readonly changes = this.changed.asReadonly();
  /** The ids of what this page remembered and nobody has forgotten since. */
  readonly kept = this.remembered.asReadonly();
  /** What was read last; null before. */
  latest: readonly Memory[] | null = null;

  constructor() {
    this.tabs.onmessage = () => void this.follow();
    inject(DestroyRef).onDestroy(() => {
      this.tabs.close();
    });
  }

  /**
   * Keep a picture and its answer, and give out the id they are found by; null where the browser
   * keeps nothing. The answer is written at once, so that hardly anybody closes the page before;
   * files and small copies come one after the other, so that many pictures don't crowd memory.
   */
  async remember(file: File, attribution: Attribution): Promise<number | null> {
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
      this.remembered.update((ids) => new Set(ids).add(id));
      this.change();
      this.queue = this.queue.then(() => this.illustrate(id, file));
      return id;
    } catch {
      // A browser that keeps nothing (private windows) shows answers all the same.
      return null;
    }
  }

  async all(): Promise<readonly Memory[]> {
    return (this.latest = await this.database.all());
  }

  /** A memory; undefined where it is forgotten. */
  get(id: number): Promise<Memory | undefined> {
    return this.database.get(id);
  }

  /** The picture itself, as it was asked about; undefined where it isn't kept. */
  file(id: number): Promise<File | undefined> {
    return this.database.file(id);
  }

  async forget(id: number): Promise<void> {
    await this.database.remove(id);
    this.remembered.update((ids) => new Set([...ids].filter((each) => each !== id)));
    this.change();
  }

  async forgetAll(): Promise<void> {
    await this.database.clear();
    this.remembered.set(new Set());
    this.change();
  }

  private async illustrate(id: number, file: File): Promise<void> {
    try {
      await this.database.keep(id, file);
    } catch {
      // No room for the file: the memory stays without it.
    }
    try {
      await this.database.illustrate(id, await this.thumbnail(file));
    } catch {
      // The memory stays without a picture.
    }
    this.change();
  }

  /** A data URL; empty where nobody can draw the picture. */
  private async thumbnail(file: File): Promise<string> {
    const preview = await this.previews.of(file);
    const drawn = preview && (await smallCopy(preview, SIDE));
    return drawn === null ? '' : dataUrl(drawn);
  }

  private change(): void {
    this.changed.update((count) => count + 1);
    this.tabs.postMessage(null);
  }

  /** Another tab has kept or forgotten something. */
  private async follow(): Promise<void> {
    const ids = new Set(await this.database.ids());
    this.remembered.update((mine) => new Set([...mine].filter((id) => ids.has(id))));
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
