import { afterEach, describe, expect, it } from '@jest/globals';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { letEditRates, turnOnCurrencies } from '../flows/multi-currency.ts';
import { twoPayees } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';

const door = 'GET /stats/eurofxref/eurofxref-daily.xml';
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
const old = day(8);
const until = (is: () => boolean): Promise<void> => eventually(() => expect(is()).toBe(true));
let rig: Rig;
afterEach(() => rig.end());

/** A rig whose bank is late: it serves an old file, so that the companion asks again. Requests are reported in euros. */
async function open(env: Record<string, string> = {}, rates: Record<string, string> = {}): Promise<void> {
  rig = await openQuickRig({ ecbPort: 0, ecb: { day: old, rates }, config: { timing: { ...quickTiming, ratesAgainMs: 800 } }, env: { QUITTANCE_REPORTING_CURRENCY: 'EUR', QUITTANCE_RATE_MAX_AGE_HOURS: '1000', ...env } });
  await rig.addPayees(twoPayees);
}
const rows = (object: string): Row[] => [...rig.org.org.rows(object).values()];
const rateOf = (quote: string): string[] => rows('Exchange_Rate__c').filter((row) => row.Quote_Currency__c === quote).map((row) => String(row.Rate__c));
const asked = (): number => rig.world.calls.entries.filter((entry) => entry.standIn === 'ecb').length;
const raise = (amount: string, currency = 'USD'): string => rig.raise([{ payee: 'payee-1', amount, currency, purpose: `Invoice ${amount} ${currency}` }])[0] ?? '';
const reported = (id: string): unknown[] => [rig.request(id).Reporting_Amount__c, rig.request(id).Reporting_Currency__c].map((value) => (value == null ? null : String(value)));
const issues = (kind: string): Row[] => rows('Sync_Issue__c').filter((row) => row.Kind__c === kind);

describe('exchange rates', () => {
  it('are read, kept and told, and give a draft its reporting amount with rate, source and time', async () => {
    await open({}, { USD: '1.2500' });
    const id = raise('100.01');
    await until(() => reported(id)[0] !== null);
    expect(rig.request(id)).toMatchObject({ Status__c: 'Draft', Reporting_Source__c: 'European Central Bank reference rate' });
    expect([...reported(id), Number(rig.request(id).Reporting_Rate__c)]).toEqual(['80.01', 'EUR', 0.8]);
    expect(String(rig.request(id).Reporting_Rate_At__c).slice(0, 10)).toBe(old);
    await until(() => rateOf('USD').length === 1);
    expect(rateOf('KRW')).toEqual([]);
    const steps = async (key: string) => [...new Set((await rig.companion.assembly.store.journal.read(key)).map((line) => line.step.split(' ')[0]))];
    expect([await steps('rates:reference'), await steps(id)]).toEqual([['1', '2', '3'], ['4']]);
  });

  it('move with the next file; a draft keeps its rate until its amount changes', async () => {
    await open({}, { USD: '1.2500' });
    const id = raise('100');
    await until(() => reported(id)[0] === '80');
    rig.ecb.publish({ USD: '1.2800' }, day(1));
    await until(() => rateOf('USD').length === 2);
    expect(reported(id)).toEqual(['80', 'EUR']);
    rig.save('Payment_Request__c', [{ Id: id, Amount__c: '128' }], rig.people.finance);
    await until(() => reported(id)[0] === '100');
    expect(rateOf('USD').map(Number)).toEqual([1.25, 1.28]);
  });

  it('that jump are said and not used until a person has looked', async () => {
    await open({}, { USD: '1.0000' });
    const id = raise('100');
    await until(() => reported(id)[0] === '100');
    rig.ecb.publish({ USD: '2.0000' }, day(1));
    await until(() => issues('implausible rate').length === 1);
    const later = raise('200');
    await until(() => reported(later)[0] === '200');
    const [issue] = issues('implausible rate');
    expect(issue).toMatchObject({ Source__c: 'EUR/USD', Severity__c: 'Warning' });
    rig.save('Sync_Issue__c', [{ Id: String(issue?.Id), Requested_Action__c: 'Retry', Requested_Reason__c: 'The peg was given up' }], rig.people.admin);
    await until(() => issues('implausible rate')[0]?.Status__c === 'Resolved');
    const last = raise('300');
    await until(() => reported(last)[0] === '150');
  });

  it('that are missing or too old leave the amount blank and are said; it follows when there is one', async () => {
    await open({ QUITTANCE_RATE_MAX_AGE_HOURS: '24' });
    const id = raise('100');
    await until(() => issues('no rate').length === 1);
    expect(reported(id)).toEqual([null, null]);
    expect(String(issues('no rate')[0]?.Detail__c)).toMatch(/too old/);
    await rig.restart({ env: { QUITTANCE_RATE_MAX_AGE_HOURS: '24', RATE_TABLE_RATES: 'EUR/USD=2', RATE_TABLE_AS_OF: day(1), RATE_TABLE_SOURCE: 'treasury' } });
    await until(() => reported(id)[0] === '50');
    expect(rig.request(id).Reporting_Source__c).toBe('treasury');
    await until(() => issues('no rate').every((row) => row.Status__c === 'Resolved'));
  });

  it('come through bad weather with few calls, and nothing odd is believed', async () => {
    await open({}, { USD: '1.2500' });
    await until(() => rateOf('USD').length === 1);
    rig.ecb.serveInstead('<html>Sign in</html>');
    rig.world.weather.add({ standIn: 'ecb', door, when: 'after', reply: 'drop' }, { standIn: 'ecb', door, when: 'before', reply: { status: 503, headers: { 'retry-after': '1' }, body: '' } });
    const id = raise('100');
    await until(() => reported(id)[0] === '80');
    await until(() => issues('rates unread').length === 1);
    await eventually(() => expect(asked()).toBe(7), 12_000);
    await rig.restart();
    await pause(1_200);
    expect([asked(), rateOf('USD').map(Number), reported(id)]).toEqual([7, [1.25], ['80', 'EUR']]);
  });

  it('are off where nobody wants them: no call, no reporting amount, and payouts go on', async () => {
    rig = await openQuickRig({ ecbPort: 0, env: { ECB_POLL: 'off' } });
    await rig.addPayees(twoPayees);
    const id = raise('100');
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expect([asked(), reported(id), rows('Exchange_Rate__c').length]).toEqual([0, [null, null], 0]);
    expect(await (await fetch(`${rig.companion.url}/metrics`)).text()).toContain('quittance_source_off{connection="ecb",why="The European Central Bank is not asked, because ECB_POLL is off."} 1');
  });

  it('leave a request alone while its approval is running', async () => {
    await open();
    const [id = ''] = rig.raise([{ payee: 'payee-1', amount: '100', currency: 'USD', purpose: 'Waits for its approver' }]);
    expect(submitForApproval(rig.org.org, { contextId: id, nextApproverIds: [rig.people.approver.id] }, rig.people.finance).success).toBe(true);
    const other = raise('200');
    await until(() => reported(other)[0] !== null);
    await pause(600);
    expect([rig.request(id).Status__c, ...reported(id)]).toEqual(['Submitted', null, null]);
  });

  it("feed the org's own dated rates where it has them, an admin allows it and the setting is on; else they say why", async () => {
    await open({ QUITTANCE_DATED_RATES: 'true' }, { USD: '1.2500' });
    const noteOf = async (): Promise<unknown> => (await rig.companion.assembly.store.journal.read('rates:dated')).at(-1)?.note;
    await eventually(async () => expect(await noteOf()).toEqual({ off: expect.stringMatching(/no dated exchange rates/) }));
    turnOnCurrencies(rig.org.org, rig.people.admin, 'USD', ['EUR', 'GBP', 'KES']);
    rig.ecb.publish({ USD: '1.2600' }, day(7));
    await eventually(async () => expect(await noteOf()).toEqual({ off: expect.stringMatching(/may not edit/) }));
    letEditRates(rig.org.org, 'Quittance_Companion');
    rig.ecb.publish({ USD: '1.2500', GBP: '0.8750' }, day(6));
    await eventually(async () => expect(await noteOf()).toEqual({ written: 2 }));
    expect(rows('DatedConversionRate').map((row) => [row.IsoCode, Number(row.ConversionRate)])).toEqual([['EUR', 0.8], ['GBP', 0.7]]);
    expect(rows('CurrencyType').map((row) => Number(row.ConversionRate))).toEqual([1, 1, 1, 1]);
  });
});
