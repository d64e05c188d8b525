import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, unknownPayout } from '../flows/provider-weather.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payout seen cancelled once and then not known any more', () => {
  it('is asked about by the schedule, not as fast as the wire allows', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 } });
    await rig.addPayees([payeeOf('p')]);
    const payer = rig.companion.assembly.payer as { ask: Payouts['ask'] };
    const real = payer.ask;
    let asked = 0;
    let cancelledSeen = false;
    payer.ask = async (rows) => {
      asked += rows.length;
      const answers = await real(rows);
      if (cancelledSeen || ![...answers.values()].some((answer) => 'found' in answer && answer.found && answer.status === 'cancelled')) return answers;
      cancelledSeen = true;
      rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 100_000 });
      return answers;
    };
    const [id = ''] = rig.raise([{ payee: 'p', amount: '7.00', currency: 'USD', purpose: 'Storm' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    rig.ask(id, 'Cancel', 'Not owed', rig.people.admin);
    await pause(2_500);
    expect(cancelledSeen).toBe(true);
    asked = 0;
    await pause(3_000);
    expect(asked).toBeLessThan(12);
  }, 30_000);
});
