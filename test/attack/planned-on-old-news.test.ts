import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { beforePlanning, oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
// As in production, what changed is told to the books some seconds later: the sending that follows a plan at once is faster.
const timing = { ...quickTiming, writeDelayMs: 1_500, fundsFreshMs: 100, fundsMs: 60_000 };

describe('two companions on one store: one waits for the balance between finding a request and planning it', () => {
  it('and does not plan a second attempt when the other saw the first arrive meanwhile', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 4_000, transferredAfterMs: 10 }, config: { timing } });
    const id = await oneOnHold(rig);
    const first = rig.companion;
    const second = await rig.start();
    const { ledger } = second.assembly.store;
    const waited = beforePlanning([first, second], id, async () => {
      // The provider's status replica lags behind its payment.
      await eventually(() => expect(paidTimes(rig, id)).toBe(1), 10_000);
      rig.world.weather.clear();
      await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Completed'), 15_000);
    });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Completed'), 20_000);
    await pause(4_000);
    expect(waited()).toBeGreaterThan(0);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);

  it('and does not pay what a person cancelled meanwhile, as the other carried out', async () => {
    rig = await openAttackRig({ config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    const first = rig.companion;
    const second = await rig.start();
    const { ledger } = second.assembly.store;
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Cancelled' }]);
    const waited = beforePlanning([first, second], id, async () => {
      rig.ask(id, 'Cancel', 'Ordered by mistake');
      await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Cancelled'), 12_000);
    });
    rig.approve([id]);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Cancelled'), 20_000);
    await pause(5_000);
    expect(waited()).toBeGreaterThan(0);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['Cancelled']]);
  }, 60_000);
});
