import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Companion } from '../../companion/start.ts';
import { companionsOf, eventually, type Companions } from '../engine/companions.ts';
import { openOutside, untilEnded, type Outside } from '../engine/story.ts';
import { freshDebt } from '../flows/debts.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, unknownPayout } from '../flows/provider-weather.ts';
import { afterSend } from './attack-rig.ts';
import { refusesUnnamed } from './lapsed-payee.ts';

let outside: Outside;
let companions: Companions;
beforeEach(async () => {
  outside = await openOutside({ policies: refusesUnnamed });
  companions = companionsOf(outside);
});
afterEach(async () => {
  await companions.end();
  await outside.close();
});

/** Long enough that no person is asked meanwhile. */
const patient = { timing: { giveUpAfterMs: 60_000 } };
const posted = (ids: readonly string[]) => outside.payoneer.payouts().filter(({ reference }) => ids.includes(reference.slice(0, 18))).map(({ reference, timesPosted }) => [reference, timesPosted]).toSorted();
const paid = (ids: readonly string[]): number[] => ids.map((id) => outside.paidTimes().get(id) ?? 0);

/** A wave is refused for one payee who is not named; its rows are asked for twice and not found, and the companion is paused before it sends them again. */
async function parkWave(companion: Companion): Promise<string[]> {
  await outside.addPayees([payeeOf('bad')]);
  const before = outside.raise([freshDebt('payee-1', 5, 'Before'), freshDebt('bad', 5, 'Before')]);
  outside.approve(before);
  await untilEnded(outside, before);
  await outside.payoneer.setPayee('bad', { status: 'Inactive' });
  afterSend(companion, () => companion.assembly.pause(true));
  const ids = outside.raise([freshDebt('payee-1', 6, 'Wave'), freshDebt('payee-1', 6, 'Wave'), freshDebt('bad', 6, 'Wave')]);
  outside.approve(ids);
  const rows = () => companion.assembly.store.ledger.attemptsOf(ids);
  await eventually(async () => expect((await rows()).map(({ stage, refusedWithBatch, missed }) => [stage, refusedWithBatch, missed >= 2])).toEqual(ids.map(() => ['unknown', true, true])));
  return ids;
}

describe('a store put back to when rows refused with their batch waited to be sent again', () => {
  it('is recognised by the versions in the books, and sends nothing again that went out since, even while the provider does not show it', async () => {
    const folder = companions.folder();
    const first = await companions.start(folder, patient);
    const ids = await parkWave(first);
    const good = ids.slice(0, 2);
    await companions.stop(first);
    const copy = companions.copy(folder);

    const ranOn = await companions.start(folder, { timing: { giveUpAfterMs: 6_000 } });
    await untilEnded(outside, good);
    await eventually(async () => expect((await ranOn.assembly.store.ledger.paymentsIn(['Completed'])).length).toBe(4));
    await eventually(async () => expect(await ranOn.assembly.store.outbox.backlog()).toBe(0));
    await companions.stop(ranOn);
    const before = posted(ids);
    outside.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 100_000 });

    const older = await companions.start(copy, { timing: { giveUpAfterMs: 5_000 } });
    expect(await older.assembly.store.installation.read()).toMatchObject({ mode: 'recovery', epoch: 2 });
    expect((await older.assembly.store.issues.open()).filter(({ kind }) => kind === 'recovery')).toMatchObject([{ severity: 'Critical' }]);
    await pause(2_500);
    expect(posted(ids)).toEqual(before);
    outside.world.weather.clear();
    const fresh = outside.raise([freshDebt('payee-1', 7, 'Fresh')]);
    outside.approve(fresh);
    await untilEnded(outside, fresh);
    expect([posted(ids), paid([...good, ...fresh]), paid(ids.slice(2))]).toEqual([before, [1, 1, 1], [0]]);
    expect([...good, ...fresh].map((id) => outside.request(id).Status__c)).toEqual(['Completed', 'Completed', 'Completed']);
  }, 60_000);
});
