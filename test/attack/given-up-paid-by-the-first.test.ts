import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { issuesOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request given up after its second attempt was refused, whose first attempt is seen to have been paid after all', () => {
  it('is Completed in the books, as it is where there was no second', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: 1 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'First' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await pause(500);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 400, body: { error: 'Bad Request', error_description: 'Not possible today', error_details: { code: 400, sub_code: 7777 } } }, times: 1 });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Failed'], 15_000);
    rig.ask(id, 'Cancel', 'Paid by cheque', rig.people.admin);
    await rig.until([id], ['Cancelled'], 15_000);
    const result = { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Transferred', payee_id: 'p', payout_id: '999' };
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result } }, times: 10_000 });
    await rig.companion.assembly.engine.desk.hinted([{ reference: `${id}-01`, word: 'account-loaded', final: true }]);
    await eventually(() => expect(issuesOf(rig, id)).toContain('paid after all'), 15_000);
    await pause(3_000);
    expect(rig.statuses([id])).toEqual(['Completed']);
  }, 90_000);
});
