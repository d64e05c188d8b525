import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { answered, issuesOf, paidTimes, payOne, postedTimes, reasonOf, transactionsOf } from './witnesses.ts';

let rig: Rig;
const paidOne = (): Promise<string> => payOne(rig, freshDebt('payee-1', 60, 'Returns'));

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1')]);
});
afterAll(() => rig.end());

describe('money that the bank sends back after the transfer', () => {
  it.each(['told by a webhook', 'found by asking alone'])('is Returned, %s, with a transaction of its own, and is not paid again by itself', async (how) => {
    const id = await paidOne();
    if (how === 'found by asking alone') rig.world.weather.add({ webhooks: 'lost' });
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    await eventually(() => expect(transactionsOf(rig, id)).toMatchObject([
      { Type__c: 'Payout', Direction__c: 'Out', Reference__c: `${id}-01` },
      { Type__c: 'Return', Direction__c: 'In', Status__c: 'Returned', Amount__c: rig.request(id).Amount__c },
    ]));
    expect(reasonOf(rig, id)).toMatch(/Returned by the bank: .*Re-paying is a person's decision/);
    await eventually(() => expect(issuesOf(rig, id)).toEqual(['bank return']));
    await pause(1_500);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    expect(paidTimes(rig, id)).toBe(0);
  });

  it('is paid again only when a person with the permission gives a reason', async () => {
    const id = await paidOne();
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    expect(() => rig.ask(id, 'Re-initiate', 'New bank details')).toThrow(/ACTION-PERMISSION/);
    expect(() => rig.ask(id, 'Re-initiate', '', rig.people.admin)).toThrow(/ACTION-REASON/);
    rig.ask(id, 'Release', 'Please', rig.people.admin);
    await answered(rig, id);
    expect(reasonOf(rig, id)).toMatch(/Release is not possible while Returned/);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.ask(id, 'Re-initiate', 'The payee corrected the bank details', rig.people.admin);
    await rig.until([id], ['Completed']);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1, [`${id}-02`]: 1 });
    expect(paidTimes(rig, id)).toBe(1);
    await eventually(() => expect(transactionsOf(rig, id).map((row) => [row.Type__c, row.Reference__c])).toEqual([['Payout', `${id}-01`], ['Return', `${id}-01`], ['Payout', `${id}-02`]]));
    const [audit] = await rig.companion.db.query<{ action: string; reason: string; byId: string }>('select action, reason, by_id as "byId" from audit where request_id = $1 and action = $2', [id, 'Re-initiate']);
    expect(audit).toEqual({ action: 'Re-initiate', reason: 'The payee corrected the bank details', byId: rig.people.admin.id });
  });
});
