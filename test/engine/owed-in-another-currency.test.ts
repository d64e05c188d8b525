import { afterEach, describe, expect, it } from '@jest/globals';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';

const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
const old = day(8);
const programs = programsIn(['USD', 'JPY'], 9_000_000);
const composite = 'POST /services/data/:version/composite';
let rig: Rig;
afterEach(() => rig.end());

/** The bank's file says 1.0920 USD and 160.55 JPY for a euro; it is late, so that the companion asks again. No reporting currency is set. */
async function open(env: Record<string, string> = {}, namespace: string | null = null): Promise<void> {
  rig = await openQuickRig({ namespace, programs, ecbPort: 0, ecb: { day: old, rates: { USD: '1.0920', JPY: '160.55', HUF: '400' } }, config: { timing: { ...quickTiming, ratesAgainMs: 800 } }, env: { QUITTANCE_RATE_MAX_AGE_HOURS: '1000', ...env } });
  await rig.addPayees(payeesIn(programs));
}
const raise = (amount: string, currency: string, into = 'USD'): string => rig.raise([{ payee: `payee-${into}`, currency: into, owed: { amount, currency }, purpose: `Invoice over ${amount} ${currency}` }])[0] ?? '';
const change = (id: string, fields: Row): void => void rig.save('Payment_Request__c', [{ Id: id, ...fields }], rig.people.finance);
const amountOf = (id: string): number | null => (rig.request(id).Amount__c == null ? null : Number(rig.request(id).Amount__c));
const untilAmount = (id: string, amount: number): Promise<void> => eventually(() => expect(amountOf(id)).toBe(amount), 10_000);
const rows = (object: string): Row[] => [...rig.org.org.rows(object).values()];
const issues = (kind: string): Row[] => rows('Sync_Issue__c').filter((row) => row.Kind__c === kind);
const published = (quote: string): number => rows('Exchange_Rate__c').filter((row) => row.Quote_Currency__c === quote).length;
const submit = (id: string) => submitForApproval(rig.org.org, { contextId: id, nextApproverIds: [rig.people.approver.id] }, rig.people.finance);
const sent = (): unknown[] => [...rig.payoneer.state.payouts.values()].flat().map(({ amountMinor, currency }) => [amountMinor, currency]);

describe('what is owed in another currency than it is paid in', () => {
  it('is converted before submission with rate, source and time, and paid to the minor unit as approved, whatever the rates do after it', async () => {
    await open();
    const [dollars, yen] = [raise('500.00', 'EUR'), raise('333.33', 'USD', 'JPY')];
    await untilAmount(dollars, 546);
    await untilAmount(yen, 49_007);
    expect(rig.request(dollars)).toMatchObject({ Status__c: 'Draft', Conversion_Source__c: 'European Central Bank reference rate', Companion_Version__c: null });
    expect([Number(rig.request(dollars).Conversion_Rate__c), String(rig.request(dollars).Conversion_At__c).slice(0, 10)]).toEqual([1.092, old]);
    expect([Number(rig.request(yen).Conversion_Rate__c), rig.request(yen).Conversion_Source__c]).toEqual([147.02380952, 'European Central Bank reference rate via EUR']);
    rig.approve([dollars, yen]);
    rig.ecb.publish({ USD: '1.1000', JPY: '165' }, day(7));
    await rig.until([dollars, yen], ['Completed']);
    expect([amountOf(dollars), amountOf(yen), sent()]).toEqual([546, 49_007, expect.arrayContaining([[54_600, 'USD'], [49_007, 'JPY']])]);
    const steps = (await rig.companion.assembly.store.journal.read(dollars)).map((line) => line.step.split(' ')[0]);
    expect(steps[0]).toBe('4a');
  });

  it('keeps its rate until what is owed changes or its amount is cleared', async () => {
    await open();
    const id = raise('500.00', 'EUR');
    await untilAmount(id, 546);
    rig.ecb.publish({ USD: '1.1000' }, day(7));
    await eventually(() => expect(published('USD')).toBe(2), 10_000);
    await pause(900);
    expect(amountOf(id)).toBe(546);
    change(id, { Owed_Amount__c: '600.00' });
    expect(amountOf(id)).toBeNull();
    await untilAmount(id, 660);
    rig.ecb.publish({ USD: '1.1100' }, day(6));
    await eventually(() => expect(published('USD')).toBe(3), 10_000);
    change(id, { Amount__c: null });
    await untilAmount(id, 666);
    change(id, { Owed_Amount__c: null, Owed_Currency__c: null });
    await eventually(() => expect([rig.request(id).Conversion_Rate__c, rig.request(id).Conversion_At__c]).toEqual([null, null]));
    expect(amountOf(id)).toBe(666);
  });

  it('is not submitted before it is converted nor typed beside it; no rate is said in words; switched off it costs no call', async () => {
    await open({ QUITTANCE_RATE_MAX_AGE_HOURS: '1' });
    const [stale, none] = [raise('500.00', 'EUR'), raise('70.00', 'KES')];
    await eventually(() => expect(issues('no rate').map((row) => [row.Source__c, /too old|No source/.exec(String(row.Detail__c))?.[0]])).toEqual(expect.arrayContaining([['EUR/USD', 'too old'], ['KES/USD', 'No source']])), 10_000);
    expect([amountOf(stale), amountOf(none), rig.request(stale).Conversion_Rate__c]).toEqual([null, null, null]);
    expect(() => rig.ask(stale, 'Submit', '')).toThrow(/NOT-CONVERTED.*do not fit what is owed yet/);
    expect(submit(stale).success).toBe(false);
    await rig.restart({ env: { RATE_TABLE_RATES: 'EUR/USD=1.05', RATE_TABLE_AS_OF: day(0), RATE_TABLE_SOURCE: 'treasury' } });
    await untilAmount(stale, 525);
    expect(() => change(stale, { Amount__c: '546' })).toThrow(/OWED-AMOUNT.*not typed/);
    expect(rig.request(stale).Conversion_Source__c).toBe('treasury');
    expect(submit(stale).success).toBe(true);
    await rig.restart({ env: { QUITTANCE_CONVERT_OWED: 'off' } });
    const looks = (): number => rig.world.calls.entries.filter(({ path }) => path.includes('Owed_Amount__c')).length;
    const [before, left] = [looks(), raise('500.00', 'EUR')];
    await pause(1_200);
    expect([before > 0, looks(), amountOf(left)]).toEqual([true, before, null]);
  });

  it('is left as its approver sees it when it is submitted, or owed otherwise, in the second in which the companion writes', async () => {
    await open();
    const [submitted, owedAnew] = [raise('500.00', 'EUR'), raise('500.00', 'EUR')];
    await untilAmount(submitted, 546);
    await untilAmount(owedAnew, 546);
    const writes: unknown[] = [];
    const { save } = rig.org.org;
    rig.org.org.save = (object, records, ...rest) => {
      const mine = records.filter((row) => object === 'Payment_Request__c' && row.Conversion_Rate__c != null);
      rig.org.org.save = mine.length ? save : rig.org.org.save;
      if (mine.length) {
        expect(submit(submitted).success).toBe(true);
        change(owedAnew, { Owed_Amount__c: '700.00' });
      }
      const results = save.call(rig.org.org, object, records, ...rest);
      if (mine.length) writes.push(...results.map(({ success, errors }) => (success ? 'written' : errors.map(({ message }) => /\[([A-Z-]+)\]/.exec(message)?.[1] ?? message).join())));
      return results;
    };
    // Both hold their amount in the books while the companion is asked for another: as if it had just been cleared and typed back.
    await rig.companion.assembly.store.conversions.keep([submitted, owedAnew].map((requestId) => ({ requestId, owedMinor: 50_000, owedCurrency: 'EUR', amountMinor: 60_000, currency: 'USD', rate: '1.20000000', source: 'x', rateAt: Date.now() })), Date.now());
    await rig.companion.assembly.store.outbox.add('conversion', [submitted, owedAnew], Date.now());
    await untilAmount(owedAnew, 764.4);
    expect(writes).toEqual([expect.stringMatching(/MONEY-FROZEN|locked/i), expect.stringMatching(/FENCE-CONVERSION/)]);
    expect([rig.request(submitted).Status__c, amountOf(submitted), Number(rig.request(submitted).Conversion_Rate__c), issues('write-back refused')]).toEqual(['Submitted', 546, 1.092, []]);
    await eventually(async () => expect(await rig.companion.assembly.store.outbox.backlog()).toBe(0));
  });

  it('is converted once, through lost answers and a restart in the middle, in an org where the package has a namespace', async () => {
    await open({}, 'quittance');
    rig.world.weather.add({ standIn: 'salesforce', door: composite, when: 'after', reply: 'drop', times: 2 }, { standIn: 'salesforce', door: composite, when: 'before', reply: { status: 503 } });
    const speck = raise('0.01', 'HUF');
    const other = raise('500.00', 'EUR');
    await eventually(async () => expect(await rig.companion.assembly.store.conversions.byIds([other])).toHaveLength(1), 10_000);
    await rig.restart();
    await untilAmount(other, 546);
    await eventually(async () => expect(await rig.companion.assembly.store.conversions.byIds([other])).toMatchObject([{ told: true, amountMinor: 54_600 }]), 10_000);
    // Less than a cent is nothing that could be paid: said, and no hindrance to the others.
    expect([amountOf(speck), issues('no rate').map((row) => [row.Source__c, String(row.Detail__c)])]).toEqual([null, [['HUF/USD', expect.stringMatching(/less than the smallest unit/)]]]);
  });
});
