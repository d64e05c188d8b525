import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import type { Companion } from '../../companion/start.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { answered, issuesOf, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let [rig, other]: [AttackRig?, Companion?] = [];
afterEach(async () => {
  await other?.close();
  await rig?.end();
});

const program = '100200300';

/** One request that waits for funds at the first companion, which sees nothing of the books until `sees` is called. */
async function waitsUnseen(): Promise<{ readonly first: AttackRig; readonly id: string; readonly sees: () => void }> {
  const first = await openAttackRig();
  rig = first;
  await first.addPayees([payeeOf('p')]);
  const wallet = first.payoneer.state.programs.get(program)?.wallet;
  if (wallet) wallet.minor = 0;
  const [id = ''] = first.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stop me' }]);
  first.approve([id]);
  await first.until([id], ['Awaiting Funds']);
  const books = first.companion.assembly.books as { survey: PayoutBooks['survey'] };
  const { survey } = books;
  const { promise, resolve } = Promise.withResolvers<void>();
  books.survey = async (scope) => promise.then(() => survey(scope));
  await pause(1_000);
  return { first, id, sees: resolve };
}

describe('what somebody has asked to stop', () => {
  it('and another companion holds is not set to wait for funds again by the first, and goes once somebody releases it', async () => {
    const { first, id, sees } = await waitsUnseen();
    other = await openSecondCompanion(first);
    first.ask(id, 'Hold', 'Paid by cheque: do not pay', first.people.admin);
    await first.until([id], ['On Hold'], 15_000);
    await answered(first, id);
    await other.close();
    // What the first one had to tell was on its way, under a higher version.
    await first.database.query("select setval('outbox_version', 900000000)");
    await first.companion.assembly.store.outbox.add('request', [id], Date.now());
    await first.payoneer.fund(program, 500_00);
    await eventually(async () => expect((await first.companion.assembly.store.ledger.payments([id]))[0]?.state).toBe('On Hold'), 10_000);
    sees();
    await pause(4_000);
    expect([paidTimes(first, id), first.statuses([id]), issuesOf(first, id).filter((kind) => kind === 'write-back refused')]).toEqual([0, ['On Hold'], []]);
    first.ask(id, 'Release', 'It is owed after all', first.people.admin);
    await first.until([id], ['Completed'], 20_000);
    expect(paidTimes(first, id)).toBe(1);
  }, 90_000);

  it('while it was on its way does not go again where an older copy of the store has forgotten that', async () => {
    const only = await openAttackRig({ policies: { transferredAfterMs: 600_000 } });
    rig = only;
    await only.addPayees([payeeOf('p')]);
    const [id = ''] = only.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Forgotten' }]);
    only.approve([id]);
    await only.until([id], ['In Progress']);
    only.ask(id, 'Hold', 'Paid by cheque: do not pay', only.people.admin);
    await answered(only, id);
    await only.database.query('update payment set stop_wish = null where request_id = $1', [id]);
    const body = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', cancel_reason_code: '003', cancel_reason_description: 'Insufficient funds' } };
    only.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body }, times: 10_000 });
    await only.until([id], ['On Hold'], 20_000);
    await pause(2_000);
    expect([Object.keys(postedTimes(only, id)), String(only.request(id).Status_Reason__c)]).toEqual([[`${id}-01`], expect.stringContaining('asked to stop it')]);
  }, 60_000);
});
