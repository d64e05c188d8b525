import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, midnight, stampOf } from './approving-flow.ts';
import { beforePlanning, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

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
      rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
      rig.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
      rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
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
