import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import type { Companion } from '../../companion/start.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let rig: AttackRig;
let other: Companion | undefined;
afterEach(async () => {
  await other?.close();
  await rig.end();
});

/** Opens when so many have arrived. */
function gateOf(count: number): { arrive(): void; readonly opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  return { opened: promise, arrive: () => void (--left === 0 && resolve()) };
}

describe('two stores under one companion id, both started before anything was reserved', () => {
  it('never submit the same reference both, though they are in the same epoch', async () => {
    rig = await openAttackRig({ policies: { duplicate: 'pay-again', transferredAfterMs: 2_000 } });
    await rig.addPayees([payeeOf('p')]);
    other = await openSecondCompanion(rig);
    const [bothReady, firstReserved, secondReserved] = [gateOf(2), gateOf(1), gateOf(1)];
    const inTurn = (companion: Companion, turn: 'first' | 'second'): void => {
      const books = companion.assembly.books as { reserve: PayoutBooks['reserve'] };
      const real = books.reserve;
      books.reserve = async (rows) => {
        bothReady.arrive();
        await bothReady.opened;
        if (turn === 'second') await firstReserved.opened;
        const answers = await real(rows);
        (turn === 'first' ? firstReserved : secondReserved).arrive();
        return answers;
      };
    };
    inTurn(rig.companion, 'first');
    inTurn(other, 'second');
    aroundSend(rig.companion, async (send) => {
      await secondReserved.opened;
      return send();
    });
    const ids = rig.raise([{ payee: 'p', amount: '4.00', currency: 'USD', purpose: 'Tied' }]);
    rig.approve(ids);
    await rig.until(ids, ['In Progress', 'Completed', 'On Hold', 'Outcome Unknown']);
    await pause(3_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1]);
  }, 60_000);
});
