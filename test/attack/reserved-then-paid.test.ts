import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { issuesOf, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (amount: string) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Late' });
const stagesOf = async (id: string): Promise<readonly string[]> => (await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ stage }) => stage);

/**
 * Its first attempt is unknown to the provider for long and a person re-initiates; the second is reserved, and can't leave yet because the batch of another
 * payment before it is still leaving.
 */
async function secondReserved(transferredAfterMs: number): Promise<{ id: string; letGo(): void }> {
  rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, policies: { acceptedAfterMs: 6_000, transferredAfterMs } });
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: 1 });
  rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
  const [before = '', id = ''] = rig.raise([debt('8.00'), debt('9.00')]);
  rig.approve([before]);
  await rig.until([before], ['On Hold']);
  rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop', times: 1 });
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  const gate = Promise.withResolvers<void>();
  aroundSend(rig.companion, (real) => gate.promise.then(real));
  rig.ask(before, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
  rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
  await eventually(async () => expect(await stagesOf(id)).toEqual(['settled', 'reserved']));
  rig.world.weather.clear();
  rig.payoneer.policies.acceptedAfterMs = 100;
  return { id, letGo: gate.resolve };
}

describe('a second attempt that is reserved and has not left', () => {
  it('does not leave any more once the first was seen to be paid', async () => {
    const { id, letGo } = await secondReserved(300);
    const first = async () => (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0];
    await eventually(async () => expect((await first())?.transferredAt ?? null).not.toBeNull(), 20_000);
    letGo();
    await pause(4_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 60_000);

  it('does not leave any more once the first was seen to be on its way', async () => {
    const { id, letGo } = await secondReserved(60_000);
    const first = async () => (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0];
    await eventually(async () => expect((await first())?.providerRaw ?? null).toBe('Pending'), 20_000);
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'));
    letGo();
    await pause(3_000);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 60_000);
});
