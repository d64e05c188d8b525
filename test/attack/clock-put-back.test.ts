import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually } from '../flows/eventually.ts';
import { expectPaidOnce } from '../flows/witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());

describe('a clock that ran years ahead and was put right', () => {
  it('keeps nothing waiting that only a whole look finds', async () => {
    rig = await openQuickRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '31.00', currency: 'USD', purpose: 'Later', payoutDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }]);
    rig.approve([id]);
    await rig.until([id], ['Scheduled']);
    const { cursors } = rig.companion.assembly.store;
    const ahead = Date.now() + 4 * 365 * 86_400_000;
    for (const name of ['full sweep', 'departures seen']) await cursors.set(name, String(ahead));
    // Its day comes: nothing of the record changes then.
    Object.assign(rig.org.org.rows('Payment_Request__c').get(id) ?? {}, { Payout_Date__c: new Date().toISOString().slice(0, 10), SystemModstamp: '2020-01-01T00:00:00.000+0000' });
    await rig.until([id], ['Completed'], 8_000);
    await eventually(async () => expect(Math.max(...(await Promise.all(['full sweep', 'departures seen'].map((name) => cursors.get(name)))).map(Number))).toBeLessThan(ahead));
    expectPaidOnce(rig, [id]);
  }, 40_000);
});
