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

const DATABASE = 'morelli';
const MEMORIES = 'memories';

/** The browser's own database (IndexedDB). Everything rejects where the browser keeps nothing. */
export class HistoryDatabase {
  private opened: Promise<IDBDatabase> | null = null;

  /** Keep a new memory, and give out its id. */
  async add(memory: Omit<Memory, 'id'>): Promise<number> {
    return this.ask('readwrite', (memories) => memories.add(memory) as IDBRequest<number>);
  }

  /** Add the thumbnail of a memory that is still there. */
  async illustrate(id: number, thumbnail: string): Promise<void> {
    await this.ask('readwrite', (memories) => {
      const found = memories.get(id) as IDBRequest<Memory | undefined>;
      found.onsuccess = () => {
        if (found.result !== undefined) memories.put({ ...found.result, thumbnail });
      };
      return found;
    });
  }

  /** All memories, newest first. */
  async all(): Promise<Memory[]> {
    const found = await this.ask(
      'readonly',
      (memories) => memories.getAll() as IDBRequest<Memory[]>,
    );
    return found.reverse();
  }

  async remove(id: number): Promise<void> {
    await this.ask('readwrite', (memories) => memories.delete(id));
  }

  async clear(): Promise<void> {
    await this.ask('readwrite', (memories) => memories.clear());
  }

  private async ask<T>(
    mode: IDBTransactionMode,
    question: (memories: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    this.opened ??= open();
    const transaction = (await this.opened).transaction(MEMORIES, mode);
    const request = question(transaction.objectStore(MEMORIES));
    await completionOf(transaction);
    return request.result;
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(MEMORIES, { keyPath: 'id', autoIncrement: true });
  };
  return answerOf(request);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB gives no reason'));
    };
  });
}

/** Only a completed transaction is kept when the page is closed. */
function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('IndexedDB gives no reason'));
    };
  });
}
