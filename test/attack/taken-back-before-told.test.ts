import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOf, paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a second attempt that was reserved and taken back before its batch was told', () => {
  it('leaves a request whose status the books still take', async () => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, policies: { acceptedAfterMs: 6_000, transferredAfterMs: 300 }, config: { timing: { ...quickTiming, writeDelayMs: 1_500, heartbeatMs: 60_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const debt = (amount: string) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Late' });
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: 1 });
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 10_000 });
    const [before = '', id = ''] = rig.raise([debt('8.00'), debt('9.00')]);
    rig.approve([before]);
    await rig.until([before], ['On Hold'], 40_000);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop', times: 1 });
    rig.approve([id]);
    await rig.until([id], ['On Hold'], 40_000);
    const gate = Promise.withResolvers<void>();
    const { ledger } = rig.companion.assembly.store;
    aroundSend(rig.companion, async (real) => {
      // While the first batch is leaving, the provider shows the closed attempt of the other.
      rig.world.weather.clear();
      rig.payoneer.policies.acceptedAfterMs = 100;
      await gate.promise;
      return real();
    });
    rig.ask(before, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['settled', 'reserved']), 20_000);
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]?.transferredAt ?? null).not.toBeNull(), 20_000);
    gate.resolve();
    await pause(12_000);
    // The provider had paid the first: a person is told so, and the record says what the ledger knows.
    expect([paidTimes(rig, id), rig.statuses([id]), (await ledger.payments([id]))[0]?.state]).toEqual([1, ['On Hold'], 'On Hold']);
    expect(issuesOf(rig, id)).toContain('paid earlier attempt');
    rig.ask(id, 'Cancel', 'Its first attempt has paid it', rig.people.admin);
    await rig.until([id], ['Completed'], 10_000);
  }, 120_000);
});
