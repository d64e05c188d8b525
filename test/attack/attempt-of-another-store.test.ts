import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks, Payouts } from '../../companion/connectors/connector.ts';
import type { Companion } from '../../companion/start.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes, payOne, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let [rig, other]: [AttackRig?, Companion?] = [];
afterEach(async () => {
  await other?.close();
  await rig?.end();
});

const program = '100200300';
const state = async (companion: Companion, id: string): Promise<unknown> => (await companion.assembly.store.ledger.payments([id]))[0]?.state;

/** A companion that has paid before, and a second one of the same name on a store of its own, which knows of that. */
async function twoStores(options: Parameters<typeof openAttackRig>[0]): Promise<{ first: AttackRig; second: Companion; books: { -readonly [Name in keyof PayoutBooks]: PayoutBooks[Name] } }> {
  const first = await openAttackRig(options);
  rig = first;
  await first.addPayees([payeeOf('p')]);
  await payOne(first, { payee: 'p', amount: '1.00', currency: 'USD', purpose: 'Before' });
  const second = await openSecondCompanion(first);
  other = second;
  await eventually(async () => expect((await second.assembly.store.installation.read())?.mode).toBe('normal'), 10_000);
  return { first, second, books: second.assembly.books };
}
const raise = (on: AttackRig, amount: string): string => {
  const [id = ''] = on.raise([{ payee: 'p', amount, currency: 'USD', purpose: 'Both' }]);
  on.approve([id]);
  return id;
};

describe('the second of two stores under one companion id', () => {
  it('sends nothing beside what the first has sent, though it had parked that for lack of funds and said so too late', async () => {
    const { first, second, books } = await twoStores({ policies: { duplicate: 'reject-batch', transferredAfterMs: 4_000 } });
    let id = '';
    const payer = second.assembly.payer as { funds: Payouts['funds'] };
    const { funds } = payer;
    payer.funds = async (of) => ({ ...(await funds(of)), available: { minor: first.hold.dead ? 100_000 : 0, currency: 'USD' } });
    const { write } = books;
    books.write = async (changes) => {
      if (id && changes.some((change) => change.kind === 'request' && change.key === id && change.status === 'Awaiting Funds')) await eventually(() => expect(first.hold.dead).toBe(true), 20_000);
      return write(changes);
    };
    const own = first.companion.assembly.books as { reserve: PayoutBooks['reserve'] };
    const { reserve } = own;
    own.reserve = async (rows) => {
      await eventually(async () => expect(await state(second, id)).toBe('Awaiting Funds'), 20_000);
      return reserve(rows);
    };
    aroundSend(first.companion, async (send) => {
      const sent = await send();
      first.hold.dead = true;
      return sent;
    });
    await second.assembly.store.lanes.forgetReading({ connection: 'payoneer', program, currency: 'USD' });
    id = raise(first, '9.00');
    await eventually(() => expect(first.hold.dead).toBe(true), 20_000);
    await first.until([id], ['Completed']);
    expect([paidTimes(first, id), postedTimes(first, id)]).toEqual([1, { [`${id}-01`]: 1 }]);
  }, 60_000);

  it('asks about what waits for funds at the first before it plans anything for it, and then a person decides', async () => {
    const { first, second, books } = await twoStores({ policies: { duplicate: 'reject-batch', insufficient: 'reject', transferredAfterMs: 500 } });
    const { survey } = books;
    books.survey = async (scope) => {
      await eventually(() => expect(first.hold.dead).toBe(true), 20_000);
      return survey(scope);
    };
    const wallet = first.payoneer.state.programs.get(program)?.wallet;
    if (wallet) wallet.minor = 10_00;
    const id = raise(first, '60.00');
    await first.until([id], ['Awaiting Funds']);
    first.hold.dead = true;
    await eventually(async () => expect(await second.assembly.store.ledger.attempts([`${id}-01`])).toMatchObject([{ stage: 'unknown', posted: 2 }]), 10_000);
    await first.payoneer.fund(program, 500_00);
    await first.until([id], ['On Hold']);
    expect(Object.keys(postedTimes(first, id))).toEqual([`${id}-01`]);
    first.ask(id, 'Re-initiate', 'The other store is gone, and its attempt was refused', first.people.admin);
    await first.until([id], ['Completed']);
    expect([paidTimes(first, id), Object.keys(postedTimes(first, id))]).toEqual([1, [`${id}-01`, `${id}-02`]]);
  }, 60_000);
});
