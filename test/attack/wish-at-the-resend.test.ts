import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payment refused for lack of funds, which waits under its reference', () => {
  it('does not go again while a Cancel stands on the record that is read before it goes', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, fundsMs: 600_000 } } });
    await rig.addPayees([payeeOf('p'), payeeOf('q')]);
    await payOne(rig, { payee: 'q', amount: '5.00', currency: 'USD', purpose: 'Before' });
    await pause(2_500);
    const wallet = rig.payoneer.state.wallets.find(({ currency }) => currency === 'USD');
    if (!wallet) throw new Error('no wallet');
    const [id = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Parked' }]);
    wallet.minor = 70_00;
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ refusedWithBatch }) => refusedWithBatch)).toEqual([true]), 3_000);
    const books = rig.companion.assembly.books as { reserved: PayoutBooks['reserved'] };
    const { reserved } = books;
    let asked = false;
    books.reserved = async (references) => {
      if (!asked && references.some((reference) => reference.startsWith(id))) rig.ask(id, 'Cancel', 'Paid by cheque: do not pay', rig.people.finance);
      asked = true;
      return reserved(references);
    };
    wallet.minor += 1_000_00;
    await eventually(() => expect(asked).toBe(true), 25_000);
    await pause(6_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['Cancelled']]);
  }, 60_000);
});
