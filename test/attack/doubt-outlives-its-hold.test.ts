import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { postedTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work', invoice: 'INV-7' };
const words = 'Held by compliance';
const refusal = { error: 'Bad Request', error_description: words, error_details: { code: 400, sub_code: null, errors: [{ code: 400, sub_code: 10777, target: 'Payments[0].payee_id', value: 'p', message: words }] } };

describe('a payment held as a possible duplicate, which turned out to have been paid, and came back from the bank', () => {
  it('is held as a possible duplicate again when it is re-initiated: nobody has confirmed that it is none', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 200 }, config: { timing: { ...quickTiming, refusedAsksMs: [600_000] } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 400, body: refusal } });
    const [id = ''] = rig.raise([debt]);
    rig.approve([id]);
    await rig.until([id], ['Failed']);
    const [again = ''] = rig.raise([debt]);
    rig.approve([again]);
    await rig.until([again], ['On Hold']);
    rig.ask(again, 'Release', 'It replaces the one that was refused', rig.people.admin);
    await rig.until([again], ['In Progress', 'Completed']);
    rig.ask(id, 'Re-initiate', 'Compliance let it pass', rig.people.admin);
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toContain('Possible duplicate');
    // Nobody answers that. Its first attempt is found to have been paid after all, and the bank sends it back.
    const { ledger, timers } = rig.companion.assembly.store;
    await ledger.patchAttemptsQuietly([[`${id}-01`, { nextAskAt: Date.now() }]]);
    await timers.atLatest('ask', '', Date.now());
    await rig.until([id], ['Completed']);
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    rig.ask(id, 'Re-initiate', 'The bank details are corrected', rig.people.admin);
    await eventually(() => expect([rig.statuses([id]), reasonOf(rig, id)]).toEqual([['On Hold'], expect.stringContaining('Possible duplicate')]), 10_000);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 60_000);
});
