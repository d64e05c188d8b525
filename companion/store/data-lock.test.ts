import { closeSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockDataDir } from './data-lock.ts';

let parent: string;
beforeEach(() => { parent = mkdtempSync(join(tmpdir(), 'quittance-lock-')); });
afterEach(() => rmSync(parent, { recursive: true }));

describe('the lock on a data directory', () => {
  it('is held until it is released, which may be said twice', () => {
    const lock = lockDataDir(parent);
    expect(lock.held()).toBe(true);
    lock.release();
    expect(lock.held()).toBe(false);
    lock.release();
    expect(lock.held()).toBe(false);
  });

  it('is one', () => {
    const lock = lockDataDir(parent);
    const refusal = expect.objectContaining({
      kind: 'refused', cause: expect.objectContaining({ message: 'database is locked' }),
      message: `Store: ${parent} is in use by another process. Stop the other companion, or give this one its own QUITTANCE_DATA or a DATABASE_URL.`,
    });
    expect(() => lockDataDir(parent)).toThrow(refusal);
    expect(() => lockDataDir(parent)).toThrow(refusal);
    lock.release();
    const next = lockDataDir(parent);
    lock.release();
    expect(next.held()).toBe(true);
    expect(() => lockDataDir(parent)).toThrow(refusal);
    next.release();
  });

  it('leaves nothing open, neither where it was refused nor where it was held', () => {
    /** The handles the system gives out next, lowest first. */
    const free = (): readonly number[] => {
      const handles = [1, 2, 3, 4].map(() => openSync(parent, 'r'));
      handles.forEach((handle) => closeSync(handle));
      return handles;
    };
    const before = free();
    const lock = lockDataDir(parent);
    expect(free()).not.toEqual(before);
    expect(() => lockDataDir(parent)).toThrow('is in use');
    lock.release();
    expect(free()).toEqual(before);
  });

  it('makes the directory, for its owner only', () => {
    const fresh = join(parent, 'of', 'its', 'own');
    lockDataDir(fresh).release();
    expect((statSync(fresh).mode & 0o777).toString(8)).toBe('700');
  });
});
