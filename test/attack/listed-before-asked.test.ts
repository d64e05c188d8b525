import { afterEach, describe, expect, it } from '@jest/globals';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { giveConsent, receiptsEnv } from '../flows/receipts-rig.ts';
import { issuesOfKind, payOne, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** A day lasts two seconds here; as in production a payout that takes days is asked about once a day. */
const day = 2_000;
const timing = { ...quickTiming, pollsMs: [100, day], receiptsMs: 60_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: day, reconcileLateMs: day / 4, reconcilePatienceMs: 3 * day };

describe('payouts that take some days, without webhooks', () => {
  it('are no differences where the provider lists them as paid some hours before the daily question is put', async () => {
    rig = await openAttackRig({ env: receiptsEnv, config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    await giveConsent(rig);
    const known = await payOne(rig, freshDebt('p', 200, 'The first'));
    await eventually(() => expect(transactionsOf(rig, known)[0]?.Reconciliation__c).toBe('Confirmed'), 20_000);
    rig.world.weather.add({ webhooks: 'lost', times: 10_000 });
    Object.assign(rig.payoneer.policies, { transferredAfterMs: 2.5 * day, transferredSpreadMs: 2 * day });
    const ids = rig.raise(Array.from({ length: 8 }, (_, index) => freshDebt('p', 10 + index, `Slow ${index}`)));
    rig.approve(ids);
    await rig.until(ids, ['Completed'], 30_000);
    await pause(3 * day);
    expect(ids.map((id) => transactionsOf(rig, id)[0]?.Reconciliation__c)).toEqual(ids.map(() => 'Confirmed'));
    expect(issuesOfKind(rig, 'provider difference').map((row) => row.Detail__c)).toEqual([]);
  }, 90_000);
});
