import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { expectNeverSent, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Refused', invoice: 'INV-7' };
const words = 'Action cannot be performed because payee is inactive';
const body = { error: 'Bad Request', error_description: words, error_details: { code: 400, sub_code: null, errors: [{ code: 400, sub_code: 10009, target: 'Payments[0].payee_id', value: 'p', message: words }] } };

/** Refused by name: the first question about that is due in a moment, and the last one in a quarter of an hour. */
async function refused(when: 'before' | 'after'): Promise<string> {
  rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 5_000 }, config: { timing: { ...quickTiming, refusedAsksMs: [4_000, 900_000], unknownAsksMs: [2_000] } } });
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
  rig.world.weather.add({ door: submissionDoor, when, reply: { status: 400, body } });
  const [id = ''] = rig.raise([debt]);
  rig.approve([id]);
  await rig.until([id], ['Needs Correction']);
  return id;
}

function raisedAnew(): string {
  const [again = ''] = rig.raise([debt]);
  rig.approve([again]);
  return again;
}

describe('a payment refused by name, whose debt is raised anew', () => {
  it.each(['left as it is', 'cancelled'])('is asked about before the new one is paid, which is held where the provider took the first copy of the call: the refused one is %s', async (what) => {
    const id = await refused('after');
    if (what === 'cancelled') {
      rig.ask(id, 'Cancel', 'Refused; raised anew', rig.people.finance);
      await rig.until([id], ['Cancelled']);
    }
    const again = raisedAnew();
    await rig.until([again], ['On Hold']);
    expect(reasonOf(rig, again)).toContain('Possible duplicate');
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expectNeverSent(rig, [again]);
  }, 60_000);

  it('goes out by itself where the provider does not know the refused one, and says until then what it waits for', async () => {
    const id = await refused('before');
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: 'drop', times: 1_000 });
    const again = raisedAnew();
    await eventually(() => expect(reasonOf(rig, again)).toContain(`possible duplicate of ${String(rig.request(id).Name)}, which was refused`));
    rig.world.weather.clear();
    await rig.until([again], ['Completed']);
    expect([paidTimes(rig, id), paidTimes(rig, again)]).toEqual([0, 1]);
  }, 60_000);
});
