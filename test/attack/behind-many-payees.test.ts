import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

describe.each([300, 299])('where %i payees are owed something next month', (count) => {
  it('one more, who is owed something today, is paid today', async () => {
    rig = await openAttackRig();
    const many = Array.from({ length: count }, (_, index) => `m${index}`);
    await rig.addPayees([...many, 'today'].map((id) => payeeOf(id)));
    const scheduled = rig.raise(many.map((payee) => ({ payee, amount: '10.00', currency: 'USD', purpose: 'Next month', payoutDate: later })));
    rig.approve(scheduled);
    await rig.until(scheduled, ['Scheduled'], 60_000);
    const [id = ''] = rig.raise([{ payee: 'today', amount: '11.00', currency: 'USD', purpose: 'Today' }]);
    rig.approve([id]);
    await rig.until([id], ['Completed'], 30_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 200_000);
});
