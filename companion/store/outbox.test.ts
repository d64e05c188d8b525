import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { farthestMs } from '../domain/timing.ts';
import { openOutbox, type Outbox, type OutboxRow } from './outbox.ts';
import { heardWake } from './test-heard-wake.ts';
import { openLedgerStore } from './test-ledger-store.ts';

const now = 1_795_000_000_000;
const perEpoch = 10_000_000_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let outbox: Outbox;
let woken: ReturnType<typeof heardWake>['woken'];
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  await opened.database.script('delete from outbox; delete from installation');
  const heard = heardWake();
  woken = heard.woken;
  outbox = openOutbox(opened.database, heard.wake);
});
afterAll(() => opened.close());

const kept = () => opened.database.query('select kind, key, due_at - $1::bigint as due, tries, problem from outbox order by kind, key', [now]);
const keysAt = async (at: number, limit = 100): Promise<readonly string[]> => (await outbox.take(at, limit)).map(({ key }) => key);
const byVersion = (one: OutboxRow, other: OutboxRow): number => one.version - other.version;
/** Everything that waits, whatever its time. */
const waiting = (): Promise<readonly OutboxRow[]> => outbox.take(now + 1_000_000, 100);
const intoEpoch = async (epoch: number): Promise<void> => {
  await opened.database.query('delete from installation');
  await opened.database.query("insert into installation (companion_id, org_id, org_is_sandbox, provider_environment, programs, epoch, mode, bound_at) values ('c', 'o', true, 'sandbox', '{}', $1, 'normal', 1)", [epoch]);
};

describe('what the books must be told', () => {
  it('is nothing at first', async () => {
    await outbox.add('request', [], now);
    await outbox.postpone([]);
    await outbox.done([]);
    expect([await outbox.nextDue(now), await outbox.dueOf('request', 'a'), await outbox.backlog(), await outbox.take(now, 100), await outbox.unchanged([])]).toEqual([undefined, undefined, 0, [], []]);
    expect(woken).toEqual([]);
  });

  it('is one entry per record, numbered in the order of the keys, and somebody is woken for when it is due', async () => {
    await outbox.add('request', ['b', 'a', 'b'], now + 5);
    await outbox.add('batch', ['a'], now + 7);
    expect(await kept()).toEqual([
      { kind: 'batch', key: 'a', due: 7, tries: 0, problem: null }, { kind: 'request', key: 'a', due: 5, tries: 0, problem: null }, { kind: 'request', key: 'b', due: 5, tries: 0, problem: null },
    ]);
    const [first, second, third] = await waiting();
    expect([first, second, third]).toMatchObject([{ kind: 'request', key: 'a' }, { kind: 'request', key: 'b' }, { kind: 'batch', key: 'a' }]);
    expect([second?.version, third?.version]).toEqual([(first?.version ?? NaN) + 1, (first?.version ?? NaN) + 2]);
    expect(await outbox.latest()).toBe(third?.version);
    expect(woken).toEqual([['outbox', now + 5], ['outbox', now + 7]]);
    expect([await outbox.nextDue(now), await outbox.dueOf('request', 'b'), await outbox.dueOf('batch', 'a'), await outbox.dueOf('batch', 'b'), await outbox.backlog()]).toEqual([now + 5, now + 5, now + 7, undefined, 3]);
  });

  it('is replaced by what is newer, which is due at the earlier of both times and was not tried yet', async () => {
    await outbox.add('request', ['a', 'b'], now + 5);
    const before = await waiting();
    await outbox.postpone(before.map((row) => ({ ...row, dueAt: now + 50, problem: 'locked' })));
    await outbox.add('request', ['a'], now + 70);
    await outbox.add('request', ['b'], now + 20);
    expect(await kept()).toEqual([{ kind: 'request', key: 'a', due: 50, tries: 0, problem: null }, { kind: 'request', key: 'b', due: 20, tries: 0, problem: null }]);
    expect((await waiting()).map(({ version }) => version)).toEqual([before[0], before[1]].map((row) => (row?.version ?? NaN) + 2).reverse());
  });

  it('is told to a person once, however often it was tried before, until it is replaced', async () => {
    const tries = async (refusalTold: boolean): Promise<OutboxRow | undefined> => {
      await outbox.postpone((await waiting()).map((row) => ({ ...row, refusalTold, dueAt: now, problem: 'refused' })));
      return (await waiting())[0];
    };
    await outbox.add('request', ['a'], now);
    expect([await tries(false), await tries(true), await tries(true)]).toMatchObject([{ tries: 1, refusalTold: false }, { tries: 2, refusalTold: true }, { tries: 3, refusalTold: true }]);
    expect(await outbox.unchanged(await waiting())).toMatchObject([{ tries: 3, refusalTold: true }]);
    await outbox.add('request', ['a'], now);
    expect(await waiting()).toMatchObject([{ tries: 0, refusalTold: false }]);
  });

  it('a second time, of which the books were to know already, leaves what waits as it is', async () => {
    await outbox.add('request', ['a'], now + 5);
    const [before] = await waiting();
    await outbox.postpone([{ ...(before as OutboxRow), dueAt: now + 50, problem: 'locked' }]);
    await outbox.remind('request', ['a', 'b', 'b'], now + 10);
    expect(await kept()).toEqual([{ kind: 'request', key: 'a', due: 50, tries: 1, problem: 'locked' }, { kind: 'request', key: 'b', due: 10, tries: 0, problem: null }]);
    expect((await waiting()).find(({ key }) => key === 'a')?.version).toBe(before?.version);
    expect(woken.at(-1)).toEqual(['outbox', now + 10]);
  });
});

describe('what is taken to be told', () => {
  it('is everything fresh once one of it is due, the oldest first, by kind and key, up to the limit', async () => {
    await outbox.add('request', ['d', 'c'], now + 5);
    await outbox.add('batch', ['e'], now + 5);
    await outbox.add('request', ['a'], now + 9);
    expect(await keysAt(now + 4)).toEqual([]);
    expect(await keysAt(now + 5)).toEqual(['e', 'c', 'd', 'a']);
    expect(await keysAt(now + 5, 3)).toEqual(['e', 'c', 'd']);
  });

  it('leaves what failed before until its own time has come, and tells how often it was tried', async () => {
    await outbox.add('request', ['a', 'b'], now);
    const rows = await outbox.take(now, 100);
    await outbox.postpone(rows.map((row) => ({ ...row, dueAt: now + (row.key === 'a' ? 5 : 9), problem: `about ${row.key}` })));
    expect(await kept()).toEqual([{ kind: 'request', key: 'a', due: 5, tries: 1, problem: 'about a' }, { kind: 'request', key: 'b', due: 9, tries: 1, problem: 'about b' }]);
    await outbox.add('request', ['c'], now + 20);
    expect(await keysAt(now + 4)).toEqual([]);
    expect(await keysAt(now + 8)).toEqual(['a', 'c']);
    expect(await outbox.take(now + 9, 100)).toEqual([{ ...rows[0], tries: 1 }, { ...rows[1], tries: 1 }, expect.objectContaining({ key: 'c', tries: 0 })]);
  });

  it('is also what a clock that ran ahead has put off farther than anything is planned, and somebody is told to look for it now', async () => {
    await outbox.add('request', ['far', 'too far'], now);
    await outbox.postpone((await outbox.take(now, 100)).map((row) => ({ ...row, dueAt: now + farthestMs + (row.key === 'far' ? 0 : 1), problem: 'busy' })));
    expect([await keysAt(now), await outbox.nextDue(now)]).toEqual([['too far'], now]);
    await outbox.add('batch', ['fresh'], now + 5);
    expect([await keysAt(now), await outbox.nextDue(now - 1)]).toEqual([['fresh', 'too far'], now - 1]);
    await outbox.done((await outbox.take(now, 100)).filter(({ key }) => key !== 'fresh'));
    expect([await keysAt(now), await keysAt(now + 5), await outbox.nextDue(now)]).toEqual([[], ['fresh'], now + 5]);
  });

  it('is forgotten once told, or put off, unless something newer waits by then', async () => {
    await outbox.add('request', ['a', 'b', 'c'], now);
    await outbox.add('batch', ['a'], now);
    const rows = await outbox.take(now, 100);
    await outbox.add('request', ['b'], now + 5);
    const notNewer = rows.filter(({ key }) => key !== 'b').sort(byVersion);
    expect((await outbox.unchanged(rows)).toSorted(byVersion)).toEqual(notNewer);
    await outbox.done(rows.filter(({ kind, key }) => kind === 'request' && key !== 'c'));
    await outbox.postpone(rows.map((row) => ({ ...row, dueAt: now + 50, problem: 'locked' })));
    expect(await kept()).toEqual([
      { kind: 'batch', key: 'a', due: 50, tries: 1, problem: 'locked' }, { kind: 'request', key: 'b', due: 0, tries: 0, problem: null }, { kind: 'request', key: 'c', due: 50, tries: 1, problem: 'locked' },
    ]);
    expect((await outbox.unchanged(rows)).toSorted(byVersion)).toEqual(notNewer);
  });

  it('may carry a problem in words no database keeps', async () => {
    await outbox.add('request', ['a'], now);
    const [row] = await outbox.take(now, 1);
    await outbox.postpone([{ ...(row as OutboxRow), dueAt: now + 5, problem: 'half \ud83d of it' }]);
    expect(await kept()).toMatchObject([{ problem: 'half \ufffd of it' }]);
  });
});

describe('a version', () => {
  it('is higher than any before, also where it goes straight to the books', async () => {
    await outbox.add('request', ['a'], now);
    const [row] = await waiting();
    const given = await outbox.versions(3);
    expect(given).toEqual([1, 2, 3].map((more) => (row?.version ?? NaN) + more));
    expect([await outbox.latest(), await outbox.versions(0)]).toEqual([given[2], []]);
    await outbox.add('request', ['a'], now);
    expect(await waiting()).toMatchObject([{ version: (given[2] ?? NaN) + 1 }]);
  });

  it('carries the epoch of the ledger that gave it out, and counts upwards into the next', async () => {
    await intoEpoch(3);
    const [third = NaN] = await outbox.versions(1);
    expect([Math.floor(third / perEpoch), await outbox.latest(), outbox.epochOf(third)]).toEqual([3, third, 3]);
    await intoEpoch(4);
    await outbox.add('request', ['a'], now);
    expect(await waiting()).toMatchObject([{ version: third + perEpoch + 1 }]);
    expect([0, perEpoch - 1, perEpoch, 2 * perEpoch - 1].map((version) => outbox.epochOf(version))).toEqual([0, 0, 1, 1]);
  });
});
