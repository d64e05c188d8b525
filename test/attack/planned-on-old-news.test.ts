import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
// As in production, what changed is told to the books some seconds later: the sending that follows a plan at once is faster.
const timing = { ...quickTiming, writeDelayMs: 1_500, fundsFreshMs: 100, fundsMs: 60_000 };

describe('two companions on one store: one waits for the balance between finding a request and planning it', () => {
  it('and does not plan a second attempt when the other saw the first arrive meanwhile', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 4_000, transferredAfterMs: 10 }, config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' });
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Late' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    const first = rig.companion;
    const second = await rig.start();
    const { ledger } = second.assembly.store;
    let reads = 0;
    for (const { assembly } of [first, second]) {
      const payer = assembly.payer as { funds: Payouts['funds'] };
      const real = payer.funds;
      payer.funds = async (program) => {
        if ((await ledger.payments([id]))[0]?.state === 'Approved for Payout' && reads++ === 0) {
          // The provider's status replica lags behind its payment.
          await eventually(() => expect(paidTimes(rig, id)).toBe(1), 10_000);
          rig.world.weather.clear();
          await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Completed'), 15_000);
        }
        return real(program);
      };
    }
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Completed'), 20_000);
    await pause(4_000);
    expect(reads).toBeGreaterThan(0);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);

  it('and does not pay what a person cancelled meanwhile, as the other carried out', async () => {
    rig = await openAttackRig({ config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    const first = rig.companion;
    const second = await rig.start();
    const { ledger } = second.assembly.store;
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Cancelled' }]);
    let reads = 0;
    for (const { assembly } of [first, second]) {
      const payer = assembly.payer as { funds: Payouts['funds'] };
      const real = payer.funds;
      payer.funds = async (program) => {
        if ((await ledger.payments([id]))[0]?.state === 'Approved for Payout' && reads++ === 0) {
          rig.ask(id, 'Cancel', 'Ordered by mistake');
          await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Cancelled'), 12_000);
        }
        return real(program);
      };
    }
    rig.approve([id]);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Cancelled'), 20_000);
    await pause(5_000);
    expect(reads).toBeGreaterThan(0);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['Cancelled']]);
  }, 60_000);
});
