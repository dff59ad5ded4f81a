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
  /** Of the file, where it is kept too. */
  readonly bytes?: number;
}

/** What is kept; a memory has no id before it is added, and its file has the same. */
interface Schema extends DBSchema {
  memories: { key: number; value: Omit<Memory, 'id'> & { id?: number } };
  files: { key: number; value: File };
}

const DATABASE = 'morelli';
const MEMORIES = 'memories';
const FILES = 'files';

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

  /** Keep the file of a memory that is still there; rejects where there is no room for it. */
  async keep(id: number, file: File): Promise<void> {
    const transaction = (await this.open()).transaction([MEMORIES, FILES], 'readwrite');
    const memories = transaction.objectStore(MEMORIES);
    const memory = await memories.get(id);
    await Promise.all([
      memory && transaction.objectStore(FILES).put(file, id),
      memory && memories.put({ ...memory, bytes: file.size }),
      transaction.done,
    ]);
  }

  async get(id: number): Promise<Memory | undefined> {
    return (await (await this.open()).get(MEMORIES, id)) as Memory | undefined;
  }

  async file(id: number): Promise<File | undefined> {
    return (await this.open()).get(FILES, id);
  }

  /** All memories, newest first. */
  async all(): Promise<Memory[]> {
    const memories = await (await this.open()).getAll(MEMORIES);
    return (memories as Memory[]).reverse();
  }

  async ids(): Promise<number[]> {
    return (await this.open()).getAllKeys(MEMORIES);
  }

  async remove(id: number): Promise<void> {
    const transaction = (await this.open()).transaction([MEMORIES, FILES], 'readwrite');
    await Promise.all([
      transaction.objectStore(MEMORIES).delete(id),
      transaction.objectStore(FILES).delete(id),
      transaction.done,
    ]);
  }

  async clear(): Promise<void> {
    const transaction = (await this.open()).transaction([MEMORIES, FILES], 'readwrite');
    await Promise.all([
      transaction.objectStore(MEMORIES).clear(),
      transaction.objectStore(FILES).clear(),
      transaction.done,
    ]);
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    this.opened ??= openDB<Schema>(DATABASE, 2, {
      upgrade: (database, from) => {
        if (from < 1) database.createObjectStore(MEMORIES, { keyPath: 'id', autoIncrement: true });
        database.createObjectStore(FILES);
      },
      // A newer page in another tab wants to change what is kept: this one doesn't stand in its way.
      blocking: (_, __, event) => {
        (event.target as IDBDatabase).close();
      },
    });
    return this.opened;
  }
}
