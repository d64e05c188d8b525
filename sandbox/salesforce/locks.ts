import type { RecordLock } from './org.ts';
import type { Storage } from './storage.ts';

/** Record locks that a rolled-back transaction takes back with everything else. */
export class Locks extends Map<string, RecordLock> {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    super();
    this.#storage = storage;
  }

  override set(id: string, lock: RecordLock): this {
    this.#remember(id);
    return super.set(id, lock);
  }

  override delete(id: string): boolean {
    this.#remember(id);
    return super.delete(id);
  }

  #remember(id: string): void {
    const before = this.get(id);
    this.#storage.onRollback(() => {
      if (before) super.set(id, before);
      else super.delete(id);
    });
  }
}
