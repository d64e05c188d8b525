import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, midnight, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request approved by a Flow that stamps the day only', () => {
  it.each(['of another invoice, and recalled for its number to be corrected before it left', 'of the same invoice from the first'])('%s, is held as the duplicate of one that was paid', async (story) => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const debt = { payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Work' };
    const approve = (id: string): unknown => rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    const [first = ''] = rig.raise([{ ...debt, invoice: 'R-7' }]);
    approve(first);
    await rig.until([first], ['Completed']);
    const corrected = story.startsWith('of another');
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    const [id = ''] = rig.raise([{ ...debt, invoice: corrected ? 'R-8' : 'R-7' }]);
    approve(id);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([id]))[0]?.state).toBe(corrected ? 'Approved for Payout' : 'On Hold'));
    if (corrected) {
      rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
      rig.save('Payment_Request__c', [{ Id: id, Invoice_Number__c: 'R-7' }], rig.people.finance);
      approve(id);
      await pause(1_500);
    }
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await pause(6_000);
    expect([rig.statuses([id])[0], rig.request(id).Invoice_Number__c, paidTimes(rig, id)]).toEqual(['On Hold', 'R-7', 0]);
  }, 60_000);
});
