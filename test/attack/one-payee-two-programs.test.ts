import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payee registered under one id with two programs of one currency', () => {
  it.each(['100200301', '100200300'])('is not paid one invoice twice, the second time from program %s', async (program) => {
    rig = await openAttackRig({ programs: [{ program: '100200300', currency: 'USD', fundsMinor: 1_000_000_00 }, { program: '100200301', currency: 'USD', fundsMinor: 1_000_000_00 }] });
    const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([debt]);
    if (program === '100200301') await rig.addPayees([payeeOf('p', program)]);
    const [second = ''] = rig.raise([debt]);
    const account = [...rig.org.org.rows('Funding_Account__c').values()].find((row) => String(row.Provider_Key__c ?? row.Funding_Key__c ?? JSON.stringify(row)).includes(program));
    rig.save('Payment_Request__c', [{ Id: second, Funding_Account__c: account?.Id ?? null }], rig.people.finance);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.approve([second]);
    await pause(6_000);
    expect([paidTimes(rig, first), paidTimes(rig, second), rig.statuses([second])]).toEqual([1, 0, ['On Hold']]);
  }, 40_000);
});
