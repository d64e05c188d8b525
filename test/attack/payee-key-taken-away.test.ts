import { afterEach, describe, expect, it } from '@jest/globals';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request whose recipient lost its payee key while the approver decided', () => {
  it.each(['Cancel', 'Hold'])('can be stopped by %s, though it can not be paid', async (wish) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' }]);
    const submitted = submitForApproval(rig.org.org, { contextId: id, nextApproverIds: [rig.people.approver.id] }, rig.people.finance);
    // Finance was warned that the account is not the payee's, and takes the key away so that nothing is paid there.
    rig.save('Recipient_Account__c', [{ Id: rig.recipients.get('p') ?? '', Payee_Key__c: null }], rig.people.finance);
    expect(decideApproval(rig.org.org, { actionType: 'Approve', contextId: submitted.newWorkitemIds[0] ?? '' }, rig.people.approver)).toMatchObject({ success: true });
    await pause(1_500);
    rig.ask(id, wish, 'The account is not theirs');
    await pause(6_000);
    expect([issuesOf(rig, id), rig.statuses([id])[0], rig.request(id).Requested_Action__c ?? null]).toEqual([expect.anything(), wish === 'Cancel' ? 'Cancelled' : 'On Hold', null]);
  }, 60_000);
});
