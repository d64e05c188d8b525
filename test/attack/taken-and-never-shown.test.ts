import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { answered, issuesOf, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** The provider says "Payments Created", and never shows the payout: its item was dropped while it was processed (facts 3.5 and 12.1). */
async function dropped(): Promise<string> {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 201, body: { result: 'Payments Created' } }, times: 1 });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Dropped' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold'], 30_000);
  await eventually(() => expect(issuesOf(rig, id)).toContain('outcome unknown'));
  return id;
}

describe('a payout the provider took and never shows, of which a person has been told to check with the provider, then Re-initiate or Cancel', () => {
  it('can be given up by that person', async () => {
    const id = await dropped();
    rig.ask(id, 'Cancel', 'The provider confirms that it has no such payout', rig.people.admin);
    await answered(rig, id);
    expect(rig.statuses([id])).toEqual(['Cancelled']);
  }, 60_000);

  it('can be sent anew by that person', async () => {
    const id = await dropped();
    rig.ask(id, 'Re-initiate', 'The provider confirms that it has no such payout', rig.people.admin);
    await answered(rig, id);
    await eventually(() => expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-02`]), 15_000);
  }, 60_000);
});
