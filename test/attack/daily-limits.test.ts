import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { laneKey } from '../../companion/store/ledger-rows.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { expectNeverSent, expectPaidOnce, reasonOf } from '../flows/witnesses.ts';

let rig: Rig;
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1'), payeeOf('payee-2')]);
  openOrgSettings(rig, { Payee_Daily_Limit__c: '100', Currency_Daily_Limit__c: '150' });
});
afterAll(() => rig.end());

describe('the limits of a day', () => {
  it('count what was planned a moment ago and waits in its lane, for the payee and for the currency', async () => {
    const { store, office } = rig.companion.assembly;
    await store.lanes.stop(lane, 'a batch before it is not settled');
    const debts = [['payee-1', '70.00'], ['payee-1', '30.01'], ['payee-2', '80.01']] as const;
    const [planned = '', samePayee = '', sameCurrency = ''] = rig.raise(debts.map(([payee, amount]) => ({ payee, amount, currency: 'USD', purpose: 'Limits' })));
    rig.approve([planned]);
    await eventually(async () => expect((await store.ledger.attemptsOf([planned])).map(({ stage }) => stage)).toEqual(['intent']));
    rig.approve([samePayee, sameCurrency]);
    await rig.until([samePayee, sameCurrency], ['On Hold']);
    expect(reasonOf(rig, samePayee)).toMatch(/payee's daily limit of 100 USD/);
    expect(reasonOf(rig, sameCurrency)).toMatch(/daily limit of 150 USD/);
    await store.lanes.goOn(lane, 'a batch before it is not settled');
    await store.timers.atLatest('send', laneKey(lane), office.tools.now());
    await rig.until([planned], ['Completed']);
    expectPaidOnce(rig, [planned]);
    expectNeverSent(rig, [samePayee, sameCurrency]);
  });
});
