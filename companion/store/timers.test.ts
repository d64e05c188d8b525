import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { farthestMs } from '../domain/timing.ts';
import { heardWake } from './test-heard-wake.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { openTimers, type Timer, type Timers } from './timers.ts';

const now = 1_795_000_000_000;
const leaseMs = 180_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let timers: Timers;
let woken: ReturnType<typeof heardWake>['woken'];
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  await opened.database.query('delete from timer');
  const heard = heardWake();
  woken = heard.woken;
  timers = openTimers(opened.database, heard.wake);
});
afterAll(() => opened.close());

/** What stands in the table, in the words of its columns. */
const kept = () => opened.database.query('select kind, key, due_at - $1::bigint as due, since - $1::bigint as since, tries, claimed, again_at - $1::bigint as again from timer order by kind, key', [now]);
const keysAt = async (at: number, limit = 50): Promise<readonly string[]> => (await timers.claim('timers', at, leaseMs, limit)).map(({ key }) => key);

/** The timer of payment "a", whose leg runs. */
async function running(): Promise<Timer> {
  await timers.set('ask', 'a', now);
  const [timer] = await timers.claim('timers', now, leaseMs, 1);
  if (!timer) throw new Error('Nothing was claimed.');
  woken.length = 0;
  return timer;
}

describe('a timer', () => {
  it('is set, and moved by being set again, which forgets how often it was tried; somebody is woken for it', async () => {
    expect(await timers.nextDue()).toBeUndefined();
    await timers.set('ask', 'a', now + 10);
    await timers.set('ask', 'b', now + 5);
    const [first] = await timers.claim('timers', now + 5, leaseMs, 1);
    await timers.retry(first as Timer, now + 20);
    await timers.set('ask', 'b', now + 30);
    expect(await kept()).toEqual([
      { kind: 'ask', key: 'a', due: 10, since: 10, tries: 0, claimed: false, again: null },
      { kind: 'ask', key: 'b', due: 30, since: 30, tries: 0, claimed: false, again: null },
    ]);
    expect(woken).toEqual([['timers', now + 10], ['timers', now + 5], ['timers', now + 20], ['timers', now + 30]]);
    expect(await timers.nextDue()).toBe(now + 10);
  });

  it('of a kind and a key is one, whatever another is called', async () => {
    await timers.set('ask', 'a', now);
    await timers.set('ask', 'b', now + 1);
    await timers.set('poll', 'a', now + 2);
    const claimed = await timers.claim('timers', now + 2, leaseMs, 2);
    for (const timer of claimed) await timers.finish(timer);
    expect(await kept()).toEqual([{ kind: 'poll', key: 'a', due: 2, since: 2, tries: 0, claimed: false, again: null }]);
  });

  it('wanted at the latest then is moved forward only, and somebody is woken for when it is due', async () => {
    for (const at of [10, 20, 5]) await timers.atLatest('ask', 'a', now + at);
    expect(await kept()).toEqual([{ kind: 'ask', key: 'a', due: 5, since: 10, tries: 0, claimed: false, again: null }]);
    expect(woken).toEqual([['timers', now + 10], ['timers', now + 10], ['timers', now + 5]]);
  });
});

describe('a burst', () => {
  it('is due once it has been quiet, and at the latest so long after it began', async () => {
    for (const at of [0, 60, 120, 180]) await timers.debounce('survey', '', now + at, 100, 250);
    expect(woken).toEqual([['timers', now + 100], ['timers', now + 160], ['timers', now + 220], ['timers', now + 250]]);
    expect(await kept()).toEqual([{ kind: 'survey', key: '', due: 250, since: 0, tries: 0, claimed: false, again: null }]);
  });

  it('begins anew where the timer lay further ahead', async () => {
    await timers.set('survey', '', now + 900);
    for (const at of [10, 90]) await timers.debounce('survey', '', now + at, 100, 150);
    expect(await kept()).toEqual([{ kind: 'survey', key: '', due: 160, since: 10, tries: 0, claimed: false, again: null }]);
  });
});

describe('what is due', () => {
  it('is given out when its time has come, the earliest first up to the limit, told in the order of kind and key, and hidden until its lease is over', async () => {
    for (const [key, at] of [['c', 0], ['b', 1], ['a', 2], ['d', 3]] as const) await timers.set('ask', key, now + at);
    await timers.set('amend', 'z', now);
    expect(await timers.claim('timers', now + 2, leaseMs, 3)).toEqual([
      { kind: 'amend', key: 'z', dueAt: now + 2 + leaseMs, tries: 0 }, { kind: 'ask', key: 'b', dueAt: now + 2 + leaseMs, tries: 0 }, { kind: 'ask', key: 'c', dueAt: now + 2 + leaseMs, tries: 0 },
    ]);
    expect(await keysAt(now + 2)).toEqual(['a']);
    expect(await keysAt(now + 1 + leaseMs)).toEqual(['d']);
    expect(await keysAt(now + 2 + leaseMs)).toEqual(['z', 'a', 'b', 'c']);
  });

  it('at the same time is given out by kind and key', async () => {
    for (const [kind, key] of [['poll', 'a'], ['ask', 'c'], ['ask', 'b']] as const) await timers.set(kind, key, now);
    const given = [];
    for (let nth = 0; nth < 3; nth++) given.push(...(await timers.claim('timers', now, leaseMs, 1)).map(({ kind, key }) => `${kind} ${key}`));
    expect(given).toEqual(['ask b', 'ask c', 'poll a']);
  });

  it('is also what a clock that ran ahead has set further away than anything is planned', async () => {
    await timers.set('ask', 'far', now + farthestMs);
    await timers.set('ask', 'too far', now + farthestMs + 1);
    expect(await keysAt(now)).toEqual(['too far']);
    expect(await kept()).toMatchObject([{ key: 'far', due: farthestMs, claimed: false }, { key: 'too far', due: leaseMs, since: 0, claimed: true }]);
  });

  it.each([
    ['send', ['send']],
    ['looks', ['fee-allocation', 'fees', 'load', 'payees', 'rates', 'receipts', 'recipients', 'reconciliation', 'rehearse', 'reporting']],
    ['timers', ['ask', 'heartbeat', 'poll', 'survey']],
  ] as const)('of the topic %s keeps to its own turns', async (topic, kinds) => {
    for (const kind of kinds) await timers.set(kind, '', now);
    expect(woken).toEqual(kinds.map(() => [topic, now]));
    for (const other of (['send', 'looks', 'timers'] as const).filter((one) => one !== topic)) {
      expect(await timers.claim(other, now, leaseMs, 50)).toEqual([]);
      await timers.set(other === 'timers' ? 'ask again' : other === 'looks' ? 'fees' : 'send', 'of another', now + 7);
      expect(await timers.nextDue(other)).toBe(now + 7);
    }
    expect([await timers.nextDue(topic), await timers.nextDue()]).toEqual([now, now]);
    expect((await timers.claim(topic, now, leaseMs, 50)).map(({ kind }) => kind)).toEqual(kinds);
    expect([await timers.nextDue(topic), await timers.nextDue()]).toEqual([now + leaseMs, now + 7]);
  });
});

describe('a leg', () => {
  it('that ended leaves no timer, unless it set it anew', async () => {
    await timers.finish(await running());
    expect(await kept()).toEqual([]);
    const timer = await running();
    await timers.set('ask', 'a', now + 50);
    await timers.finish(timer);
    expect(await kept()).toMatchObject([{ due: 50, tries: 0, again: null }]);
    expect(woken).toEqual([['timers', now + 50]]);
  });

  it.each<[string, (at: number) => Promise<void>]>([
    ['at the latest', (at) => timers.atLatest('ask', 'a', at)], ['as one of a burst', (at) => timers.debounce('ask', 'a', now, at - now, 10_000)], ['anew', (at) => timers.set('ask', 'a', at)],
  ])('that failed, and was wanted meanwhile (%s), does not come before its delay, and counts', async (_how, wanted) => {
    for (const [at, due] of [[20, 70], [90, 90]] as const) {
      const timer = await running();
      await wanted(now + at);
      await timers.retry(timer, now + 70);
      expect(await kept()).toMatchObject([{ due, tries: 1, claimed: false, again: null }]);
      await timers.finish({ ...timer, dueAt: now + due });
    }
  });

  it('that failed after somebody else had taken it over is theirs', async () => {
    const timer = await running();
    const [theirs] = await timers.claim('timers', now + leaseMs, leaseMs, 1);
    await timers.retry(timer, now + 70);
    expect(theirs?.dueAt).toBe(now + 2 * leaseMs);
    expect(await kept()).toMatchObject([{ due: 2 * leaseMs, tries: 0, claimed: true }]);
  });

  it('that failed comes again when it was said to, and counts', async () => {
    await timers.retry(await running(), now + 70);
    expect(await kept()).toEqual([{ kind: 'ask', key: 'a', due: 70, since: 0, tries: 1, claimed: false, again: null }]);
    expect(woken).toEqual([['timers', now + 70]]);
    expect(await timers.claim('timers', now + 70, leaseMs, 1)).toEqual([{ kind: 'ask', key: 'a', dueAt: now + 70 + leaseMs, tries: 1 }]);
  });

  it.each([['send', 'send'], ['fees', 'looks']])('of the kind %s that failed wakes its own topic', async (kind, topic) => {
    await timers.set(kind, '', now);
    const [timer] = await timers.claim(topic as 'send' | 'looks', now, leaseMs, 1);
    await timers.retry(timer as Timer, now + 70);
    expect(woken.at(-1)).toEqual([topic, now + 70]);
  });

  it('is followed by what was wanted later than its lease, the earliest of it', async () => {
    const timer = await running();
    for (const at of [30, 20, 40]) await timers.atLatest('ask', 'a', now + leaseMs + at);
    expect(await kept()).toMatchObject([{ due: leaseMs, claimed: true, again: leaseMs + 20 }]);
    await timers.finish(timer);
    expect(await kept()).toMatchObject([{ due: leaseMs + 20, claimed: false, again: null }]);
    await timers.atLatest('ask', 'a', now + leaseMs + 30);
    expect(await kept()).toMatchObject([{ due: leaseMs + 20, again: null }]);
  });

  it('that failed comes again at the earlier of both times', async () => {
    for (const [wanted, again, due] of [[20, 70, 20], [90, 70, 70]] as const) {
      const timer = await running();
      await timers.atLatest('ask', 'a', now + leaseMs + wanted);
      await timers.retry(timer, now + leaseMs + again);
      expect(await kept()).toMatchObject([{ due: leaseMs + due, tries: 1, claimed: false, again: null }]);
    }
  });

  it('whose lease is over begins anew for whoever takes it next: what was wanted meanwhile is done then, and the first has nothing to end', async () => {
    const first = await running();
    await timers.atLatest('ask', 'a', now + leaseMs + 20);
    const [second] = await timers.claim('timers', now + leaseMs, leaseMs, 1);
    expect(await kept()).toEqual([{ kind: 'ask', key: 'a', due: 2 * leaseMs, since: leaseMs, tries: 0, claimed: true, again: null }]);
    await timers.finish(first);
    await timers.retry(first, now + 70);
    expect(await kept()).toMatchObject([{ due: 2 * leaseMs, tries: 0, claimed: true }]);
    await timers.finish(second as Timer);
    expect(await kept()).toEqual([]);
  });
});
