import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { notedStore } from './test-connections.ts';
import { insideTransaction } from './transactions.ts';

let store: EngineDatabase;
let noted: string[];
let end: (sql: string) => void;
beforeEach(() => void ({ store, noted, end } = notedStore()));

const ended = { kind: 'refused', message: 'Store: this statement belongs to a transaction that has already ended. Await it inside the transaction, or start it outside.' };
const swallowed = { kind: 'refused', message: 'Store: a step inside this transaction failed and its error was swallowed, so nothing was written. Let the error leave the transaction.' };
/** Everything that needs nobody to go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('outside of a transaction', () => {
  it('each statement goes to the engine at once, its parameters as text', async () => {
    expect(store.engine).toBe('postgres');
    expect(await store.query('a', [1, [true], null])).toEqual([{ from: 'a' }]);
    expect(await store.query('b')).toEqual([{ from: 'b' }]);
    expect(await store.untranslated('c', [2])).toEqual([{ from: 'c' }]);
    expect(await store.script('d')).toEqual([{ from: 'd' }]);
    expect(await store.patiently(() => Promise.resolve(7))).toBe(7);
    await store.close();
    expect(noted).toEqual(['outside a ["1","{\\"true\\"}",null] true', 'outside b [] true', 'outside c ["2"] false', 'outside d', 'closed']);
  });

  it('what is for before a commit has a transaction of its own, what is for after it is done at once', async () => {
    await store.beforeCommit('key', async () => void (await store.script('a')));
    store.afterCommit(() => noted.push('after'));
    expect(noted).toEqual(['1 begin', '1 a', '1 commit', 'after']);
    expect(insideTransaction()).toBe(false);
  });
});

describe('a transaction', () => {
  it('takes in every statement of its work, however deep, and of no other', async () => {
    const beside = store.transaction(() => store.transaction(async () => {
      await store.query('a', [1]);
      await store.untranslated('b', []);
      await settled();
      await store.script('c');
      return insideTransaction();
    }));
    await store.script('d');
    expect(await beside).toBe(true);
    await store.transaction(() => store.script('e'));
    expect(noted.filter((line) => line.startsWith('1'))).toEqual(['1 begin', '1 a ["1"] true', '1 b [] false', '1 c', '1 commit']);
    expect(noted.filter((line) => !line.startsWith('1'))).toEqual(['outside d', '2 begin', '2 e', '2 commit']);
  });

  it('gives the engine one statement at a time', async () => {
    const both = store.transaction(() => Promise.all([store.script('hold a'), store.script('b')]));
    await settled();
    expect(noted).toEqual(['1 begin', '1 hold a']);
    end('hold a');
    expect(await both).toEqual([[{ from: 'hold a' }], [{ from: 'b' }]]);
    expect(noted).toEqual(['1 begin', '1 hold a', '1 b', '1 commit']);
  });

  it('commits when what it began has ended, awaited or not', async () => {
    const done = store.transaction(() => Promise.resolve(void store.script('hold a')));
    await settled();
    expect(noted).toEqual(['1 begin', '1 hold a']);
    end('hold a');
    await done;
    expect(noted).toEqual(['1 begin', '1 hold a', '1 commit']);
  });

  it('that failed ends the statement under way before it rolls back, and refuses those behind it', async () => {
    const refused: unknown[] = [];
    const failing = store.transaction(() => {
      void store.script('hold a');
      void store.script('b').catch((error: unknown) => refused.push(error));
      return Promise.reject(new Error('no'));
    });
    const failed = expect(failing).rejects.toThrow('no');
    await settled();
    expect(noted).toEqual(['1 begin', '1 hold a']);
    end('hold a');
    await failed;
    expect(noted).toEqual(['1 begin', '1 hold a', '1 rollback']);
    expect(refused).toMatchObject([ended]);
  });

  it('that has ended takes nothing in any more', async () => {
    const later = Promise.withResolvers<void>();
    let late: Promise<unknown> = Promise.resolve();
    const tries: (() => unknown)[] = [() => store.query('a'), () => store.script('b'), () => store.untranslated('c', []), () => store.transaction(() => store.script('d')), () => store.beforeCommit('e', () => Promise.resolve()), async () => store.afterCommit(() => noted.push('after'))];
    await store.transaction(() => Promise.resolve(void (late = later.promise.then(() => Promise.allSettled(tries.map((each) => each()))))));
    later.resolve();
    expect(await late).toMatchObject(tries.map(() => ({ status: 'rejected', reason: ended })));
    expect(noted).toEqual(['1 begin', '1 commit']);
  });

  it('takes in nothing behind the last of its statements, when that one was not awaited', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const done = store.transaction(() => Promise.resolve(void (late = store.untranslated('hold a', []).then(() => store.untranslated('b', [])))));
    const refused = expect(late).rejects.toMatchObject(ended);
    await settled();
    end('hold a');
    await Promise.all([done, refused]);
    expect(noted).toEqual(['1 begin', '1 hold a [] false', '1 commit']);
  });
});

describe('a failure inside a transaction', () => {
  it('of a statement, that was swallowed, leaves nothing written, and the first of them is told', async () => {
    const swallowing = store.transaction(async () => {
      for (const sql of ['fail a', 'fail b']) await store.script(sql).catch(() => undefined);
      await store.script('c');
    });
    await expect(swallowing).rejects.toMatchObject({ ...swallowed, cause: { message: 'fail a' } });
    expect(noted).toEqual(['1 begin', '1 fail a', '1 fail b', '1 c', '1 rollback']);
  });

  it('of a part, that was swallowed, leaves nothing written either, and the first of them is told', async () => {
    const swallowing = store.transaction(async () => {
      for (const word of ['first', 'second']) await store.transaction(() => Promise.reject(new Error(word))).catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ ...swallowed, cause: { message: 'first' } });
    expect(noted).toEqual(['1 begin', '1 rollback']);
  });

  it('leaves it as it is where nobody caught it', async () => {
    await expect(store.transaction(() => store.transaction(() => store.script('fail a')))).rejects.toEqual(new Error('fail a'));
    expect(noted).toEqual(['1 begin', '1 fail a', '1 rollback']);
  });
});

describe('what is for before and after a commit', () => {
  it('is done once per key, the last that was said, in the order of the keys, in the transaction; then after it, in the order it was said', async () => {
    const say = (key: string, sql: string): Promise<void> => store.beforeCommit(key, async () => void (await store.script(sql)));
    await store.transaction(async () => {
      for (const word of ['one', 'two']) store.afterCommit(() => noted.push(`after ${word}`));
      await say('b', 'b');
      await say('a', 'a');
      await say('b', 'b again');
      await store.script('c');
    });
    expect(noted).toEqual(['1 begin', '1 c', '1 a', '1 b again', '1 commit', 'after one', 'after two']);
  });

  it('rolls everything back where the first of it fails, and the second is forgotten', async () => {
    const failing = store.transaction(async () => {
      store.afterCommit(() => noted.push('after'));
      await store.beforeCommit('a', async () => void (await store.script('fail a')));
    });
    await expect(failing).rejects.toThrow('fail a');
    expect(noted).toEqual(['1 begin', '1 fail a', '1 rollback']);
  });

  it('is forgotten where the work failed', async () => {
    const failing = store.transaction(async () => {
      store.afterCommit(() => noted.push('after'));
      await store.beforeCommit('a', async () => void (await store.script('a')));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(noted).toEqual(['1 begin', '1 rollback']);
  });
});

it('whoever stands in a transaction of one store stands in one also for another', async () => {
  const another = notedStore();
  await store.transaction(async () => {
    expect(insideTransaction()).toBe(true);
    await another.store.script('a');
  });
  expect([another.noted, insideTransaction()]).toEqual([['outside a'], false]);
});
