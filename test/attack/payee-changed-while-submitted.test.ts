import { afterEach, describe, expect, it } from '@jest/globals';
import { decideApproval, type Decision } from '../../sandbox/salesforce/approval-decide.ts';
import type { ApprovalResult } from '../../sandbox/salesforce/approval-result.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectNeverSent, expectPaidOnce, reasonOf } from '../flows/witnesses.ts';
import { approvingFlow, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const keyOf = (payee: string): string => `payoneer:sandbox:100200300:${payee}`;
const notAsSubmitted = /the payee id changed after the request was submitted/;

/** One draft to the payee `p`, which exists at the provider as `q` too. */
async function drafted(evidence: 'classic' | 'stamp' = 'classic'): Promise<string> {
  rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: evidence } });
  await rig.addPayees([payeeOf('p')]);
  await rig.payoneer.setPayee('q', { status: 'Active' });
  return rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' }])[0] ?? '';
}

/** Finance enters where the recipient is paid from now on, and somebody else than the approver confirms it. */
function redirect(to: string | null): void {
  const id = rig.recipients.get('p') ?? '';
  rig.save('Recipient_Account__c', [{ Id: id, Payee_Key__c: to === null ? null : keyOf(to) }], rig.people.finance);
  if (to !== null) rig.save('Recipient_Account__c', [{ Id: id, Verification__c: 'Verified' }], rig.people.admin);
}

const submit = (id: string, more: object = {}): ApprovalResult => submitForApproval(rig.org.org, { contextId: id, nextApproverIds: [rig.people.approver.id], ...more }, rig.people.finance);
function decide(submitted: ApprovalResult, actionType: Decision['actionType']): void {
  const by = actionType === 'Removed' ? rig.people.finance : rig.people.approver;
  expect(decideApproval(rig.org.org, { actionType, contextId: submitted.newWorkitemIds[0] ?? '' }, by)).toMatchObject({ success: true });
}
const paidTo = (id: string): string | undefined => rig.payoneer.transfers().find(({ reference }) => reference.startsWith(id))?.payeeId;

async function expectPaidTo(id: string, payee: string): Promise<void> {
  await rig.until([id], ['Completed']);
  expectPaidOnce(rig, [id]);
  expect(paidTo(id)).toBe(payee);
}

async function expectStopped(id: string): Promise<void> {
  await rig.until([id], ['Needs Correction']);
  expect(reasonOf(rig, id)).toMatch(notAsSubmitted);
  expect(rig.request(id).Approved_Payee_Key__c).toBeNull();
  expectNeverSent(rig, [id]);
}

describe('a payee that changes, and is verified again, while the approver decides', () => {
  it('is not paid on that approval, which was given on an older page, but on the next', async () => {
    const id = await drafted();
    const submitted = submit(id);
    expect(rig.request(id)).toMatchObject({ Approved_Payee_Key__c: keyOf('p'), Approved_At__c: null });
    redirect('q');
    decide(submitted, 'Approve');
    await expectStopped(id);
    await pause(1_100);
    decide(submit(id), 'Approve');
    await expectPaidTo(id, 'q');
  }, 60_000);

  it.each([['rejected', 'Reject'], ['recalled', 'Removed']] as const)('is paid when the request was %s and submitted anew', async (_, how) => {
    const id = await drafted();
    const submitted = submit(id);
    redirect('q');
    decide(submitted, how);
    expect(rig.request(id).Approved_Payee_Key__c).toBeNull();
    await pause(1_100);
    decide(submit(id), 'Approve');
    await expectPaidTo(id, 'q');
  }, 60_000);

  it('is foreseen by a rehearsal of the submitted request', async () => {
    const id = await drafted();
    submit(id);
    redirect('q');
    const [rehearsal = ''] = rig.save('Rehearsal__c', [{ Payment_Request__c: id }], rig.people.approver);
    const told = (): Row => rig.row('Rehearsal__c', rehearsal);
    for (let tries = 0; told().Status__c === 'Asked' && tries < 100; tries++) await pause(100);
    expect([told().Verdict__c, told().Lines__c]).toEqual(['0 of 1 will be paid; 1 will be refused.', expect.stringMatching(notAsSubmitted)]);
  }, 60_000);
});

describe('a request to a payee without a key', () => {
  it('can not be submitted, and past that is not paid to whoever gets a key while the approver decides', async () => {
    const id = await drafted();
    redirect(null);
    expect(submit(id).errors).toMatchObject([{ statusCode: 'NO_APPLICABLE_PROCESS' }]);
    const submitted = submit(id, { processDefinitionNameOrId: 'Payout_Approval', skipEntryCriteria: true });
    redirect('q');
    decide(submitted, 'Approve');
    await expectStopped(id);
  }, 60_000);
});

describe('a request that was submitted before its payee was stamped at submission', () => {
  it('is stamped at its approval, and paid', async () => {
    const id = await drafted();
    const submitted = submit(id);
    rig.org.org.put('Payment_Request__c', { ...rig.request(id), Approved_Payee_Key__c: null });
    decide(submitted, 'Approve');
    await expectPaidTo(id, 'p');
  }, 60_000);
});

describe('a Flow of the customer that stamps the payee when it submits', () => {
  it('leaves no other payee to its approval, and stamps anew after a rejection', async () => {
    const id = await drafted('stamp');
    const flow = approvingFlow(rig);
    const save = (row: Row): void => void rig.save('Payment_Request__c', [{ Id: id, ...row }], flow);
    const submitByFlow = (payee: string): void => save({ Status__c: 'Submitted', Submitted_By_Id__c: rig.people.finance.id, Approved_Payee_Key__c: keyOf(payee) });
    const approveByFlow = (): void => {
      const { Approved_Payee_Key__c: _, ...rest } = stampOf(rig, rig.request(id), flow, new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString());
      save(rest);
    };
    submitByFlow('p');
    redirect('q');
    approveByFlow();
    await expectStopped(id);
    await pause(1_100);
    submitByFlow('q');
    save({ Status__c: 'Rejected', Approved_Payee_Key__c: null });
    submitByFlow('q');
    approveByFlow();
    await expectPaidTo(id, 'q');
  }, 60_000);
});
