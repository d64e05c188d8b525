import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import type { Companion } from '../../companion/start.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let [rig, other]: [AttackRig?, Companion?] = [];
afterEach(async () => {
  await other?.close();
  await rig?.end();
});
const program = '100200300';

describe('a Release the first companion answered and could not tell', () => {
  it('does not wipe out the Hold that another companion answered since', async () => {
    const first = await openAttackRig();
    rig = first;
    await first.addPayees([payeeOf('p')]);
    const wallet = first.payoneer.state.programs.get(program)?.wallet;
    if (wallet) wallet.minor = 0;
    const [id = ''] = first.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stop me' }]);
    first.approve([id]);
    await first.until([id], ['Awaiting Funds']);
    await pause(1_000);
    // The first one can read and not write; then neither.
    const books = first.companion.assembly.books as { survey: PayoutBooks['survey']; write: PayoutBooks['write'] };
    const { survey, write } = books;
    let isCut = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    books.write = async (changes) => {
      if (isCut) throw new Problem('unreachable', 'Salesforce: cut off.');
      return write(changes);
    };
    first.ask(id, 'Release', 'Send it as soon as there is money', first.people.admin);
    const known = async () => (await first.companion.assembly.store.ledger.payments([id]))[0];
    await eventually(async () => expect((await known())?.answeredAction ?? '').toMatch(/^Release/), 10_000);
    books.survey = async (scope) => promise.then(() => survey(scope));
    await pause(700);
    // Somebody replaces the wish, and another companion answers it.
    first.ask(id, 'Hold', 'Paid by cheque: do not pay', first.people.admin);
    other = await openSecondCompanion(first);
    await first.until([id], ['On Hold'], 15_000);
    await answered(first, id);
    await other.close();
    expect(first.request(id).Stopped_Approval_At__c).toEqual(first.request(id).Approved_At__c);
    isCut = false;
    await first.payoneer.fund(program, 500_00);
    await pause(1_500);
    resolve();
    await pause(6_000);
    expect([paidTimes(first, id), first.statuses([id])]).toEqual([0, ['On Hold']]);
  }, 90_000);
});
