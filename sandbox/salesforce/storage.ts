import type { Row } from './org.ts';
import { Table } from './table.ts';

interface Open {
  readonly undo: (() => void)[];
  readonly afterCommit: (() => void)[];
}

/** Where a transaction stood: what came later can be taken back without ending it. */
interface Savepoint {
  readonly undo: number;
  readonly afterCommit: number;
}

/** The org's tables under one transaction. Nothing in here checks anything. */
export class Storage {
  readonly #tables = new Map<string, Table>();
  readonly #numbers = new Map<string, number>();
  #open: Open | undefined;

  table(object: string): Table {
    const known = this.#tables.get(object);
    if (known) return known;
    const made = new Table();
    this.#tables.set(object, made);
    return made;
  }

  write(object: string, id: string, row: Row): void {
    const undo = this.table(object).set(id, row);
    this.#open?.undo.push(undo);
  }

  /** The next auto number of an object; like in an org, a number whose record is taken back is gone. */
  nextNumber(key: string, start: number): number {
    const next = this.#numbers.get(key) ?? start;
    this.#numbers.set(key, next + 1);
    return next;
  }

  transaction<T>(work: () => T): T {
    if (this.#open) return this.#nested(work);
    const open: Open = { undo: [], afterCommit: [] };
    this.#open = open;
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.#open = undefined;
      takeBack(open.undo, 0);
      throw error;
    }
    this.#open = undefined;
    for (const each of open.afterCommit) each();
    return result;
  }

  savepoint(): Savepoint {
    return { undo: this.#open?.undo.length ?? 0, afterCommit: this.#open?.afterCommit.length ?? 0 };
  }

  rollback(to: Savepoint): void {
    if (!this.#open) return;
    takeBack(this.#open.undo, to.undo);
    this.#open.afterCommit.length = to.afterCommit;
  }

  /** At once when no transaction is open. */
  afterCommit(what: () => void): void {
    if (this.#open) this.#open.afterCommit.push(what);
    else what();
  }

  /** What has to be taken back together with the rows, such as a record lock. */
  onRollback(undo: () => void): void {
    this.#open?.undo.push(undo);
  }

  /** Empties all tables but the named ones. */
  clear(except: ReadonlySet<string>): void {
    for (const [name, table] of this.#tables) if (!except.has(name)) table.clear();
    this.#numbers.clear();
    this.#open = undefined;
  }

  #nested<T>(work: () => T): T {
    const start = this.savepoint();
    try {
      return work();
    } catch (error) {
      this.rollback(start);
      throw error;
    }
  }
}

function takeBack(undo: (() => void)[], to: number): void {
  while (undo.length > to) undo.pop()?.();
}
