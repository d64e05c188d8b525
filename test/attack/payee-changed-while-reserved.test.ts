import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** Two requests reserved in one wave, of one row a batch; something happens to the second while the first is on its way. @returns the second */
async function second(meanwhile: (id: string) => void): Promise<string> {
  rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' } });
  await rig.addPayees([payeeOf('p'), payeeOf('q')]);
  const ids = rig.raise(['p', 'q'].map((payee) => ({ payee, amount: '9.00', currency: 'USD', purpose: `Pay ${payee}` })));
  let held = '';
  aroundSend(rig.companion, async (real, batch) => {
    const sent = await real();
    if (held === '') {
      held = ids.find((id) => id !== batch[0]?.requestId) ?? '';
      meanwhile(held);
    }
    return sent;
  });
  rig.approve(ids);
  await eventually(() => expect(held).not.toBe(''), 15_000);
  await pause(6_000);
  return held;
}

describe('what was reserved, and has not left while the batch before it was on its way', () => {
  it('is not paid to the old payee after the recipient was given another one, whom nobody has verified', async () => {
    const id = await second((one) => {
      const recipient = String(rig.request(one).Recipient__c);
      rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: 'payoneer:sandbox:100200300:new' }], rig.people.finance);
    });
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);

  it('is not paid before the payout date it was moved to', async () => {
    const id = await second((one) => rig.save('Payment_Request__c', [{ Id: one, Payout_Date__c: '2099-01-01' }], rig.people.finance));
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);
});
