import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { pageOf, tooMany } from '../flows/provider-weather.ts';
import { giveConsent, looks, movementsOf, openReceiptsRig, revenueOf, revenues, transactionsDoor } from '../flows/receipts-rig.ts';
import { expectPaidOnce, issuesOfKind, transactionsOf } from '../flows/witnesses.ts';

const secret = 'a-secret-last-part-of-an-address';
let rig: Rig;
beforeAll(async () => {
  rig = await openReceiptsRig({ env: { PAYONEER_RECEIPT_WEBHOOK_EVENT: 'payment-received', PAYONEER_RECEIPT_WEBHOOK_TOKEN: secret, PAYONEER_RECEIPT_WEBHOOK_FIELD: 'Transaction Id' } });
  await giveConsent(rig);
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

const receive = (count: number, more: object = {}): string[] => Array.from({ length: count }, (_, at) => rig.payoneer.receive({ amountMinor: 100 + at, currency: 'SEK', source: `Client ${at}`, ...more }));
const all = (ids: readonly string[], status = 'Received', withinMs = 15_000): Promise<void> =>
  eventually(() => expect(ids.filter((id) => revenueOf(rig, id).Status__c !== status || movementsOf(rig, id).length !== 1)).toEqual([]), withinMs);
const once = (): void => {
  const keys = revenues(rig).map((row) => row.Provider_Key__c);
  expect(new Set(keys).size).toBe(keys.length);
};

describe('receipts in bad weather', () => {
  it('are neither missed nor doubled when answers are lost, refused, late or somebody else\'s', async () => {
    rig.world.weather.add(
      { door: transactionsDoor, when: 'after', reply: 'drop', times: 2 }, { door: transactionsDoor, when: 'before', reply: tooMany({ 'retry-after': '0' }), times: 2 },
      { door: transactionsDoor, when: 'before', reply: pageOf(502), times: 2 }, { door: 'POST /services/data/:version/composite', when: 'after', reply: 'drop', times: 1 },
    );
    await all(receive(3));
    once();
  });

  it('come page by page while others arrive, in either order of the provider', async () => {
    for (const order of ['newest first', 'oldest first'] as const) {
      rig.payoneer.policies.transactionOrder = order;
      const ids = receive(230);
      const late = receive(3);
      await all([...ids, ...late]);
    }
    once();
  }, 40_000);

  it('that were dated back, or changed long after, are found by the long look', async () => {
    const [old = ''] = receive(1, { at: Date.now() - 20 * 86_400_000, status: 'Pending' });
    await all([old], 'Pending');
    rig.payoneer.settle(old, 'Failed');
    await all([old], 'Failed');
    const before = looks(rig);
    expect(before).toBeGreaterThan(0);
  });

  it('go on where they were when the companion ends in the middle', async () => {
    const ids = receive(40);
    await eventually(() => expect(ids.some((id) => movementsOf(rig, id).length || revenueOf(rig, id).Id)).toBe(true));
    await rig.restart();
    await all([...ids, ...receive(1)]);
    once();
  }, 30_000);

  it('are looked for soon when a webhook hints at one, once for many hints, and a forged hint is turned away', async () => {
    const url = (last: string): string => `${rig.companion.url}/webhooks/payoneer/payment-received/${last}`;
    const hint = (last: string, body: string): Promise<Response> => fetch(url(last), { method: 'POST', body });
    expect((await hint('another-last-part-of-an-address', '{}')).status).toBe(401);
    const answers = await Promise.all(Array.from({ length: 5 }, (_, at) => hint(secret, `{"Transaction Id":"${at}"}`)));
    expect([...answers, await hint(secret, 'no json at all')].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    await all(receive(1));
    expect(issuesOfKind(rig, 'dead letter')).toEqual([]);
  });

  it('of which one can\'t be read cost the others nothing, and an amount that changes is told and not believed', async () => {
    const [changing = ''] = receive(1);
    await all([changing]);
    const row = rig.payoneer.state.transactions.find(({ id }) => id === changing);
    Object.assign(row ?? {}, { amountMinor: 999_999 });
    const [broken = ''] = receive(1);
    Object.assign(rig.payoneer.state.transactions.find(({ id }) => id === broken) ?? {}, { categoryId: 77 });
    await all(receive(1));
    await eventually(() => expect([issuesOfKind(rig, 'unreadable transaction').length, issuesOfKind(rig, 'receipt changed').length]).toEqual([1, 1]));
    expect(revenueOf(rig, changing).Amount__c).toBe('1');
  });

  it('leave payouts of ours to the flow that pays, and bring it the actual fee', async () => {
    await rig.addPayees([payeeOf('payee-1')]);
    const ids = rig.raise([freshDebt('payee-1', 30, 'Fees')]);
    rig.approve(ids);
    await rig.until(ids, ['Completed']);
    await eventually(() => expect(transactionsOf(rig, ids[0] ?? '')).toMatchObject([{ Type__c: 'Payout', Fee_Basis__c: 'Actual', Fee_Amount__c: '1.5' }]));
    expectPaidOnce(rig, ids);
    const payout = rig.payoneer.state.transactions.findLast(({ categoryId }) => categoryId === 5);
    expect(movementsOf(rig, payout?.id ?? '')).toEqual([]);
  });
});
