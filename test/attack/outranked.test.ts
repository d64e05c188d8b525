import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../sandbox/kit/clock.ts';
import type { Companion } from '../../companion/start.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openLog, realWorld } from '../../companion/world.ts';
import { companionsOf, eventually, type Companions } from '../engine/companions.ts';
import { openOutside, untilEnded, wrongs, type Outside } from '../engine/story.ts';
import { freshDebt } from '../flows/debts.ts';
import { localWake } from '../flows/start-beside.ts';

const dayMs = 86_400_000;
let ahead = 0;
const now = (): number => Date.now() + ahead;
const clock: Clock = {
  now,
  after(ms, what) {
    const timer = setTimeout(() => void what(), ms);
    return () => clearTimeout(timer);
  },
};

let outside: Outside;
let companions: Companions;
beforeEach(async () => {
  ahead = 0;
  outside = await openOutside({ clock });
  companions = companionsOf(outside);
});
afterEach(async () => {
  await companions.end();
  await outside.close();
});

/** A companion of that name on a store of its own. */
const startNamed = async (name: string): Promise<Companion> =>
  companions.start('', { env: { QUITTANCE_COMPANION_ID: name }, given: { database: await openEmptyDatabase(), wake: localWake, tools: { ...realWorld(openLog('silent')), now } } });
const epochOf = async ({ assembly }: Companion): Promise<number> => (await assembly.store.installation.read())?.epoch ?? 0;

/** Both know of a request that is due tomorrow and was never reserved; the second began when the first had written already, so its epoch is higher. */
async function scheduledByBoth(): Promise<{ id: string; one: Companion; other: Companion }> {
  const one = await startNamed('one');
  const [paid = '', id = ''] = outside.raise([freshDebt('payee-1', 8, 'Today'), { ...freshDebt('payee-1', 9, 'Tomorrow'), payoutDate: new Date(now() + dayMs).toISOString().slice(0, 10) }]);
  outside.approve([paid]);
  await untilEnded(outside, [paid]);
  const other = await startNamed('other');
  expect(await epochOf(other)).toBeGreaterThan(await epochOf(one));
  outside.approve([id]);
  for (const { assembly } of [one, other]) await eventually(async () => expect((await assembly.store.ledger.payments([id])).map(({ state }) => state)).toEqual(['Scheduled']));
  await eventually(async () => expect([outside.request(id).Status__c, await other.assembly.store.outbox.backlog()]).toEqual(['Scheduled', 0]));
  return { id, one, other };
}

/** The first had to write, at the latest to answer the wish, and saw that somebody else had written. */
async function expectNoticed(id: string, one: Companion, epoch: number): Promise<void> {
  await eventually(async () => expect(await epochOf(one)).toBeGreaterThan(epoch));
  expect((await one.assembly.store.issues.open()).filter(({ kind }) => kind === 'recovery')).toMatchObject([{ source: 'one', severity: 'Critical' }]);
  await eventually(() => expect(outside.request(id).Requested_Action__c ?? null).toBeNull());
}

describe('a companion whose writes are outranked by another one on a store of its own, before anything was reserved', () => {
  it.each(['is gone', 'still runs'])('notices, begins a higher epoch and is heard again when the other %s, and the request is paid once on its day', async (what) => {
    const { id, one, other } = await scheduledByBoth();
    const epoch = 2;
    if (what === 'is gone') await companions.stop(other);
    outside.ask(id, 'Retry', 'Is it stuck?');
    if (what === 'is gone') await expectNoticed(id, one, epoch);
    else await eventually(async () => expect([outside.request(id).Requested_Action__c ?? null, Math.max(await epochOf(one), await epochOf(other)) > epoch]).toEqual([null, true]));
    ahead = dayMs;
    await untilEnded(outside, [id]);
    expect(outside.request(id).Status__c).toBe('Completed');
    expect(wrongs(outside, [id])).toEqual([]);
  }, 60_000);
});
