import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { lineOf, replaceIn } from '../flows/listed-payouts.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { giveConsent, receiptsEnv } from '../flows/receipts-rig.ts';
import { payOne, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const timing = { ...quickTiming, feesMs: 600_000, receiptsMs: 600_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: 1_000, reconcileLateMs: 300, reconcilePatienceMs: 3_000 };

describe('a payout of 100.00 that the provider lists as 101.50, without a fee', () => {
  it.each(['USD:1.50', 'USD:9.99'])('is another amount, whatever our own schedule (%j) estimates for a fee', async (schedule) => {
    rig = await openAttackRig({ env: { ...receiptsEnv, PAYONEER_FEE_SCHEDULE: schedule }, config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    const id = await payOne(rig, { payee: 'p', amount: '100.00', currency: 'USD', purpose: 'Listed with more' });
    const line = lineOf(rig.payoneer.state.transactions, `${id}-01`);
    const { fee: _, fee_currency: __, ...details } = line.details as Record<string, string>;
    replaceIn(rig.payoneer.state.transactions, line, [{ ...line, amountMinor: -101_50, details }]);
    await giveConsent(rig);
    await eventually(() => expect(['Confirmed', 'Different']).toContain(transactionsOf(rig, id)[0]?.Reconciliation__c), 20_000);
    const [row = {}] = transactionsOf(rig, id);
    expect([row.Reconciliation__c, row.Fee_Basis__c ?? null]).toEqual(['Different', 'Estimated']);
  }, 60_000);
});
