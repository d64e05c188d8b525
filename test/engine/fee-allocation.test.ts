import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { twoPayees } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';

let rig: Rig;
afterEach(() => rig.end());

const rows = (object: string): Row[] => [...rig.org.org.rows(object).values()];
const allocations = (id: string): Row[] => {
  const transactions = rows('Payment_Transaction__c').filter((row) => row.Payment_Request__c === id).map((row) => row.Id);
  return rows('Fee_Allocation__c').filter((row) => transactions.includes(String(row.Payment_Transaction__c))).toSorted((a, b) => String(a.Allocation_Key__c).localeCompare(String(b.Allocation_Key__c)));
};
const account = (code: string): string => rig.save('Expense_Account__c', [{ Account_Code__c: code, Display_Name__c: `Account ${code}` }], rig.people.admin)[0] ?? '';
const rule = (name: string, priority: number, more: Row): string => rig.save('Fee_Allocation_Rule__c', [{ Display_Name__c: name, Priority__c: String(priority), ...more }], rig.people.admin)[0] ?? '';
/** Payouts in USD cost 1.50 by the schedule of the rig. */
async function pay(...debts: readonly { readonly payee?: string; readonly currency?: string; readonly costCenter?: string }[]): Promise<string[]> {
  const ids = rig.raise(debts.map(({ payee = 'payee-1', currency = 'USD' }, at) => ({ payee, amount: `${(serial += 1)}.0${at}`, currency, purpose: `Invoice ${serial}` })));
  ids.forEach((Id, at) => debts[at]?.costCenter && rig.save('Payment_Request__c', [{ Id, Cost_Center__c: debts[at]?.costCenter ?? null }], rig.people.finance));
  rig.approve(ids);
  await rig.until(ids, ['Completed']);
  return ids;
}
let serial = 100;
const linesOf = (id: string): unknown[][] => allocations(id).map((row) => [row.Status__c, Number(row.Amount__c), row.Expense_Account__c ?? null]);

async function open(options: NonNullable<Parameters<typeof openQuickRig>[0]> = {}): Promise<void> {
  rig = await openQuickRig(options);
  await rig.addPayees(twoPayees);
}

describe('fee allocation', () => {
  it('divides a fee by the first rule that fits, to the cent, and writes it once', async () => {
    await open();
    const [bank, marketing] = [account('6855'), account('6600')];
    rule('Everything else', 900, { Account_1__c: bank, Percent_1__c: '100' });
    const thirds = rule('Cost centre 200', 10, { Cost_Center__c: '200', Account_1__c: marketing, Percent_1__c: '66.6667', Account_2__c: bank, Percent_2__c: '33.3333' });
    const [plain = '', shared = ''] = await pay({}, { costCenter: '200' });
    await eventually(() => expect([linesOf(plain), linesOf(shared)]).toEqual([[['Allocated', 1.5, bank]], [['Allocated', 1, marketing], ['Allocated', 0.5, bank]]]));
    expect(allocations(shared)[0]).toMatchObject({ Fee_Basis__c: 'Estimated', Currency__c: 'USD', Fee_Allocation_Rule__c: thirds, Why__c: 'Rule: Cost centre 200' });
    const steps = [...new Set((await rig.companion.assembly.store.journal.read(shared)).filter((line) => line.flow === 'fee-allocation').map((line) => line.step.split(' ')[0]))];
    expect(steps).toEqual(['1', '2', '3']);
    const before = rows('Fee_Allocation__c').map((row) => [row.Id, row.SystemModstamp]);
    await rig.restart();
    await pause(1_500);
    expect(rows('Fee_Allocation__c').map((row) => [row.Id, row.SystemModstamp])).toEqual(before);
  });

  it('follows a rule that changes and a fee that becomes known, and supersedes what is too many', async () => {
    await open();
    const [bank, marketing] = [account('6855'), account('6600')];
    const only = rule('All', 1, { Account_1__c: bank, Percent_1__c: '50', Account_2__c: marketing, Percent_2__c: '50' });
    const [id = ''] = await pay({});
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 0.75, bank], ['Allocated', 0.75, marketing]]));
    rig.save('Fee_Allocation_Rule__c', [{ Id: only, Percent_1__c: '100', Account_2__c: null, Percent_2__c: null }], rig.people.admin);
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 1.5, bank], ['Superseded', 0, null]]));
    const [transaction] = rows('Payment_Transaction__c');
    rig.save('Payment_Transaction__c', [{ Id: String(transaction?.Id), Fee_Amount__c: '2.01', Fee_Basis__c: 'Actual' }], rig.people.integration);
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 2.01, bank], ['Superseded', 0, null]]));
    expect(allocations(id)[0]).toMatchObject({ Fee_Basis__c: 'Actual' });
    rig.save('Payment_Transaction__c', [{ Id: String(transaction?.Id), Fee_Amount__c: '0' }], rig.people.integration);
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 0, bank], ['Superseded', 0, null]]));
  });

  it('leaves a payout that cost nothing alone', async () => {
    await open({ env: { PAYONEER_FEE_SCHEDULE: '' } });
    rule('All', 1, { Account_1__c: account('6855'), Percent_1__c: '100' });
    const [id = ''] = await pay({});
    rig.save('Payment_Transaction__c', [{ Id: String(rows('Payment_Transaction__c')[0]?.Id), Fee_Amount__c: '0', Fee_Currency__c: 'USD', Fee_Basis__c: 'Actual' }], rig.people.integration);
    await pause(1_200);
    expect(linesOf(id)).toEqual([]);
  });

  it('suggests what like payments were given where no rule fits, with how often, and waits for a person', async () => {
    await open();
    const bank = account('6855');
    const euro = rule('Dollars', 1, { Currency__c: 'USD', Account_1__c: bank, Percent_1__c: '100' });
    const first = await pay({}, {});
    await eventually(() => expect(first.map(linesOf)).toEqual([[['Allocated', 1.5, bank]], [['Allocated', 1.5, bank]]]));
    rig.save('Fee_Allocation_Rule__c', [{ Id: euro, Currency__c: 'JPY' }], rig.people.admin);
    await pause(100);
    const [id = '', strange = ''] = await pay({}, { payee: 'payee-2', currency: 'EUR' });
    await eventually(() => expect([linesOf(id).map(([status]) => status), linesOf(strange)]).toEqual([['Suggested'], [['Unallocated', 1.5, null]]]), 12_000);
    const [suggestion] = allocations(id);
    expect([Number(suggestion?.Times_Seen__c), Number(suggestion?.Like_Payments__c), suggestion?.Expense_Account__c]).toEqual([2, 2, bank]);
    await eventually(() => expect(rows('Sync_Issue__c').filter((row) => row.Kind__c === 'fee unallocated')).toHaveLength(1));
    rig.save('Fee_Allocation__c', [{ Id: String(suggestion?.Id), Decision__c: 'Confirm' }], rig.people.finance);
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 1.5, bank]]));
    expect(allocations(id)[0]).toMatchObject({ Why__c: 'Confirmed by a person.', Fee_Allocation_Rule__c: null });
    expect((await rig.companion.assembly.store.journal.read(id)).map((line) => line.step)).toContain('3a a person decides');
  });

  it('loses and doubles nothing when answers are lost and the companion restarts in the middle', async () => {
    await open();
    const bank = account('6855');
    rule('All', 1, { Account_1__c: bank, Percent_1__c: '100' });
    rig.world.weather.add({ standIn: 'salesforce', door: 'POST /services/data/:version/composite', when: 'after', reply: 'drop', chance: 0.2, times: 6 }, { standIn: 'salesforce', door: 'POST /services/data/:version/composite', when: 'before', reply: { status: 503, body: '' }, chance: 0.2, times: 4 });
    const ids = await pay({}, {}, {}, {});
    await rig.restart();
    await eventually(() => expect(ids.map(linesOf)).toEqual(ids.map(() => [['Allocated', 1.5, bank]])), 20_000);
    expect(rows('Fee_Allocation__c')).toHaveLength(4);
  });

  it('works in an org where the package has a namespace, beside reporting amounts', async () => {
    await open({ namespace: 'quittance', env: { QUITTANCE_REPORTING_CURRENCY: 'EUR', RATE_TABLE_RATES: 'EUR/USD=2', RATE_TABLE_AS_OF: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) } });
    const bank = account('6855');
    rule('All', 1, { Recipient_Country__c: 'DE', Account_1__c: bank, Percent_1__c: '100' });
    rule('Others', 2, { Account_1__c: bank, Percent_1__c: '100' });
    const [id = ''] = await pay({});
    await eventually(() => expect(linesOf(id)).toEqual([['Allocated', 1.5, bank]]));
    await eventually(() => expect(Number(rig.request(id).Reporting_Amount__c)).toBe(Math.round(Number(rig.request(id).Amount__c) * 50 + 1e-6) / 100));
    expect(rows('Exchange_Rate__c')).toHaveLength(1);
  });

  it('is off without a rule: fees stay where they are and nobody is bothered', async () => {
    await open();
    await pay({});
    await pause(1_500);
    expect([rows('Fee_Allocation__c').length, rows('Sync_Issue__c').filter((row) => /fee/.test(String(row.Kind__c))).length]).toEqual([0, 0]);
  });
});

describe('the rules of the package for fees', () => {
  it('refuse percentages that are no division, and what a person may not write', async () => {
    await open();
    const [one, two] = [account('1'), account('2')];
    const refused = (more: Row): string => {
      try {
        rule('r', 1, { Account_1__c: one, Percent_1__c: '50', ...more });
        return 'taken';
      } catch (error) {
        return /\[([A-Z-]+)\]/.exec(String(error))?.[1] ?? String(error);
      }
    };
    expect([refused({}), refused({ Percent_1__c: '100', Account_2__c: two }), refused({ Account_2__c: one, Percent_2__c: '50' }), refused({ Percent_1__c: '150', Account_2__c: two, Percent_2__c: '-50' }), refused({ Account_2__c: two, Percent_2__c: '50', Recipient_Country__c: 'de' }), refused({ Account_2__c: two, Percent_2__c: '50' })])
      .toEqual(['PERCENT-SUM', 'SHARE', 'ACCOUNT-TWICE', 'PERCENT', 'COUNTRY', 'taken']);
    expect(() => rig.save('Fee_Allocation__c', [{ Allocation_Key__c: 'x', Amount__c: '1' }], rig.people.admin)).toThrow(/COMPANION-ONLY|INSUFFICIENT|CANNOT/);
  });
});
