import { afterEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../../companion/domain/problem.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a submission whose answer was lost, and one statement of the store that fails right after its outcome was kept', () => {
  it('is asked about, or told to a person, and does not shut its lane for ever', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p'), payeeOf('q')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const ledger = rig.companion.assembly.store.ledger as { nextAsk: () => Promise<number | undefined> };
    const real = ledger.nextAsk;
    let failed = 0;
    ledger.nextAsk = async () => {
      if (!failed && (await rig.database.query("select 1 from attempt where stage = 'unknown'")).length) {
        failed += 1;
        throw new Problem('unreachable', 'Store: PostgreSQL does not answer (a moment).');
      }
      return real();
    };
    const [lost = '', other = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Lost' }, { payee: 'q', amount: '8.00', currency: 'USD', purpose: 'Other' }]);
    rig.approve([lost]);
    await eventually(() => expect(failed).toBe(1), 10_000);
    rig.approve([other]);
    await eventually(() => expect(rig.statuses([lost, other])).toEqual(['On Hold', 'Completed']), 25_000);
  }, 60_000);
});
