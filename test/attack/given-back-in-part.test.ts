import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '../../sandbox/payoneer/state.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually } from '../flows/eventually.ts';
import { lineOf, replaceIn } from '../flows/listed-payouts.ts';
import { twoPayees } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { giveConsent, openReceiptsRig } from '../flows/receipts-rig.ts';
import { issuesOfKind, payOne, transactionsOf } from '../flows/witnesses.ts';

const timing = { ...quickTiming, receiptsMs: 60_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: 1_000, reconcileLateMs: 300, reconcilePatienceMs: 3_000 };
let rig: Rig;
const list = (): Transaction[] => rig.payoneer.state.transactions;
const payoutOf = (id: string): Row => transactionsOf(rig, id).find((row) => row.Type__c === 'Payout') ?? {};

async function differs(id: string): Promise<void> {
  await eventually(() => expect(issuesOfKind(rig, 'provider difference').filter((row) => row.Source__c === `${id}-01`)).toMatchObject([{ Summary__c: expect.stringContaining('another amount') }]), 15_000);
  await eventually(() => expect(payoutOf(id).Reconciliation__c).toBe('Different'));
}

describe('the day\'s comparison of a payout', () => {
  beforeAll(async () => {
    rig = await openReceiptsRig({ config: { timing } });
    await rig.addPayees(twoPayees);
    await giveConsent(rig);
    const first = await payOne(rig, freshDebt('payee-1', 200, 'The first'));
    await eventually(() => expect(payoutOf(first).Reconciliation__c).toBe('Confirmed'), 20_000);
  });
  afterAll(() => rig.end());

  it('of which the provider lists 100.00 out and only 40.00 back, while it was returned here, is no match', async () => {
    const id = await payOne(rig, { payee: 'payee-1', amount: '100.00', currency: 'USD', purpose: 'Comes back in part' });
    await rig.payoneer.returnPayout(`${id}-01`);
    const refund = lineOf(list(), `${id}-01`, 2);
    replaceIn(list(), refund, [{ ...refund, amountMinor: 40_00 }]);
    await rig.until([id], ['Returned']);
    await differs(id);
  }, 60_000);

  it('which ended without a payment here, and of which the provider lists 100.00 out and 40.00 back, is no match', async () => {
    await rig.payoneer.setPayee('payee-2', { status: 'Inactive' });
    const [id = ''] = rig.raise([{ payee: 'payee-2', amount: '51.10', currency: 'EUR', purpose: 'Payee sleeps' }]);
    rig.approve([id]);
    await rig.until([id], ['Failed', 'Needs Correction', 'On Hold']);
    await eventually(() => expect(rig.payoneer.payouts().length).toBeGreaterThan(0));
    rig.payoneer.receive({ amountMinor: -51_10, currency: 'EUR', source: '100200301', categoryId: 5, reference: `${id}-01` });
    rig.payoneer.receive({ amountMinor: 1_10, currency: 'EUR', source: '100200301', categoryId: 2, reference: `${id}-01` });
    await differs(id);
  }, 60_000);
});
