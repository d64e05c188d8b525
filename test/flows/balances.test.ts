import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';
import { eventually, pause } from './eventually.ts';
import { connectionRow, giveConsent, openReceiptsRig } from './receipts-rig.ts';

const door = 'GET /v4/accounts/:account/balances';
let rig: Rig;
afterEach(() => rig.end());

const rows = (object: string): Row[] => [...rig.org.org.rows(object).values()].filter((row) => row.IsDeleted !== true);
const asked = (): number => rig.world.calls.entries.filter((entry) => entry.door === door).length;
/** The record an admin makes to see a balance of the account. */
const fundingAccount = (currency: string, more: Row = {}): string =>
  rig.save('Funding_Account__c', [{ Account_Key__c: `payoneer:sandbox:4000001-${currency}`, Display_Name__c: `Account ${currency}`, Provider__c: 'payoneer', Currency__c: currency, Environment__c: 'sandbox', Connection_Key__c: 'payoneer', ...more }], rig.people.admin)[0] ?? '';
const snapshotsOf = (id: string): number[] => rows('Balance_Snapshot__c').filter((row) => row.Funding_Account__c === id).toSorted((a, b) => String(a.As_Of__c).localeCompare(String(b.As_Of__c))).map((row) => Number(row.Available__c));
const alerts = (): Row[] => rows('Sync_Issue__c').filter((row) => row.Kind__c === 'balance below threshold');
const available = (id: string): number => Number(rig.row('Funding_Account__c', id).Available__c ?? Number.NaN);

describe("the balances of the account holder's account", () => {
  it('stand on their Funding Accounts with their history, once there is a consent, and follow the numbered steps', async () => {
    rig = await openReceiptsRig();
    rig.payoneer.receive({ amountMinor: 48_000_00, currency: 'SEK', source: 'Customer' });
    rig.payoneer.receive({ amountMinor: 9_00, currency: 'NOK', source: 'Customer' });
    const id = fundingAccount('SEK');
    await pause(1_200);
    expect([asked(), rig.row('Funding_Account__c', id).Available__c ?? null]).toEqual([0, null]);
    await giveConsent(rig);
    await eventually(() => expect(available(id)).toBe(48_000));
    rig.payoneer.receive({ amountMinor: -8_000_00, currency: 'SEK', source: 'To the bank', categoryId: 3 });
    await eventually(() => expect(snapshotsOf(id)).toEqual([48_000, 40_000]));
    expect(available(id)).toBe(40_000);
    // Nobody made a record for the crowns of Norway, and none is made by itself.
    expect(rows('Funding_Account__c').filter((row) => row.Currency__c === 'NOK')).toEqual([]);
    const steps = (await rig.companion.assembly.store.journal.read('4000001-SEK')).filter(({ flow }) => flow === 'balances').map(({ step }) => step.split(' ')[0]);
    expect([...new Set(steps)]).toEqual(['1', '2', '4']);
    expect((await rig.companion.assembly.store.journal.read('payoneer:sandbox:4000001-SEK')).map(({ step }) => step.split(' ')[0])).toEqual(['3', '3']);
  });

  it('below their threshold are said once for each fall, and the issue is resolved when they rise', async () => {
    rig = await openReceiptsRig();
    rig.payoneer.receive({ amountMinor: 1_000_00, currency: 'SEK', source: 'Customer' });
    const id = fundingAccount('SEK', { Threshold__c: '500' });
    await giveConsent(rig);
    await eventually(() => expect(available(id)).toBe(1_000));
    expect(alerts()).toEqual([]);
    rig.payoneer.receive({ amountMinor: -600_00, currency: 'SEK', source: 'To the bank', categoryId: 3 });
    await eventually(() => expect(alerts().map(({ Status__c: status, Summary__c: summary }) => [status, summary])).toEqual([['Open', 'The balance of Account SEK fell below its threshold']]));
    await rig.restart();
    const before = asked();
    await eventually(() => expect(asked()).toBeGreaterThan(before + 1));
    expect(alerts().map((row) => Number(row.Count__c))).toEqual([1]);
    rig.payoneer.receive({ amountMinor: 600_00, currency: 'SEK', source: 'Customer' });
    await eventually(() => expect(alerts().map((row) => row.Status__c)).toEqual(['Resolved']));
  });

  it('come through bad weather without a wrong one, and are not read when the consent is gone', async () => {
    rig = await openReceiptsRig();
    rig.payoneer.receive({ amountMinor: 70_00, currency: 'SEK', source: 'Customer' });
    const id = fundingAccount('SEK');
    for (const reply of ['drop', { status: 503 }, { status: 200, body: { result: { balances: { items: [{ currency: 'SEK', status: '2', available_balance: 'many' }, { currency: 'SEK', status: '99', available_balance: '1.00' }] } } } }, { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }] as const)
      rig.world.weather.add({ standIn: 'payoneer', door, when: 'before', times: 1, reply });
    await giveConsent(rig);
    await eventually(() => expect(available(id)).toBe(70), 15_000);
    expect(snapshotsOf(id)).toEqual([70]);
    rig.payoneer.withdrawConsent();
    await eventually(() => expect(connectionRow(rig).Consent_State__c).toBe('Refused'), 15_000);
    const before = asked();
    await pause(1_500);
    expect(asked() - before).toBeLessThanOrEqual(1);
  }, 40_000);
});
