import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks, Payouts } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import type { User } from '../../sandbox/salesforce/org.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, midnight, stampOf } from './approving-flow.ts';
import { beforePlanning, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** For another amount, and stamped as before: it is the same day. */
function approveAnew(id: string, flow: User): void {
  rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
  rig.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
  rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
}

describe('a request approved by a Flow that stamps the day only', () => {
  it('and approved again with another amount while one of two companions waits for the balance is not paid what was approved first', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' }, config: { timing: { ...quickTiming, writeDelayMs: 1_500, fundsFreshMs: 100, fundsMs: 60_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const first = rig.companion;
    const second = await rig.start();
    const { ledger } = second.assembly.store;
    const [id = ''] = rig.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    let holding = false;
    const waited = beforePlanning([first, second], id, async () => {
      holding = true;
      approveAnew(id, flow);
      await eventually(async () => expect((await ledger.payments([id]))[0]?.amountMinor).toBe(900), 12_000);
    });
    // The other one takes the new approval up, and waits for the balance too.
    for (const { assembly } of [first, second]) {
      const payer = assembly.payer as { funds: Payouts['funds'] };
      const real = payer.funds;
      payer.funds = async (program) => {
        if (holding) await pause(4_000);
        return real(program);
      };
    }
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 30_000);
    await pause(2_000);
    expect(waited()).toBeGreaterThan(0);
    expect(rig.payoneer.transfers().map(({ amountMinor }) => amountMinor)).toEqual([900]);
  }, 90_000);

  it('and approved again with another amount while the only companion waits for the balance is paid what was approved last, and that once', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' }, config: { timing: { ...quickTiming, fundsFreshMs: 100, fundsMs: 60_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    const waited = beforePlanning([rig.companion], id, async () => approveAnew(id, flow));
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 30_000);
    await rig.until([id], ['Completed']);
    expect(waited()).toBeGreaterThan(0);
    expect(rig.payoneer.transfers().map(({ amountMinor }) => amountMinor)).toEqual([900]);
  }, 60_000);

  it.each([['answer', false], ['can not be read at first', true]])('and approved again with another amount in the moment before it is reserved is paid what was approved last, and that once, where the books %s', async (_what, silent) => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    const books = rig.companion.assembly.books as { -readonly [Each in 'reserve' | 'reserved']: PayoutBooks[Each] };
    const { reserve, reserved } = books;
    const seen = { reservations: 0, looks: 0 };
    books.reserve = async (rows) => {
      if (seen.reservations++ === 0) approveAnew(id, flow);
      return reserve(rows);
    };
    books.reserved = async (references) => {
      if (seen.looks++ === 0 && silent) throw new Problem('unreachable', 'Salesforce: no answer.');
      return reserved(references);
    };
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 30_000);
    await rig.until([id], ['Completed']);
    expect(seen.looks).toBeGreaterThan(silent ? 1 : 0);
    expect(rig.payoneer.transfers().map(({ amountMinor }) => amountMinor)).toEqual([900]);
  }, 60_000);

  it('and set back for a payee who had lapsed, is paid when it is approved again on the same day', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' }, config: { timing: { ...quickTiming, payeeStatusFreshMs: 1 } } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Lapsed' }]);
    await rig.payoneer.setPayee('p', { status: 'Inactive' });
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await rig.until([id], ['Needs Correction']);
    await rig.payoneer.setPayee('p', { status: 'Active' });
    await pause(1_000);
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 15_000);
  }, 60_000);
});
