import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { answered, issuesOf, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** The first attempt arrived after all while the second was on its way; as the alert says, a person has the second cancelled, and it is. */
async function firstPaidSecondCancelled(): Promise<string> {
  rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 } });
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'First' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
  await rig.until([id], ['In Progress']);
  const paid = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Transferred', payee_id: 'p', payout_id: '999' } };
  rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: paid }, times: 10_000 });
  await eventually(() => expect(issuesOf(rig, id)).toContain('paid earlier attempt'), 8_000);
  await rig.until([id], ['In Progress']);
  rig.ask(id, 'Cancel', 'The first arrived: stop the second', rig.people.admin);
  await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['settled', 'settled']), 10_000);
  await pause(1_500);
  return id;
}

describe('a request whose first attempt was paid and whose second was cancelled, as the alert asked for', () => {
  it('is Completed in the books: the debt is paid', async () => {
    const id = await firstPaidSecondCancelled();
    expect([rig.statuses([id])[0], reasonOf(rig, id)]).toEqual(['Completed', expect.anything()]);
  }, 60_000);

  it('does not wait for ever as Approved for Payout, without a word, when a person re-initiates it', async () => {
    const id = await firstPaidSecondCancelled();
    if (rig.statuses([id])[0] === 'Completed') return;
    rig.ask(id, 'Re-initiate', 'It failed', rig.people.admin);
    await answered(rig, id);
    await pause(5_000);
    const waits = rig.statuses([id])[0] === 'Approved for Payout' && !/paid|arrived|-01/.test(reasonOf(rig, id));
    expect([waits, rig.statuses([id])[0], reasonOf(rig, id)]).toEqual([false, expect.anything(), expect.anything()]);
  }, 60_000);
});

describe('a return that never shows in the balance', () => {
  it('breaks the seal, even if somebody had loaded the program before the payout was made', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 300 } });
    await rig.addPayees([payeeOf('p')]);
    await pause(2_500);
    await rig.payoneer.fund('100200300', 50_00);
    await pause(3_000);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Return' }]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    const seal = () => [...rig.org.org.rows('Payout_Batch__c').values()].map((row) => [row.Seal__c, row.Seal_Detail__c])[0];
    await eventually(() => expect(seal()?.[0]).toBe('Sealed'), 12_000);
    const { payoutId } = (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0] ?? {};
    const back = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', payout_id: payoutId, cancel_reason_code: 30013, cancel_reason_description: 'Bank details - Invalid Branch Code' } };
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: { status: 200, body: back }, times: 10_000 });
    await rig.until([id], ['Returned'], 15_000);
    await pause(6_000);
    expect(seal()?.[0]).not.toBe('Sealed');
  }, 60_000);
});
