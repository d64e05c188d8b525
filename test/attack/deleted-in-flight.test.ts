import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request that an administrator deletes while it is being sent', () => {
  it('is paid, and somebody is told of a request that is gone and of a payout that has no record any more', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 1_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Gone' }]);
    afterSend(rig.companion, () => expect(rig.org.org.remove('Payment_Request__c', [id], { by: rig.people.admin, allOrNone: true, source: 'api' })).toMatchObject([{ success: true }]));
    rig.approve([id]);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 10_000);
    await eventually(() => expect(issuesOfKind(rig, 'write-back refused').map((issue) => String(issue.Summary__c))).toEqual(expect.arrayContaining([`The books refused to store transaction ${id}-01`, `The books refused to store request ${id}`])), 20_000);
  }, 60_000);
});
