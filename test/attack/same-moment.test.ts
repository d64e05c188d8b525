import { afterEach, describe, expect, it } from '@jest/globals';
import { judge } from '../../companion/engine/judge.ts';
import type { AttemptRow, Payment } from '../../companion/store/ledger-rows.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { approvingFlow, midnight, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig | undefined;
afterEach(async () => {
  await rig?.end();
  rig = undefined;
});
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
describe('a request approved by a Flow that stamps the day only', () => {
  it('then recalled, corrected and approved again on the same day, is not paid what was approved first', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    const here = rig;
    await here.addPayees([payeeOf('p')]);
    const flow = approvingFlow(here);
    const { store } = here.companion.assembly;
    await store.lanes.stop(lane, 'a batch before it is not settled');
    const [id = ''] = here.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    here.save('Payment_Request__c', [{ Id: id, ...stampOf(here, here.request(id), flow, midnight) }], flow);
    await eventually(async () => expect((await store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['intent']));
    here.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
    here.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
    here.save('Payment_Request__c', [{ Id: id, ...stampOf(here, here.request(id), flow, midnight) }], flow);
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
