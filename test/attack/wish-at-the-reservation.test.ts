import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a stop that stands on the record before the books are asked to reserve it', () => {
  it.each(['Hold', 'Cancel'])('%s: is heeded by the fence, and nothing leaves', async (wish) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stop me' }]);
    const books = rig.companion.assembly.books as { reserve: PayoutBooks['reserve'] };
    const { reserve } = books;
    let first = true;
    books.reserve = async (rows) => {
      if (first) rig.ask(id, wish, 'Paid by cheque: do not pay', rig.people.finance);
      first = false;
      return reserve(rows);
    };
    rig.approve([id]);
    await eventually(async () => expect(first).toBe(false), 15_000);
    await pause(5_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, [wish === 'Hold' ? 'On Hold' : 'Cancelled']]);
  }, 60_000);
});
