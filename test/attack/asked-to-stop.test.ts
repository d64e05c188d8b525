import { afterEach, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const says = (id: string, status: string, more: object = {}) =>
  ({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status, payee_id: 'p', ...more } } }, times: 10_000 }) as const;

async function oneInProgress(): Promise<string> {
  rig = await openAttackRig({ policies: { transferredAfterMs: 600_000 } });
  await rig.addPayees([payeeOf('p')]);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Wrong' }]);
  rig.approve([id]);
  await rig.until([id], ['In Progress']);
  return id;
}

it('a payout a person asked to cancel, and which the provider had cancelled for lack of funds, is not paid under another reference', async () => {
  const id = await oneInProgress();
  // The provider has cancelled it for lack of funds by then, and says so.
  const payer = rig.companion.assembly.payer as { cancel: Payouts['cancel'] };
  payer.cancel = async () => {
    rig.world.weather.add(says(id, 'Cancelled', { cancel_reason_code: '003', cancel_reason_description: 'Insufficient funds' }));
    return 'too late';
  };
  rig.ask(id, 'Cancel', 'Paid by cheque: do not pay', rig.people.admin);
  await answered(rig, id);
  await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id]))[0]?.stage).toBe('settled'), 15_000);
  await rig.until([id], ['Failed']);
  await pause(2_000);
  expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
}, 60_000);

it('a payout a person asked to cancel is not paid under another reference either where somebody asked after it with a Retry', async () => {
  const id = await oneInProgress();
  const payer = rig.companion.assembly.payer as { cancel: Payouts['cancel'] };
  payer.cancel = async () => 'too late';
  rig.ask(id, 'Cancel', 'Paid by cheque: do not pay', rig.people.admin);
  await answered(rig, id);
  rig.ask(id, 'Retry', 'How does it stand?', rig.people.admin);
  await answered(rig, id);
  rig.world.weather.add(says(id, 'Cancelled', { cancel_reason_code: '003', cancel_reason_description: 'Insufficient funds' }));
  await rig.until([id], ['Failed'], 20_000);
  await pause(2_000);
  expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
}, 60_000);

it('a payout a person asked to cancel while it was Sending does not go out again by itself when its batch is refused', async () => {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, sendDeadlineMs: 5_000 } } });
  await rig.addPayees([payeeOf('p'), payeeOf('q')]);
  const ids = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Wrong' }, { payee: 'q', amount: '8.00', currency: 'USD', purpose: 'Right' }]);
  const [id = '', other = ''] = ids;
  const calls: (readonly string[])[] = [];
  aroundSend(rig.companion, async (real, batch) => {
    calls.push(batch.map(({ requestId }) => requestId));
    if (calls.length > 1) return real();
    rig.ask(id, 'Cancel', 'Paid by cheque: do not pay', rig.people.admin);
    await pause(1_500);
    return { refused: 'all', reason: { code: '500x', text: 'Something in it is wrong', cause: 'other' } };
  });
  rig.approve(ids);
  await rig.until([id], ['Cancelled'], 30_000);
  await rig.until([other], ['Completed'], 30_000);
  expect(calls[0]?.toSorted()).toEqual([id, other].toSorted());
  expect([paidTimes(rig, id), paidTimes(rig, other)]).toEqual([0, 1]);
}, 90_000);
