import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { Attribution } from '../../core/api/models';

/** A picture that was asked about, small, with its answer. */
export interface Memory {
  readonly id: number;
  readonly name: string;
  readonly when: number;
  /** A data URL; empty where the browser can't draw the picture. */
  readonly thumbnail: string;
  readonly attribution: Attribution;
}

/** What is kept; a memory has no id before it is added. */
interface Schema extends DBSchema {
  memories: { key: number; value: Omit<Memory, 'id'> & { id?: number } };
}

const DATABASE = 'morelli';
const MEMORIES = 'memories';

/** The browser's own database (IndexedDB). Everything rejects where the browser keeps nothing. */
export class HistoryDatabase {
  private opened: Promise<IDBPDatabase<Schema>> | null = null;

  /** Keep a new memory, and give out its id. */
  async add(memory: Omit<Memory, 'id'>): Promise<number> {
    return (await this.open()).add(MEMORIES, memory);
  }

  /** Add the thumbnail of a memory that is still there. */
  async illustrate(id: number, thumbnail: string): Promise<void> {
    const transaction = (await this.open()).transaction(MEMORIES, 'readwrite');
    const memory = await transaction.store.get(id);
    if (memory !== undefined) await transaction.store.put({ ...memory, thumbnail });
    await transaction.done;
  }

  /** All memories, newest first. */
  async all(): Promise<Memory[]> {
    const memories = await (await this.open()).getAll(MEMORIES);
    return (memories as Memory[]).reverse();
  }

  async remove(id: number): Promise<void> {
    await (await this.open()).delete(MEMORIES, id);
  }

  async clear(): Promise<void> {
    await (await this.open()).clear(MEMORIES);
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    this.opened ??= openDB<Schema>(DATABASE, 1, {
      upgrade: (database) => {
        database.createObjectStore(MEMORIES, { keyPath: 'id', autoIncrement: true });
      },
    });
    return this.opened;
  }
}
