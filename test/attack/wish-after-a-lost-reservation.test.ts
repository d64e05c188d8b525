import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/**
 * The line between the companion and Salesforce breaks just when a reservation was taken: its answer is lost. People go on working in Salesforce. When the line is
 * back, the reservation is asked for again (by its own timer) before the next survey is.
 */
async function lostAnswer(meanwhile: (id: string) => void): Promise<{ readonly id: string; readonly asked: () => number }> {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stop me' }]);
  const books = rig.companion.assembly.books as { reserve: PayoutBooks['reserve']; survey: PayoutBooks['survey'] };
  const { reserve, survey } = books;
  let calls = 0;
  const away = (): never => { throw new Problem('unreachable', 'Salesforce: no answer.'); };
  books.survey = async (scope) => (calls === 1 ? away() : survey(scope));
  books.reserve = async (rows) => {
    calls += 1;
    if (calls > 1) return reserve(rows);
    await reserve(rows);
    meanwhile(id);
    return away();
  };
  rig.approve([id]);
  await eventually(async () => expect(calls).toBeGreaterThan(1), 20_000);
  await pause(4_000);
  return { id, asked: () => calls };
}

describe('a stop asked for after the books took a reservation whose answer was lost', () => {
  it.each(['Hold', 'Cancel'])('%s: is heeded when the reservation is asked for again, and nothing leaves', async (wish) => {
    const { id } = await lostAnswer((one) => rig.ask(one, wish, 'Paid by cheque: do not pay', rig.people.finance));
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, [wish === 'Hold' ? 'On Hold' : 'Cancelled']]);
  }, 60_000);

  it('and the old payee is not paid where the recipient was given another one meanwhile, whom nobody has verified', async () => {
    const { id } = await lostAnswer(() => rig.save('Recipient_Account__c', [{ Id: rig.recipients.get('p') ?? '', Payee_Key__c: 'payoneer:sandbox:100200300:new' }], rig.people.finance));
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);

  it('nor before the payout date it was moved to meanwhile', async () => {
    const { id } = await lostAnswer((one) => rig.save('Payment_Request__c', [{ Id: one, Payout_Date__c: '2099-01-01' }], rig.people.finance));
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);
});
