import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { issuesOf, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** Its first attempt is unknown to the provider for long, a person re-initiates, and the second is reserved but can't leave yet (no login). */
async function secondReserved(transferredAfterMs: number): Promise<{ id: string; letGo(): void }> {
  rig = await openAttackRig({ policies: { acceptedAfterMs: 6_000, transferredAfterMs } });
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' });
  rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Late' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  let away = true;
  aroundSend(rig.companion, async (real): ReturnType<Payouts['send']> => (away ? { notSent: 'Payoneer: the login does not answer.' } : real()));
  rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
  await rig.until([id], ['Sending']);
  await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['settled', 'reserved']));
  rig.world.weather.clear();
  rig.payoneer.policies.acceptedAfterMs = 100;
  return { id, letGo: () => void (away = false) };
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
