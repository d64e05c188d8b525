import { afterEach, describe, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { expectPaidOnce } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { approveWave } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a refusal that names an item by its number alone, while the provider processes the others (no fact says that it counts from 0)', () => {
  it('sends nobody back to be corrected who was paid', async () => {
    rig = await openAttackRig({ policies: { inactivePayee: 'async-cancel' } });
    await rig.addPayees([payeeOf('p'), payeeOf('q'), payeeOf('r')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const errors = [{ code: 10009, target: 'Payments[1].payee_id', message: 'Action cannot be performed because payee is inactive' }];
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 400, body: { error: 'Bad Request', error_description: 'One item was refused', error_details: { code: 400, sub_code: 10009, errors } } } });
    const ids = approveWave(rig, 'p', 'q', 'r');
    await rig.until(ids, ['Completed'], 20_000);
    expectPaidOnce(rig, ids);
  }, 60_000);
});
