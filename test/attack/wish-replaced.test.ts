import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOf, postedTimes, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const granted = async (id: string): Promise<unknown> => (await rig.companion.assembly.store.ledger.payments([id]))[0]?.granted ?? null;

/** One that may have been paid, which a person wanted to be paid anew; the answer is not told yet. */
async function reinitiated(writeDelayMs: number): Promise<string> {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs } } });
  const id = await oneOnHold(rig);
  await pause(writeDelayMs + 500);
  rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
  await eventually(async () => expect(await granted(id)).not.toBeNull());
  return id;
}

describe('a person who replaces Re-initiate before that was told', () => {
  it.each(['Retry', 'Release'])('by %s, and it is not paid anew', async (second) => {
    const id = await reinitiated(2_000);
    rig.ask(id, second, 'No: ask the provider once more first', rig.people.admin);
    await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull(), 15_000);
    await pause(6_000);
    expect([rig.statuses([id])[0], Object.keys(postedTimes(rig, id))]).toEqual(['On Hold', [`${id}-01`]]);
  }, 60_000);
});

describe('a Re-initiate the books took, whose answer was lost', () => {
  it('is not carried out any more when a person holds the request meanwhile', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, firstRetryMs: 4_000, longestRetryMs: 4_000 } } });
    const id = await oneOnHold(rig);
    await pause(1_000);
    const books = rig.companion.assembly.books as { write: PayoutBooks['write'] };
    const real = books.write;
    let lost = 0;
    books.write = async (changes) => {
      const told = await real(changes);
      if (lost === 0 && rig.statuses([id])[0] === 'Approved for Payout') {
        lost += 1;
        throw new Error('the answer was lost');
      }
      return told;
    };
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await eventually(() => expect(lost).toBe(1), 12_000);
    rig.ask(id, 'Hold', 'No, wait', rig.people.admin);
    await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull(), 15_000);
    await pause(6_000);
    expect([rig.statuses([id])[0], Object.keys(postedTimes(rig, id))]).toEqual(['On Hold', [`${id}-01`]]);
  }, 60_000);
});

describe('a Re-initiate of a second attempt, granted and not told yet', () => {
  it('is not carried out any more when the first is seen to be on its way', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 3_000 } } });
    const id = await oneOnHold(rig);
    await pause(3_500);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    const stages = async () => (await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ stage }) => stage);
    await eventually(async () => expect(await stages()).toEqual(['settled', 'unknown']), 15_000);
    await rig.until([id], ['On Hold'], 20_000);
    await pause(3_500);
    rig.ask(id, 'Re-initiate', 'It does not know the second either', rig.people.admin);
    await eventually(async () => expect(await granted(id)).not.toBeNull());
    const pending = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Pending', payee_id: 'p', payout_id: '999' } };
    rig.world.weather.clear();
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: pending }, times: 10_000 });
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'), 12_000);
    await pause(6_000);
    expect([rig.statuses([id])[0], Object.keys(postedTimes(rig, id)), reasonOf(rig, id)]).toEqual(['On Hold', [`${id}-01`], expect.anything()]);
  }, 90_000);
});
