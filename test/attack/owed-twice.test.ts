import { afterEach, describe, expect, it } from '@jest/globals';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes } from '../flows/witnesses.ts';

const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
let rig: Rig;
afterEach(() => rig.end());

describe('two requests for one invoice that is owed in another currency than it is paid in', () => {
  it('the second one, converted at the rate of another day, is held as the duplicate of the first', async () => {
    const programs = programsIn(['USD', 'JPY'], 9_000_000);
    rig = await openQuickRig({ programs, ecbPort: 0, ecb: { day: day(8), rates: { USD: '1.0920', JPY: '160.55' } }, config: { timing: { ...quickTiming, ratesAgainMs: 800 } }, env: { QUITTANCE_RATE_MAX_AGE_HOURS: '1000' } });
    await rig.addPayees(payeesIn(programs));
    const raise = (): string => rig.raise([{ payee: 'payee-USD', currency: 'USD', owed: { amount: '500.00', currency: 'EUR' }, invoice: 'R-7', purpose: 'Invoice R-7' }])[0] ?? '';
    const amountOf = (id: string): number => Number(rig.request(id).Amount__c ?? 0);
    const first = raise();
    await eventually(() => expect(amountOf(first)).toBe(546), 10_000);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.ecb.publish({ USD: '1.1000', JPY: '165' }, day(7));
    await eventually(() => expect([...rig.org.org.rows('Exchange_Rate__c').values()].filter((row) => row.Quote_Currency__c === 'USD')).toHaveLength(2), 10_000);
    const twin = raise();
    await eventually(() => expect(amountOf(twin)).toBe(550), 10_000);
    rig.approve([twin]);
    await pause(6_000);
    expect([paidTimes(rig, first), paidTimes(rig, twin), rig.statuses([twin])]).toEqual([1, 0, ['On Hold']]);
  }, 60_000);
});
