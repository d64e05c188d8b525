import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCursors } from '../../companion/store/cursors.ts';
import { openGateTable } from '../../companion/store/gate-table.ts';
import { openInbox } from '../../companion/store/inbox.ts';
import { openLeases } from '../../companion/store/leases.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import type { Wake } from '../../companion/store/wake.ts';
import { engines, letter, realTools, sleep, type TestStore } from './world.ts';

describe.each(engines)('on $engine', ({ open }) => {
  let store: TestStore;
  let wake: Wake;
  const tools = realTools();
  let now = 1_700_000_000_000;
  const clock = { now: () => now };

  beforeAll(async () => {
    store = await open();
    await migrate(store.database, clock.now);
    wake = await openPgBossWake(store.database, tools);
  }, 60_000);
  afterAll(async () => {
    await wake.close();
    await store.stop();
  });

  it('hands every type out and back in the same form', async () => {
    const [row] = await store.database.query(
      `select $1::bigint as big, $2::date as day, $3::jsonb as json, $4::text[] as texts, $5::bytea as bytes, $6::boolean as yes, $7::bigint[] as bigs, $8::bytea[] as many,
         timestamptz '2026-01-31 09:00:00.123456+05:30' as at, 12.50::numeric as numeric, null::text as nothing, sum(3::bigint) as total`,
      [9_007_199_254_740_991, '2026-01-31', JSON.stringify([{ a: 1 }]), ['a,"b\\', null, '', 'NULL', '{x}', 'ü\n'], new Uint8Array([0, 255, 7]), true, [1, null, 3], [new Uint8Array([1]), new Uint8Array()]],
    );
    expect(row).toEqual({
      big: 9_007_199_254_740_991, day: '2026-01-31', json: [{ a: 1 }], texts: ['a,"b\\', null, '', 'NULL', '{x}', 'ü\n'], bytes: new Uint8Array([0, 255, 7]), yes: true,
      bigs: [1, null, 3], many: [new Uint8Array([1]), new Uint8Array()], at: Date.parse('2026-01-31T03:30:00.123Z'), numeric: '12.50', nothing: null, total: '3',
    });
  });

  it('refuses a statement whose transaction has ended', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    let stray: Promise<unknown> = Promise.resolve();
    await store.database.transaction(async () => {
      stray = held.then(() => store.database.query('select 1'));
      await store.database.query('select 1');
    });
    release();
    await expect(stray).rejects.toThrow(/already ended/);
  });

  it('writes nothing when a failure inside a transaction was swallowed', async () => {
    const cursors = openCursors(store.database, clock);
    const swallowing = store.database.transaction(async () => {
      await cursors.set('swallowed', '1');
      await store.database.transaction(() => Promise.reject(new Error('inner'))).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow(/nothing was written/);
    expect(await cursors.get('swallowed')).toBeUndefined();
  });

  it('refuses what was queued behind a failing statement, and never runs it after the rollback', async () => {
    await store.database.script('create table queued (nth integer)');
    const insert = (nth: number): Promise<unknown> => store.database.query('insert into queued values ($1)', [nth]);
    let behind: Promise<unknown>[] = [];
    const failing = store.database.transaction(async () => {
      const first = store.database.query('select 1 / (random() * 0)::int');
      behind = Array.from({ length: 30 }, (_, nth) => insert(nth));
      await Promise.all([first, ...behind]);
    });
    await expect(failing).rejects.toThrow(/division by zero/);
    const [{ n: left = -1 } = {}] = await store.database.query<{ n: number }>('select count(*)::int as n from queued');
    expect((await Promise.allSettled(behind)).map(({ status }) => status)).toEqual(behind.map(() => 'rejected'));
    await sleep(50);
    expect([left, await store.database.query('select nth from queued')]).toEqual([0, []]);
  });

  it('lets the statement under way end before it rolls back, and refuses those behind it', async () => {
    await store.database.script('create table under_way (nth integer)');
    let behind: Promise<unknown>[] = [];
    const leaving = store.database.transaction(async () => {
      const slow = store.database.query('select pg_sleep(0.1)');
      behind = [1, 2, 3].map((nth) => store.database.query('insert into under_way values ($1)', [nth]));
      await Promise.all([slow, ...behind, Promise.reject(new Error('changed its mind'))]);
    });
    await expect(leaving).rejects.toThrow('changed its mind');
    const answers = await Promise.allSettled(behind);
    expect(answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : 'ran'))).toEqual(behind.map(() => expect.stringContaining('already ended')));
    await sleep(50);
    expect(await store.database.query('select nth from under_way')).toEqual([]);
  });

  it('keeps statements of different callers out of each other\'s transactions', async () => {
    const cursors = openCursors(store.database, clock);
    await Promise.allSettled([
      store.database.transaction(async () => {
        await cursors.set('rolled back', '1');
        await sleep(20);
        throw new Error('no');
      }),
      sleep(5).then(() => cursors.set('beside', '1')),
    ]);
    expect([await cursors.get('rolled back'), await cursors.get('beside')]).toEqual([undefined, '1']);
  });

  it('keeps letters verbatim, in groups, and recognises the second copy', async () => {
    const inbox = openInbox(store.database, wake, clock);
    const bytes = new Uint8Array(256).map((_, index) => index);
    const answers = await Promise.all([...Array.from({ length: 700 }, (_, index) => inbox.keep(letter(`g${index}`, { body: bytes }))), inbox.keep(letter('g0'))]);
    expect(answers.filter((answer) => answer === 'kept')).toHaveLength(700);
    expect(answers.at(-1)).toBe('seen before');
    expect(await inbox.keep(letter('g5'))).toBe('seen before');
    const [first] = await inbox.take(1);
    expect(await inbox.read(first?.id ?? 0)).toEqual({ ...first });
    expect(first?.request).toEqual({ ...letter('g0').request, body: bytes });
    expect(first?.flags).toEqual(['unsigned']);
  });

  it('keeps the neighbours of a letter that can\'t be stored', async () => {
    const inbox = openInbox(store.database, wake, clock);
    const answers = await Promise.allSettled(['p1', 'p2', 'p3'].map((key) => inbox.keep(letter(key, key === 'p2' ? { url: 'https://x/\u0000' } : {}))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('writes a letter kept inside a transaction with that transaction', async () => {
    const inbox = openInbox(store.database, wake, clock);
    await expect(store.database.transaction(async () => {
      expect(await inbox.keep(letter('inside'))).toBe('kept');
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await inbox.keep(letter('inside'))).toBe('kept');
  });

  it('gives a claimed letter back after its lease, and settled ones never', async () => {
    await store.database.query('delete from letter');
    const inbox = openInbox(store.database, wake, clock);
    for (const key of ['a', 'b', 'c', 'd']) await inbox.keep(letter(key));
    const [a, b, c, d] = await inbox.take(10, 5_000);
    if (!a || !b || !c || !d) throw new Error('not all letters came');
    expect(await inbox.take(10, 5_000)).toEqual([]);
    await inbox.done([a.id]);
    await inbox.bury(b.id, 'unreadable', 'an issue');
    await inbox.postpone(c.id, now + 60_000, 'later');
    now += 5_000;
    const again = await inbox.take(10, 5_000);
    expect(again.map(({ key, tries }) => [key, tries])).toEqual([['d', 2]]);
    expect(await inbox.read(b.id)).toMatchObject({ state: 'dead', problem: 'unreadable' });
    expect(await inbox.counts()).toEqual({ waiting: 2, dead: 1 });
    expect([await inbox.revive(b.id), await inbox.discard(b.id), await inbox.revive(999_999)]).toEqual([true, false, false]);
    now += 60_000;
    expect((await inbox.take(10)).map(({ key }) => key)).toEqual(['b', 'c', 'd']);
    await inbox.bury(d.id, 'no', 'an issue');
    expect(await inbox.discard(d.id)).toBe(true);
  });

  it('gives a lease to one holder until it runs out, with a growing fence', async () => {
    const leases = openLeases(store.database, clock);
    const both = await Promise.all([leases.acquire('send', 'one', 1_000), leases.acquire('send', 'two', 1_000)]);
    expect(both.filter(Boolean)).toEqual([{ fence: 1 }]);
    const winner = both[0] ? 'one' : 'two';
    expect(await leases.acquire('send', winner, 1_000)).toBeUndefined();
    now += 900;
    expect(await leases.renew('send', winner, 1, 1_000)).toEqual({ fence: 1 });
    now += 1_000;
    expect(await leases.renew('send', winner, 1, 1_000)).toBeUndefined();
    expect(await leases.acquire('send', 'three', 1_000)).toEqual({ fence: 2 });
    await leases.release('send', winner, 1);
    expect(await leases.acquire('send', winner, 1_000)).toBeUndefined();
    await leases.release('send', 'three', 1);
    expect(await leases.acquire('send', winner, 1_000)).toBeUndefined();
    await leases.release('send', 'three', 2);
    expect(await leases.acquire('send', winner, 1_000)).toEqual({ fence: 3 });
  });

  it('shares one bucket and one probe between companions', async () => {
    const [here, there] = [openGateTable(store.database, 'payer'), openGateTable(store.database, 'payer')];
    const rate = { perSecond: 10, burst: 10 };
    expect((await here.take(6, 0, rate, now)).granted).toBe(6);
    expect((await there.take(6, 0, rate, now)).granted).toBe(4);
    expect((await there.take(6, 0, rate, now + 300)).granted).toBe(3);
    expect((await there.take(6, 3, rate, now + 700)).granted).toBe(1);
    await here.pause(now + 5_000);
    expect(await there.take(1, 0, rate, now + 4_000)).toMatchObject({ granted: 0, pausedUntil: now + 5_000 });
    await here.open(now);
    expect(await Promise.all([here.probe(now + 10, now + 10, 0), there.probe(now + 10, now + 10, 0)])).toEqual(expect.arrayContaining([true, false]));
    expect(await there.open(now + 20)).toMatchObject({ failures: 2, openedAt: now + 20, probing: false });
    await here.close(now + 30);
    expect(await there.breaker()).toEqual({ openedAt: undefined, failures: 0, probing: false });
    // Kept by an earlier version: a pause of decades is forgotten by the first look at it.
    await here.pause(now + 60 * 365 * 86_400_000);
    expect(await there.take(1, 0, rate, now + 10_000)).toMatchObject({ granted: 0, pausedUntil: undefined });
    expect(await here.take(1, 0, rate, now + 10_100)).toMatchObject({ granted: 1 });
    await here.pause(now + 10_100 + 900_000);
    expect(await there.take(1, 0, rate, now + 10_200)).toMatchObject({ granted: 0, pausedUntil: now + 910_100 });
  });
});
