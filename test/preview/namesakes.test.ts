import { beforeAll, describe, expect, it } from '@jest/globals';
import { manualClock } from '../../sandbox/kit/clock.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { openOutsideWorld } from '../../scripts/outside-world.ts';
import { runDashboard } from '../../scripts/preview/dashboard.ts';
import { readReportFiles } from '../../scripts/preview/report-files.ts';
import { runReport } from '../../scripts/preview/run-report.ts';
import { paymentRunOrg } from '../sandbox/payment-run-org.ts';

const { org: { org }, people, recipients, addPayees } = openOutsideWorld({ clock: manualClock(Date.UTC(2026, 10, 21, 9)) });
const files = readReportFiles('force-app');
const put = (object: string, row: Row): string => String(org.put(object, { OwnerId: people.finance.id, Name: `${object}-${String(org.rows(object).size)}`, ...row })['Id']);
const table = (header: string): unknown => runDashboard(org, files, 'Cash', { by: people.finance, deployedBy: people.admin }).cards.find((card) => card.header === header)?.content;

beforeAll(() => addPayees(['one', 'two'].map((id) => ({ id, name: 'Ann Lee', country: 'PT', program: '100200300' }))));

describe('what shares a name', () => {
  it('is not added up: two payees are two groups of the report and two rows of the dashboard, each with its number', () => {
    for (const [id, amount] of [['one', '10'], ['two', '20']] as const) {
      const request = put('Payment_Request__c', { Recipient__c: recipients.get(id) ?? '', Status__c: 'Completed', Amount__c: amount, Currency__c: 'USD', Purpose__c: 'Work' });
      put('Payment_Transaction__c', { Type__c: 'Payout', Status__c: 'Transferred', Amount__c: amount, Currency__c: 'USD', Occurred_At__c: '2026-11-01T08:00:00.000+0000', Payment_Request__c: request });
    }
    const [usd] = runReport(org, files, 'Payouts_By_Recipient_And_Month', people.finance).result.groups;
    expect(usd?.groups.map(({ label, sums }) => [label, sums.map(({ value }) => value)])).toEqual([['Ann Lee (RA-000001)', ['10']], ['Ann Lee (RA-000002)', ['20']]]);
    expect(table('Paid by Recipient')).toMatchObject({ table: { rows: [['USD', 'Ann Lee (RA-000001)', '10.000'], ['USD', 'Ann Lee (RA-000002)', '20.000']] } });
  });

  it('is not added up: two funding accounts are two groups and two rows', () => {
    for (const [Name, Amount__c] of [['FA-0098', '10'], ['FA-0099', '20']] as const) {
      const account = put('Funding_Account__c', { Name, Display_Name__c: 'Main', Currency__c: 'USD' });
      put('Payment_Request__c', { Recipient__c: recipients.get('one') ?? '', Funding_Account__c: account, Status__c: 'Awaiting Funds', Amount__c, Currency__c: 'USD', Purpose__c: 'Work' });
    }
    const [usd] = runReport(org, files, 'Awaiting_Funds_By_Currency', people.finance).result.groups;
    expect(usd?.groups.map(({ label, groups }) => [label, groups.map((each) => [each.label, each.sums.map(({ value }) => value)])])).toEqual([['Main', [['FA-0098', ['10']], ['FA-0099', ['20']]]]]);
    expect(table('Waiting for Funds, by Currency and Named Account')).toMatchObject({ table: { rows: [['USD', 'Main', 'FA-0098', '10.000'], ['USD', 'Main', 'FA-0099', '20.000']] } });
  });

  it.each([[null], ['quittance']])('is named with its number, and by its number alone while it has no name (namespace %s)', (namespace) => {
    const made = paymentRunOrg({ namespace });
    const label = (Recipient__c: string): unknown => made.shown('Payment_Request__c', made.request({ Recipient__c }), 'Recipient_Label__c');
    const nameless = made.recipient();
    made.org.put('Recipient_Account__c', { ...made.find('Recipient_Account__c', nameless), Display_Name__c: null });
    expect([made.old, made.recipient(), nameless].map(label)).toEqual(['Ann (RA-000001)', 'Ann (RA-000003)', '(RA-000002)']);
  });
});
