import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, issuesOf, reasonOf, paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (payee: string, amount: string) => ({ payee, amount, currency: 'USD', purpose: 'Nobody' });

describe('an outcome that stays unknown because the provider fails on the question about this one payout', () => {
  it('goes to a person as any other does, and the lane goes on', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [id = '', other = ''] = rig.raise([debt('p', '20.00'), debt('p', '21.00')]);
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 500, body: { error: 'oops' } }, times: 10_000 });
    rig.approve([id]);
    await rig.until([id], ['Outcome Unknown']);
    rig.approve([other]);
    // The failing answers open the breaker, so the question that gives up may come late.
    await eventually(() => expect([rig.statuses([id])[0], issuesOf(rig, id)]).toEqual(['On Hold', ['outcome unknown']]), 25_000);
    await rig.until([other], ['Completed']);
  }, 60_000);
});

describe('a request that is planned and waits behind another one', () => {
  async function waiting(): Promise<string> {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 8_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [first = '', id = ''] = rig.raise([debt('p', '20.00'), debt('p', '21.00')]);
    rig.approve([first]);
    await rig.until([first], ['Outcome Unknown']);
    rig.approve([id]);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['intent']));
    return id;
  }

  it('is cancelled when a person asks for it: it never left', async () => {
    const id = await waiting();
    rig.ask(id, 'Cancel', 'Ordered by mistake');
    await answered(rig, id);
    expect([rig.statuses([id])[0], reasonOf(rig, id)]).toEqual(['Cancelled', expect.stringContaining('Ordered by mistake')]);
    await pause(8_000);
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);

  it('is held when a person asks for it, and is not said to be on its way', async () => {
    const id = await waiting();
    rig.ask(id, 'Hold', 'Wait for the delivery note');
    await answered(rig, id);
    expect(reasonOf(rig, id)).not.toMatch(/on its way/);
    expect(rig.statuses([id])).toEqual(['On Hold']);
    await pause(8_000);
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);
});
