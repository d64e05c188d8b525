import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { freshAmount } from './debts.ts';
import { pause } from './eventually.ts';
import { openOrgSettings } from './org-settings.ts';
import { payeeOf } from './programs-and-payees.ts';
import { expectNeverSent, expectPaidOnce, paidTimes, postedTimes, reasonOf } from './witnesses.ts';

let rig: Rig;
let settingsId: string;
const raise = (payee: string, currency: string, ...amounts: string[]): string[] => rig.raise(amounts.map((amount) => ({ payee, amount, currency, purpose: 'Switches' })));
const raiseOne = (): string => raise('payee-1', 'USD', freshAmount(15))[0] ?? '';
const set = (values: Row): void => void rig.save('Quittance_Settings__c', [{ Id: settingsId, ...values }], rig.people.admin);

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1'), payeeOf('payee-2', '100200301'), payeeOf('payee-3', '100200301')]);
  settingsId = openOrgSettings(rig, { Pause_All__c: false });
});
afterAll(() => rig.end());

describe('the kill switch', () => {
  it('in Salesforce keeps everything approved where it is, and lets it go on by itself afterwards', async () => {
    set({ Pause_All__c: true });
    const id = raiseOne();
    rig.approve([id]);
    await pause(2_000);
    expect(rig.statuses([id])).toEqual(['Approved for Payout']);
    expectNeverSent(rig, [id]);
    set({ Pause_All__c: false });
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  });

  it('in the environment stops sending, not asking: what is on its way is still followed to its end', async () => {
    rig.payoneer.policies.transferredAfterMs = 3_000;
    const underWay = raiseOne();
    rig.approve([underWay]);
    await rig.until([underWay], ['In Progress']);
    rig.payoneer.policies.transferredAfterMs = 200;
    await rig.restart({ env: { QUITTANCE_PAUSED: 'true' } });
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([underWay], ['Completed']);
    await pause(1_000);
    expect(rig.statuses([id])).toEqual(['Approved for Payout']);
    expectNeverSent(rig, [id]);
    await rig.restart();
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [underWay, id]);
  }, 40_000);

  it('thrown between the reservation and the submission holds back what was reserved, and nothing is lost', async () => {
    // The balance is asked for between survey and reservation; the answer comes late, and meanwhile somebody throws the switch.
    const id = raiseOne();
    const stop = rig.org.org.onPublished(() => undefined);
    rig.world.weather.add({ door: 'PATCH /services/data/*', standIn: 'salesforce', when: 'after', reply: 'late', lateMs: 10 });
    rig.approve([id]);
    rig.companion.assembly.pause(true);
    await pause(1_500);
    expectNeverSent(rig, [id]);
    rig.companion.assembly.pause(false);
    await rig.until([id], ['Completed']);
    stop();
    rig.world.weather.clear();
    expectPaidOnce(rig, [id]);
  });
});

describe('limits', () => {
  it('per request hold what is above, and a second person releases it', async () => {
    set({ Request_Limit__c: '500' });
    const [over = '', under = ''] = raise('payee-1', 'USD', '500.01', '499.99');
    rig.approve([over, under]);
    await rig.until([under], ['Completed']);
    await rig.until([over], ['On Hold']);
    expect(reasonOf(rig, over)).toMatch(/Above the limit of 500 per request/);
    expectNeverSent(rig, [over]);
    rig.ask(over, 'Release', 'Agreed with the treasurer', rig.people.admin);
    await rig.until([over], ['Completed']);
    expectPaidOnce(rig, [over, under]);
    set({ Request_Limit__c: null });
  }, 40_000);

  it('per payee and day count what was paid before, also within one batch', async () => {
    set({ Payee_Daily_Limit__c: '100' });
    const first = raise('payee-2', 'EUR', '60.00');
    rig.approve(first);
    await rig.until(first, ['Completed']);
    const [more = '', last = ''] = raise('payee-2', 'EUR', '40.00', '0.01');
    rig.approve([more]);
    await rig.until([more], ['Completed']);
    rig.approve([last]);
    await rig.until([last], ['On Hold']);
    expect(reasonOf(rig, last)).toMatch(/payee's daily limit of 100 EUR/);
    const together = raise('payee-3', 'EUR', '70.00', '70.01');
    rig.approve(together);
    await rig.until(together, ['Completed', 'On Hold']);
    expect(rig.statuses(together).toSorted()).toEqual(['Completed', 'On Hold']);
    set({ Payee_Daily_Limit__c: null });
    expect([...first, more].map((id) => paidTimes(rig, id))).toEqual([1, 1]);
    expect(postedTimes(rig, last)).toEqual({});
  }, 40_000);

  it('per currency and day hold what is above', async () => {
    set({ Currency_Daily_Limit__c: '2000' });
    const [over = ''] = raise('payee-1', 'USD', '1999.00');
    rig.approve([over]);
    await rig.until([over], ['On Hold']);
    expect(reasonOf(rig, over)).toMatch(/daily limit of 2000 USD/);
    expectNeverSent(rig, [over]);
    set({ Currency_Daily_Limit__c: null });
  });
});
