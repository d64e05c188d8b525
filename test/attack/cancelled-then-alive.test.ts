import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
const debt = (amount: string) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Alive' });

describe('a payout confirmed cancelled for lack of funds, which the provider then says is on its way after all', () => {
  it('takes the second attempt back, which is reserved and has not left', async () => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, policies: { transferredAfterMs: 60_000 }, config: { timing: { ...quickTiming, pollsMs: [60_000] } } });
    await rig.addPayees([payeeOf('p')]);
    const { store, engine } = rig.companion.assembly;
    const stagesOf = async (id: string): Promise<readonly string[]> => (await store.ledger.attemptsOf([id])).map(({ stage }) => stage);
    const [id = '', before = ''] = rig.raise([debt('9.00'), debt('8.00')]);
    const says = (status: string, more: object = {}) =>
      ({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status, payee_id: 'p', payout_id: '999', ...more } } }, times: 10_000 }) as const;
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 }, says('Cancelled', { cancel_reason_code: 3, cancel_reason_description: 'Insufficient funds' }));
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    const hint = () => engine.desk.hinted([{ reference: `${id}-01`, word: 'cancel-payout', final: true }]);
    await store.lanes.stop(lane, 'a batch before it is not settled');
    rig.approve([before]);
    await eventually(async () => expect(await stagesOf(before)).toEqual(['intent']), 12_000);
    await hint();
    await eventually(async () => expect(await stagesOf(id)).toEqual(['settled', 'intent']), 20_000);
    const gate = Promise.withResolvers<void>();
    aroundSend(rig.companion, (real) => gate.promise.then(real));
    await store.lanes.goOn(lane, 'a batch before it is not settled');
    await store.timers.set('send', 'payoneer/100200300/USD', Date.now());
    await eventually(async () => expect(await stagesOf(id)).toEqual(['settled', 'reserved']));
    rig.world.weather.clear();
    rig.world.weather.add(says('Pending'));
    await hint();
    await eventually(async () => expect((await store.ledger.attemptsOf([id]))[0]?.providerRaw).toBe('Pending'));
    gate.resolve();
    await pause(6_000);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 90_000);

  it('is found paid without any notice: what was called cancelled is asked about again, days later', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 3_000 }, config: { timing: { ...quickTiming, returnAsksMs: [8_000, 16_000] } } });
    await rig.addPayees([payeeOf('p')]);
    const { store, engine } = rig.companion.assembly;
    const [id = ''] = rig.raise([debt('9.00')]);
    const lie = { door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', cancel_reason_code: 1, cancel_reason_description: 'Cancelled by the partner' } } }, times: 10_000 } as const;
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 }, lie);
    rig.approve([id]);
    await rig.until([id], ['In Progress', 'Failed']);
    await engine.desk.hinted([{ reference: `${id}-01`, word: 'cancel-payout', final: true }]);
    await rig.until([id], ['Failed'], 20_000);
    rig.world.weather.clear();
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    await rig.until([id], ['Completed'], 30_000);
    expect((await store.issues.open()).map(({ kind }) => kind)).toContain('paid after all');
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 90_000);
});
