import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('Re-initiate asked for on a payout under way, just before the books are told that it was given up to On Hold', () => {
  it('is answered, and the hold is shown', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 201, body: { result: 'Payments Created' } }, times: 1 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Dropped' }]);
    rig.approve([id]);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([id]))[0]).toMatchObject({ state: 'On Hold' }), 40_000);
    expect(rig.statuses([id])).not.toEqual(['On Hold']);
    rig.ask(id, 'Re-initiate', 'The provider confirms that it has no such payout', rig.people.admin);
    await answered(rig, id);
    await rig.until([id], ['On Hold'], 20_000);
    expect(reasonOf(rig, id)).toContain('Re-initiate was asked for before');
  }, 120_000);
});
