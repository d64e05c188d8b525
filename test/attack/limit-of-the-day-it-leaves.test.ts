import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payment refused yesterday for lack of funds, which goes out again today', () => {
  it.each([86_400_000, 0])('counts against what its payee may receive today (planned %d ms before)', async (before) => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, fundsMs: 600_000 } } });
    await rig.addPayees([payeeOf('p'), payeeOf('q')]);
    openOrgSettings(rig, { Pause_All__c: false, Payee_Daily_Limit__c: '100.00' });
    await payOne(rig, { payee: 'q', amount: '5.00', currency: 'USD', purpose: 'Before' });
    await pause(2_500);
    const wallet = rig.payoneer.state.wallets.find(({ currency }) => currency === 'USD');
    if (!wallet) throw new Error('no wallet');
    const had = wallet.minor;
    // Somebody else takes the money after the balance was read, and brings it back: a fall that stays would hold the payment.
    const [first = '', second = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Yesterday' }, { payee: 'p', amount: '60.00', currency: 'USD', purpose: 'Today' }]);
    wallet.minor = 70_00;
    rig.approve([first]);
    await rig.until([first], ['Awaiting Funds']);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([first])).map(({ refusedWithBatch }) => refusedWithBatch)).toEqual([true]), 3_000);
    // The night passes.
    await rig.database.query('update attempt set planned_at = planned_at - $2, sent_at = sent_at - $2 where request_id = $1', [first, before]);
    rig.approve([second]);
    await rig.until([second], ['Completed', 'On Hold']);
    wallet.minor = had + 1_000_00;
    await pause(6_000);
    expect(paidTimes(rig, first) + paidTimes(rig, second)).toBe(1);
  }, 60_000);
});
