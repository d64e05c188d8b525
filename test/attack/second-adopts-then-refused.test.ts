import { afterEach, describe, expect, it } from '@jest/globals';
import type { Companion } from '../../companion/start.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let rig: AttackRig;
let other: Companion | undefined;
afterEach(async () => {
  await other?.close();
  await rig.end();
});

describe('a second companion that starts while the first one sends', () => {
  it('leaves nothing in doubt for ever when that submission is turned away and it is stopped', async () => {
    rig = await openAttackRig({});
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 429 } });
    let id = '';
    aroundSend(rig.companion, async (send) => {
      if (!other) {
        other = await openSecondCompanion(rig);
        // It finds the reservation, can't know what becomes of it, and says so in the books.
        await rig.until([id], ['Outcome Unknown']);
        await other.close();
      }
      return send();
    });
    [id = ''] = rig.raise([{ payee: 'p', amount: '4.00', currency: 'USD', purpose: 'Adopted' }]);
    rig.approve([id]);
    await eventually(() => expect(['On Hold', 'Completed']).toContain(rig.statuses([id])[0]), 30_000);
    expect(paidTimes(rig, id)).toBeLessThanOrEqual(1);
  }, 60_000);
});
