import { afterEach, describe, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a store restored from a dump, after which nothing was reserved but much was written back', () => {
  it('still tells the books what becomes of its payouts', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 6_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '7.00', currency: 'USD', purpose: 'Restore' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    await pause(1_000);
    const version = async (): Promise<number> => (await rig.database.query<{ at: number }>('select last_value as at from outbox_version'))[0]?.at ?? 0;
    const dumped = await version();
    // After the dump thousands of records were written; then a person asks twice for what can't be done now, each time answered in the record.
    await rig.database.query("select setval('outbox_version', $1::bigint)", [dumped + 5_000]);
    for (const round of [1, 2]) {
      rig.ask(id, 'Hold', `Please stop, ${round}`);
      await pause(900);
    }
    // The store as the dump had it: older numbers, and the mode in which a restored store wakes up.
    rig.hold.dead = true;
    await rig.database.query("select setval('outbox_version', $1::bigint)", [dumped]);
    await rig.database.query("update installation set mode = 'recovery'");
    await rig.database.query('truncate outbox, lease, timer');
    await rig.restart();
    await rig.until([id], ['Completed'], 12_000);
  }, 40_000);
});
