import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { giveConsent, receiptsEnv } from '../flows/receipts-rig.ts';
import { issuesOfKind, payOne, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** A day lasts a second here. */
const timing = { ...quickTiming, receiptsMs: 60_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: 1_000, reconcileLateMs: 300, reconcilePatienceMs: 3_000 };

describe('a store lost while a payout was on its way, and rebuilt some days later', () => {
  it('finds in the provider\'s list what was paid meanwhile, and names no difference', async () => {
    rig = await openAttackRig({ env: receiptsEnv, config: { timing }, policies: { transferredAfterMs: 2_500 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'On its way' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    await pause(600);
    await rig.companion.close();
    rig.hold.dead = true;
    await emptyStore(rig.database);
    // It is paid by the provider, and listed, while no companion runs; five days pass.
    await eventually(() => expect(rig.payoneer.transfers().length).toBe(1));
    await pause(5_000);
    rig.payoneer.policies.transferredAfterMs = 200;
    await rig.start();
    await rig.until([id], ['Completed']);
    await giveConsent(rig);
    const other = await payOne(rig, freshDebt('p', 200, 'Another'));
    await eventually(() => expect(transactionsOf(rig, other)[0]?.Reconciliation__c).toBe('Confirmed'), 20_000);
    await pause(8_000);
    expect(issuesOfKind(rig, 'provider difference').map((row) => [row.Summary__c, row.Detail__c])).toEqual([]);
    expect(transactionsOf(rig, id)[0]?.Reconciliation__c).toBe('Confirmed');
  }, 90_000);
});
