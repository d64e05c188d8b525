import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectPaidOnce } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('what the payee receives, told with more decimals than its currency has', () => {
  it.each([['JPY', 1350.45], ['JPY', 1350]])('keeps nobody from hearing that the payout was paid (%s %d)', async (currency, amount) => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 200 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'In yen' }]);
    const door = `GET /v4/programs/:program/payouts/${id}-01/status`;
    rig.approve([id]);
    await rig.until([id], ['In Progress', 'Sending', 'Completed']);
    rig.world.weather.add({
      door, when: 'before', times: 100_000,
      reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:47:00-04:00', amount: 9, currency: 'USD', status: 'Transferred', payee_id: 'p', payout_id: '1636595702', target_amount: amount, target_currency: currency } } },
    });
    await pause(6_000);
    const issues = [...rig.org.org.rows('Sync_Issue__c').values()].map((issue) => String(issue.Detail__c));
    expect([rig.statuses([id])[0], issues]).toEqual(['Completed', []]);
    expectPaidOnce(rig, [id]);
  }, 40_000);
});
