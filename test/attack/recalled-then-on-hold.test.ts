import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, stampOf } from './approving-flow.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

async function approvedByFlow(): Promise<{ readonly approve: (id: string) => void; readonly recall: (id: string) => void }> {
  rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
  await rig.addPayees([payeeOf('p')]);
  const flow = approvingFlow(rig);
  const approve = (id: string): void => void rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString()) }], flow);
  return { approve, recall: (id) => void rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow) };
}

/** The approval is taken back just before the books are told that it is held. @returns whether it was */
function recallsBeforeHeld(id: string, recall: (id: string) => void): () => boolean {
  const books = rig.companion.assembly.books as { write: PayoutBooks['write'] };
  const { write } = books;
  let recalled = false;
  books.write = async (changes) => {
    if (!recalled && changes.some((change) => change.kind === 'request' && change.key === id && change.status === 'On Hold')) {
      recalled = true;
      recall(id);
    }
    return write(changes);
  };
  return () => recalled;
}

/** Back with whoever corrects it, with no approval on it that a Release could pay, and nothing left to be told of it. */
async function expectBackForApproval(id: string): Promise<void> {
  await eventually(() => expect(rig.request(id)).toMatchObject({ Status__c: 'Needs Correction', Approved_At__c: null, Requested_Action__c: null }), 8_000);
  await eventually(async () => expect(await rig.companion.assembly.store.outbox.dueOf('request', id)).toBeUndefined());
}

async function expectReleaseDoesNotPay(id: string): Promise<void> {
  rig.ask(id, 'Release', 'It is another delivery under the same invoice', rig.people.admin);
  await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull());
  await pause(2_000);
  expect([rig.statuses([id]), paidTimes(rig, id)]).toEqual([['Needs Correction'], 0]);
}

/** Held as a possible duplicate by its new approval; the release of that pays it. */
async function expectPaidOnNewApproval(id: string, approve: (id: string) => unknown): Promise<void> {
  approve(id);
  await rig.until([id], ['On Hold']);
  rig.ask(id, 'Release', 'It is another delivery under the same invoice', rig.people.admin);
  await rig.until([id], ['Completed']);
  expect(paidTimes(rig, id)).toBe(1);
}

describe('an approval that a Flow took back before the books were told that it is held', () => {
  it('is not held over that: it waits for its next approval, and is paid on that', async () => {
    const { approve, recall } = await approvedByFlow();
    const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work', invoice: 'R-7' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    approve(first);
    await rig.until([first], ['Completed']);
    const isRecalled = recallsBeforeHeld(twin, recall);
    approve(twin);
    await expectBackForApproval(twin);
    expect(isRecalled()).toBe(true);
    await expectReleaseDoesNotPay(twin);
    await expectPaidOnNewApproval(twin, approve);
  }, 60_000);

  it('is not held over that either where it had been sent before, refused, and approved again', async () => {
    const { approve, recall } = await approvedByFlow();
    const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work', invoice: 'R-7' };
    let refuse = true;
    aroundSend(rig.companion, async (real, batch) => {
      if (!refuse) return real();
      refuse = false;
      return { refused: batch.map(({ reference }) => ({ reference, reason: { code: '10009', text: 'payee is inactive', cause: 'payee' as const } })) };
    });
    const [twin = ''] = rig.raise([debt]);
    approve(twin);
    await eventually(() => expect(rig.request(twin)).toMatchObject({ Status__c: 'Needs Correction', Attempt__c: '1', Approved_At__c: null }), 20_000);
    const [first = ''] = rig.raise([debt]);
    approve(first);
    await rig.until([first], ['Completed']);
    const isRecalled = recallsBeforeHeld(twin, recall);
    await pause(1_100);
    approve(twin);
    await eventually(() => expect(isRecalled()).toBe(true), 20_000);
    await expectBackForApproval(twin);
    await expectReleaseDoesNotPay(twin);
    await expectPaidOnNewApproval(twin, approve);
  }, 90_000);

  it('is not held when somebody asks for it, but answered that no approval stands', async () => {
    const { approve, recall } = await approvedByFlow();
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' }]);
    approve(id);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([id]))[0]?.state).toBe('Approved for Payout'));
    recall(id);
    rig.ask(id, 'Hold', 'Taken back: the delivery was wrong', rig.people.finance);
    await expectBackForApproval(id);
    expect(rig.request(id).Status_Reason__c).toContain('No approval stands, it is Recalled');
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await expectReleaseDoesNotPay(id);
  }, 60_000);
});
