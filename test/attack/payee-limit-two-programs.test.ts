import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('what one payee gets in a day', () => {
  it('is counted over the programs it is registered with, as duplicates are', async () => {
    rig = await openAttackRig({ programs: [{ program: '100200300', currency: 'USD', fundsMinor: 1_000_000_00 }, { program: '100200301', currency: 'USD', fundsMinor: 1_000_000_00 }] });
    openOrgSettings(rig, { Pause_All__c: false, Payee_Daily_Limit__c: '100.00' });
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([{ payee: 'p', amount: '90.00', currency: 'USD', purpose: 'One' }]);
    await rig.addPayees([payeeOf('p', '100200301')]);
    const [second = ''] = rig.raise([{ payee: 'p', amount: '80.00', currency: 'USD', purpose: 'Two' }]);
    rig.save('Payment_Request__c', [{ Id: second, Funding_Account__c: rig.fundingAccounts.get('100200301') ?? null }], rig.people.finance);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.approve([second]);
    await pause(5_000);
    expect([paidTimes(rig, first), paidTimes(rig, second), rig.statuses([second])]).toEqual([1, 0, ['On Hold']]);
  }, 60_000);
});
