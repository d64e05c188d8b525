import { afterEach, describe, expect, it } from '@jest/globals';
import { judge } from '../../companion/engine/judge.ts';
import type { AttemptRow, Payment } from '../../companion/store/ledger-rows.ts';
import type { Row, User } from '../../sandbox/salesforce/org.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig | undefined;
afterEach(async () => {
  await rig?.end();
  rig = undefined;
});
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
// What `TODAY()` in a customer's Flow stamps: the day, the same for every approval of it.
const midnight = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;

function automation(of: AttackRig): User {
  const admin = of.org.org.permissionSets.get('Quittance_Admin');
  if (!admin) throw new Error('no admin set');
  of.org.org.permissionSets.set('Approving_Flow', { ...admin, name: 'Approving_Flow', label: 'Approving Flow', id: '0PS000000000999AAA', customPermissions: new Set(['Quittance_Approve_By_Automation']) });
  return of.org.addUser({ username: 'flow@sandbox.example', name: 'Approving Flow', profile: 'admin', permissionSets: ['Approving_Flow', 'Quittance_Admin'] });
}

describe('a request approved by a Flow that stamps the day only', () => {
  it('then recalled, corrected and approved again on the same day, is not paid what was approved first', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    const here = rig;
    await here.addPayees([payeeOf('p')]);
    const flow = automation(here);
    const stampOf = ({ Amount__c: amount = null, Currency__c: currency = null, Recipient__c: recipient = null, Purpose__c: purpose = null }: Row): Row => ({
      Status__c: 'Approved for Payout', Approved_Amount__c: amount, Approved_Currency__c: currency, Approved_Recipient_Id__c: recipient,
      Approved_Payee_Key__c: 'payoneer:sandbox:100200300:p', Approved_Purpose__c: purpose, Approved_At__c: midnight, Approved_By_Id__c: flow.id, Submitted_By_Id__c: here.people.finance.id,
    });
    const { store } = here.companion.assembly;
    await store.lanes.stop(lane, 'a batch before it is not settled');
    const [id = ''] = here.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    here.save('Payment_Request__c', [{ Id: id, ...stampOf(here.request(id)) }], flow);
    await eventually(async () => expect((await store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['intent']));
    here.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
    here.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
    here.save('Payment_Request__c', [{ Id: id, ...stampOf(here.request(id)) }], flow);
    await pause(2_000);
    await store.lanes.goOn(lane, 'a batch before it is not settled');
    await store.timers.set('send', 'payoneer/100200300/USD', Date.now());
    await pause(4_000);
    expect([here.payoneer.transfers().map(({ amountMinor }) => amountMinor), here.request(id).Amount__c]).not.toEqual([[90_000], here.request(id).Amount__c]);
  }, 40_000);
});

describe('a clock that ran a day ahead for a moment, and was set right', () => {
  it('does not make the provider\'s answers count for nothing until that day has come', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    const attempt = {
      reference: 'a0X000000000001AAA-01', requestId: 'a0X000000000001AAA', number: 1, payeeId: 'p', amountMinor: 900, currency: 'USD', stage: 'unknown', posted: 1, payoutId: null, providerRaw: null, providerStatus: null,
      sentAt: now - 60_000, plannedAt: now - 60_000, askedAt: now + 86_400_000, asked: 1, missed: 1, unknownSince: now - 60_000, cancelledFirstAt: null, transferredAt: null, returnedAt: null, timeline: [], refusedWithBatch: false,
    } as unknown as AttemptRow;
    const seen = { found: true, askedAt: now, payeeId: 'p', amount: { minor: 900, currency: 'USD' }, status: 'transferred', raw: 'Transferred', payoutId: '1' } as const;
    expect(judge(attempt, { state: 'Outcome Unknown' } as Payment, seen, quickTiming)).toMatchObject({ event: 'see transferred' });
  });
});
