import { afterEach, describe, expect, it } from '@jest/globals';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes, payOne, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payout that was paid, and of which one single answer says cancelled', () => {
  it('is not taken for returned on that one word while every other answer says transferred, and not paid again', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const id = await payOne(rig, freshDebt('p', 200, 'Paid'));
    const payoutId = String(transactionsOf(rig, id)[0]?.Payout_Id__c ?? (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0]?.payoutId);
    const amount = Number((await rig.companion.assembly.store.ledger.payments([id]))[0]?.amountMinor) / 100;
    rig.world.weather.add({
      door: `GET /v4/programs/:program/payouts/${id}-01/status`, when: 'before', times: 1,
      reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:47:00-04:00', amount, currency: 'USD', status: 'Cancelled', payee_id: 'p', payout_id: payoutId, cancel_reason_code: 30013, cancel_reason_description: 'Bank details - Invalid Branch Code' } } },
    });
    await eventually(() => expect(rig.world.weather.rules.length).toBe(0), 10_000);
    await pause(3_000);
    // A person reads Returned, and pays it again as the issue advises.
    if (rig.statuses([id])[0] === 'Returned') rig.ask(id, 'Re-initiate', 'It came back', rig.people.admin);
    await pause(5_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([1, ['Completed']]);
  }, 60_000);
});
