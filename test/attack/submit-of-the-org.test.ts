import { afterEach, describe, expect, it } from '@jest/globals';
import { openOrgSettings } from '../flows/org-settings.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('Requested Action Submit where approvals run in the org\'s own flows', () => {
  it('stays on a request at Needs Correction for the flow to take up, as it does on a draft', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Approval_Evidence__c: 'stamp' });
    const [id = '', draft = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Nine €' }, { payee: 'p', amount: '8.00', currency: 'USD', purpose: 'Eight' }]);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    rig.save('Payment_Request__c', [{ Id: id, Purpose__c: 'Nine euros', Requested_Action__c: 'Submit' }, { Id: draft, Requested_Action__c: 'Submit' }], rig.people.finance);
    await pause(4_000);
    expect([rig.request(draft).Requested_Action__c, rig.request(id).Requested_Action__c, reasonOf(rig, id)]).toEqual(['Submit', 'Submit', expect.not.stringContaining('not something')]);
  }, 60_000);
});
