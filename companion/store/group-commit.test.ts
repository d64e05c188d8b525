import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import { groupCommit } from './group-commit.ts';

interface Item {
  readonly key: string;
  readonly bytes: number;
}

/** What was written, group by group: the keys of each. */
let groups: string[][];
/** How a group is written: by each test as it needs it. */
let write: (items: readonly Item[]) => Promise<readonly boolean[]>;
let keep: (item: Item) => Promise<boolean>;
beforeEach(() => {
  groups = [];
  write = (items) => Promise.resolve(items.map(() => true));
  keep = groupCommit<Item>({ write: (items) => (groups.push(items.map(({ key }) => key)), write(items)), keyOf: ({ key }) => key, bytesOf: ({ bytes }) => bytes });
});
const keepAll = (...items: readonly (readonly [key: string, bytes: number])[]): Promise<readonly boolean[]> => Promise.all(items.map(([key, bytes]) => keep({ key, bytes })));
const many = (count: number, bytes: number): readonly (readonly [string, number])[] => Array.from({ length: count }, (_, nth) => [`key ${nth}`, bytes] as const);
const sizes = (): readonly number[] => groups.map(({ length }) => length);

describe('whoever keeps something', () => {
  it('shares a group with all who come in the same turn of the event loop, and hears whether theirs was new', async () => {
    write = (items) => Promise.resolve(items.map(({ key }) => key !== 'b'));
    expect(await keepAll(['a', 1], ['b', 1], ['c', 1])).toEqual([true, false, true]);
    expect(groups).toEqual([['a', 'b', 'c']]);
  });

  it('while a group is being written shares the next one', async () => {
    const first = Promise.withResolvers<readonly boolean[]>();
    const begun = Promise.withResolvers<void>();
    write = () => (begun.resolve(), first.promise);
    const kept = [keep({ key: 'a', bytes: 1 })];
    await begun.promise;
    kept.push(keep({ key: 'b', bytes: 1 }), keep({ key: 'c', bytes: 1 }));
    write = (items) => Promise.resolve(items.map(() => true));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(groups).toEqual([['a']]);
    first.resolve([false]);
    expect(await Promise.all(kept)).toEqual([false, true, true]);
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  it('later begins a group of their own', async () => {
    for (const key of ['a', 'b']) await keep({ key, bytes: 1 });
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('under a key that is in the group already waits for the next one, in which it is seen before', async () => {
    const seen = new Set<string>();
    write = (items) => Promise.resolve(items.map(({ key }) => seen.size < seen.add(key).size));
    expect(await keepAll(['a', 1], ['b', 1], ['a', 1], ['c', 1], ['a', 1])).toEqual([true, true, false, true, false]);
    expect(groups).toEqual([['a', 'b', 'c'], ['a'], ['a']]);
  });

  it('in the transaction of somebody is written outside of it', async () => {
    const inside = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    write = (items) => (seen.push(inside.getStore()), Promise.resolve(items.map(() => true)));
    await inside.run('the transaction', () => keepAll(['a', 1]));
    expect(seen).toEqual([undefined]);
  });
});

describe('a group', () => {
  it.each([[500, [500]], [501, [500, 1]], [1_001, [500, 500, 1]]])('of %i is written as %j', async (count, expected) => {
    expect(await keepAll(...many(count, 1))).toEqual(Array(count).fill(true));
    expect(sizes()).toEqual(expected);
  });

  it('holds four million bytes, and one item that is larger', async () => {
    await keepAll(['a', 3_999_999], ['b', 1], ['c', 1]);
    expect(groups.splice(0)).toEqual([['a', 'b'], ['c']]);
    await keepAll(['a', 4_000_001], ['b', 0], ['c', 4_000_000]);
    expect(groups.splice(0)).toEqual([['a'], ['b', 'c']]);
    await keepAll(['a', 3_000_000], ['b', 2_000_000], ['c', 1_000_000], ['d', 2_000_000]);
    expect(groups).toEqual([['a', 'c'], ['b', 'd']]);
  });
});

describe('a group that fails', () => {
  it('is written again one by one, so that one of them fails alone', async () => {
    write = (items) => (items.some(({ key }) => key === 'b') ? Promise.reject(new Error('poison')) : Promise.resolve(items.map(() => true)));
    expect(await Promise.allSettled(['a', 'b', 'c'].map((key) => keep({ key, bytes: 1 })))).toEqual([
      { status: 'fulfilled', value: true }, { status: 'rejected', reason: new Error('poison') }, { status: 'fulfilled', value: true },
    ]);
    expect(groups).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  });

  it.each([['unreachable', [['a', 'b']]], ['refused', [['a', 'b'], ['a'], ['b']]]] as const)('because it is %s is told to all of it', async (kind, expected) => {
    const problem = new Problem(kind, 'Store: no.');
    write = () => Promise.reject(problem);
    expect(await Promise.allSettled(['a', 'b'].map((key) => keep({ key, bytes: 1 })))).toEqual([{ status: 'rejected', reason: problem }, { status: 'rejected', reason: problem }]);
    expect(groups).toEqual(expected);
  });

  it('with a failure of another make that says it is unreachable is written again all the same', async () => {
    write = (items) => (items.length > 1 ? Promise.reject(Object.assign(new Error('no'), { kind: 'unreachable' })) : Promise.resolve([true]));
    expect(await keepAll(['a', 1], ['b', 1])).toEqual([true, true]);
  });

  it('lets the next one begin', async () => {
    write = () => Promise.reject(new Error('no'));
    await expect(keep({ key: 'a', bytes: 1 })).rejects.toThrow('no');
    write = () => Promise.resolve([true]);
    expect(await keep({ key: 'b', bytes: 1 })).toBe(true);
  });
});
