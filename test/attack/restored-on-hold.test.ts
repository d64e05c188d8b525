import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectPaidOnce, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { letItsDayCome } from './day-comes.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a store put back as it was when a request was On Hold, which somebody has released since', () => {
  it('says in the books that it is held, so that somebody can release it, and pays it once then', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '21.00', currency: 'USD', purpose: 'Later', payoutDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }]);
    rig.approve([id]);
    await rig.until([id], ['Scheduled']);
    await eventually(async () => expect(await rig.companion.assembly.store.outbox.backlog()).toBe(0));
    await rig.companion.db.query("update payment set state = 'On Hold', reason = 'A person must look.' where request_id = $1", [id]);
    await rig.restart();
    await rig.until([id], ['On Hold'], 8_000);
    expect(reasonOf(rig, id)).toBe('A person must look.');
    letItsDayCome(rig, id);
    rig.ask(id, 'Release', 'Looked at, again.');
    await rig.until([id], ['Completed'], 15_000);
    expectPaidOnce(rig, [id]);
  }, 60_000);
});
