import type { FieldValue, Row } from './org.ts';

/** The rows of one object, with an index for every field that was ever searched by value. Rows are replaced, never changed in place. */
export class Table {
  readonly rows = new Map<string, Row>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** Puts or replaces; answers how to take it back. */
  set(id: string, row: Row): () => void {
    const before = this.rows.get(id);
    this.#replace(id, before, row);
    return () => this.#replace(id, row, before);
  }

  /** Rows whose field has this text, case ignored: callers that mind the case compare again. Deleted rows are left out. */
  having(field: string, value: string): Row[] {
    const ids = this.#index(field).get(value.toLowerCase());
    if (!ids) return [];
    const found: Row[] = [];
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row && row['IsDeleted'] !== true) found.push(row);
    }
    return found;
  }

  clear(): void {
    this.rows.clear();
    this.#indexes.clear();
  }

  #index(field: string): Map<string, Set<string>> {
    const known = this.#indexes.get(field);
    if (known) return known;
    const made = new Map<string, Set<string>>();
    for (const [id, row] of this.rows) enter(made, row[field], id);
    this.#indexes.set(field, made);
    return made;
  }

  #replace(id: string, before: Row | undefined, after: Row | undefined): void {
    if (after) this.rows.set(id, after);
    else this.rows.delete(id);
    for (const [field, index] of this.#indexes) {
      const old = before?.[field];
      const now = after?.[field];
      if (old === now) continue;
      if (typeof old === 'string') index.get(old.toLowerCase())?.delete(id);
      enter(index, now, id);
    }
  }
}

function enter(index: Map<string, Set<string>>, value: FieldValue | undefined, id: string): void {
  if (typeof value !== 'string') return;
  const key = value.toLowerCase();
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
