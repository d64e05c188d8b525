import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const program = '100200300';
const noFunds = { status: 400, body: { error: 'Bad Request', error_description: 'Insufficient funds', error_details: { code: 400, sub_code: '003' } } };

describe('what was refused for lack of funds, which the provider had taken all the same and does not show yet', () => {
  it('is not sent again when the program is loaded: the balance had been seen to fall by it before the load', async () => {
    rig = await openAttackRig({ policies: { duplicate: 'pay-again', acceptedAfterMs: 50, transferredAfterMs: 500, visibleAfterMs: 45_000 } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const wallet = rig.payoneer.state.programs.get(program)?.wallet;
    if (!wallet) throw new Error('no wallet');
    wallet.minor = 100_00;
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: noFunds });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'One' }]);
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    await pause(6_000);
    await rig.payoneer.fund(program, 500_00);
    await pause(5_000);
    expect([postedTimes(rig, id), paidTimes(rig, id)]).toEqual([{ [`${id}-01`]: 1 }, 1]);
  }, 60_000);
});
