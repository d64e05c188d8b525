import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { manualClock } from '../../sandbox/kit/clock.ts';
import type { Row, User } from '../../sandbox/salesforce/org.ts';
import { parseXml } from '../../sandbox/salesforce/xml.ts';
import { openOutsideWorld } from '../../scripts/outside-world.ts';
import { runDashboard } from '../../scripts/preview/dashboard.ts';
import { addDecimals, orderDecimals, showDecimal } from '../../scripts/preview/report-decimals.ts';
import { reportDoors } from '../../scripts/preview/report-doors.ts';
import { readReportFiles, type ReportFiles } from '../../scripts/preview/report-files.ts';
import type { ReportGroup } from '../../scripts/preview/report-groups.ts';
import { runReport } from '../../scripts/preview/run-report.ts';

const now = Date.UTC(2026, 10, 21, 9);
const outside = openOutsideWorld({ clock: manualClock(now) });
const { org: { org }, people, fundingAccounts } = outside;
const files = readReportFiles('force-app');
const account = { USD: fundingAccounts.get('100200300') ?? '', EUR: fundingAccounts.get('100200301') ?? '' };
const run = (name: string, by: User = people.finance, from: ReportFiles = files) => runReport(org, from, name, by).result;
/** Rows past all checks: what the companion writes over weeks. */
const put = (object: string, ...rows: readonly Row[]): string[] => rows.map((row) => String(org.put(object, { OwnerId: people.finance.id, Name: `${object}-${String(org.rows(object).size)}`, ...row })['Id']));
const outline = (groups: readonly ReportGroup[]): unknown => groups.map(({ label, count, sums, groups: inner }) => [label, count, sums.map(({ currency, value }) => `${value} ${currency ?? ''}`.trim()), ...(inner.length > 0 ? [outline(inner)] : [])]);

/** A report of our own beside the shipped ones. */
const made = (name: string, xml: string): ReportFiles => ({ ...files, reports: new Map([...files.reports, [name, parseXml(`<Report>${xml}</Report>`).node]]) });
const ofRequests = (body: string): string => `<columns><field>Payment_Request__c$Name</field></columns>${body}<format>Tabular</format><name>Mine</name><reportType>Payment_Requests__c</reportType><scope>organization</scope><timeFrameFilter><dateColumn>Payment_Request__c$CreatedDate</dateColumn><interval>INTERVAL_CUSTOM</interval></timeFrameFilter>`;
const criterion = (column: string, operator: string, value: string): string => `<criteriaItems><column>Payment_Request__c$${column}</column><operator>${operator}</operator><value>${value}</value></criteriaItems>`;
const found = (filter: string): readonly string[] => run('Mine', people.finance, made('Mine', ofRequests(`<filter>${filter}</filter>`))).rows.map(({ cells }) => cells[0]?.text ?? '');

beforeAll(async () => {
  await outside.addPayees([{ id: 'anna', name: 'Anna', country: 'PT', program: '100200300' }, { id: 'bert', name: 'Bert', country: 'DE', program: '100200301' }]);
  const [anna = '', bert = ''] = [outside.recipients.get('anna'), outside.recipients.get('bert')];
  const request = (name: string, recipient: string, status: string, amount: string, currency: 'USD' | 'EUR', more: Row = {}): Row =>
    ({ Name: name, Recipient__c: recipient, Status__c: status, Amount__c: amount, Currency__c: currency, Funding_Account__c: account[currency], Purpose__c: 'Work', ...more });
  const [first = '', second = ''] = put('Payment_Request__c',
    request('R1', anna, 'Awaiting Funds', '0.1', 'USD', { Due_Date__c: '2026-12-02' }), request('R2', anna, 'Awaiting Funds', '0.2', 'USD', { Due_Date__c: '2026-12-01' }),
    request('R3', bert, 'Awaiting Funds', '9007199254740993.01', 'EUR', { Due_Date__c: '2026-11-30' }), request('R4', bert, 'Failed', '5', 'EUR', { Status_Reason__c: 'Payee declined' }),
    request('R5', bert, 'Needs Correction', '6', 'EUR'), request('R6', bert, 'Completed', '7', 'EUR'));
  const transaction = (type: string, status: string, amount: string, currency: 'USD' | 'EUR', at: string, more: Row = {}): Row =>
    ({ Type__c: type, Status__c: status, Amount__c: amount, Currency__c: currency, Occurred_At__c: `${at}T08:00:00.000+0000`, Payment_Request__c: currency === 'USD' ? first : second, Funding_Account__c: account[currency], ...more });
  put('Payment_Transaction__c',
    transaction('Payout', 'Pending', '10', 'USD', '2026-11-14'), transaction('Payout', 'Sending', '11', 'USD', '2026-11-15'), transaction('Payout', 'Pending Payee', '12', 'USD', '2026-11-21'),
    transaction('Payout', 'Transferred', '20', 'USD', '2026-10-31'), transaction('Payout', 'Transferred', '21.5', 'USD', '2026-11-01', { Fee_Amount__c: '1.5', Fee_Currency__c: 'USD', Fee_Basis__c: 'Actual' }),
    transaction('Payout', 'Transferred', '22', 'EUR', '2024-12-31'), transaction('Return', 'Returned', '20', 'USD', '2025-01-01'), transaction('Return', 'Returned', '30', 'EUR', '2026-11-03'));
  const batch = (seal: string): Row => ({ Seal__c: seal, Currency__c: 'USD', Funding_Account__c: account.USD, Requested_Amount__c: '42', Status__c: 'Completed', Sent_At__c: '2026-11-20T08:00:00.000+0000' });
  put('Payout_Batch__c', batch('Open'), batch('Sealed'), batch('Sealed'), batch('Broken'));
  const receipt = (source: string, amount: string, currency: 'USD' | 'EUR', state: string): Row => ({ Source_Entity__c: source, Amount__c: amount, Currency__c: currency, Match_State__c: state, Status__c: 'Received', Received_At__c: '2026-11-20T08:00:00.000+0000', Funding_Account__c: account[currency] });
  put('Revenue__c', receipt('Marketplace', '12.5', 'USD', 'Matched'), receipt('Marketplace', '7', 'EUR', 'Unmatched'), receipt('Lost and found', '1', 'USD', 'Ignored'));
  const issue = (kind: string, severity: string, status: string, count: string): Row => ({ Kind__c: kind, Severity__c: severity, Status__c: status, Count__c: count, Summary__c: 'Look at it', Last_Seen__c: '2026-11-20T08:00:00.000+0000' });
  const [bank = ''] = put('Expense_Account__c', { Account_Code__c: '6855', Display_Name__c: 'Bank fees' });
  put('Fee_Allocation__c', { Expense_Account__c: bank, Amount__c: '1.5', Currency__c: 'USD', Fee_Basis__c: 'Actual', Status__c: 'Allocated', Occurred_At__c: '2026-11-01T08:00:00.000+0000' });
  put('Sync_Issue__c', issue('seal broken', 'Critical', 'Open', '2'), issue('seal broken', 'Info', 'Retrying', '3'), issue('stale', 'Warning', 'Resolved', '9'));
});

describe('a shipped report', () => {
  it('answers with rows for everybody who may see payouts, whichever it is', () => {
    for (const by of [people.finance, people.approver, people.admin])
      for (const name of files.reports.keys()) expect([name, run(name, by).count > 0, run(name, by).hidden]).toEqual([name, true, []]);
  });

  it('groups by currency first, sums decimal text exactly and sorts the rows within a group', () => {
    const report = run('Awaiting_Funds_By_Currency');
    expect(outline(report.groups)).toEqual([
      ['USD', 2, ['0.3 USD'], [['Payoneer USD', 2, ['0.3 USD'], [['FA-0001', 2, ['0.3 USD']]]]]],
      ['EUR', 1, ['9007199254740993.01 EUR'], [['Payoneer EUR', 1, ['9007199254740993.01 EUR'], [['FA-0002', 1, ['9007199254740993.01 EUR']]]]]],
    ]);
    expect(report.groups[0]?.groups[0]?.groups[0]?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([['R2', 'Anna', '0.200', '12/1/2026', '', 'Work'], ['R1', 'Anna', '0.100', '12/2/2026', '', 'Work']]);
    expect(report.columns.map(({ label }) => label)).toEqual(['Request Number', 'Recipient: Name', 'Amount', 'Due Date', 'Payout Date', 'Purpose']);
  });

  it('keeps the total of each currency apart', () => {
    expect(run('Awaiting_Funds_By_Currency').totals.map(({ label, currency, text }) => [label, currency, text])).toEqual([['Amount', 'USD', '0.300'], ['Amount', 'EUR', '9,007,199,254,740,993.010']]);
  });

  it('groups moments by week from Sunday, and by month, in the order it says', () => {
    expect(outline(run('In_Flight_By_Age').groups)).toEqual([['USD', 3, ['33 USD'], [['11/8/2026 - 11/14/2026', 1, ['10 USD']], ['11/15/2026 - 11/21/2026', 2, ['23 USD']]]]]);
    expect(outline(run('Payouts_By_Recipient_And_Month').groups)).toEqual([['USD', 2, ['41.5 USD'], [['Anna (RA-000001)', 2, ['41.5 USD'], [['October 2026', 1, ['20 USD']], ['November 2026', 1, ['21.5 USD']]]]]]]);
    expect(run('Returns').groups.map(({ label, groups }) => [label, groups.map((each) => each.label)])).toEqual([['USD', ['January 2025']], ['EUR', ['November 2026']]]);
  });

  it('takes picklists in the order of their values, and puts what is blank first', () => {
    expect(run('Payout_Batches_By_Seal').groups.map(({ label, count }) => [label, count])).toEqual([['Broken', 1], ['Sealed', 2]]);
    expect(run('Failed_With_Reason').groups.map(({ label, count }) => [label, count])).toEqual([['-', 1], ['Payee declined', 1]]);
    expect(run('Open_Sync_Issues_By_Kind').groups.map(({ label, sums }) => [label, sums.map(({ currency, value }) => [currency, value])])).toEqual([['seal broken', [[null, '5']]]]);
  });

  it('counts in its chart what it shows in its groups', () => {
    expect(run('Payouts_By_Status').chart).toMatchObject({
      kind: 'bar', categories: ['USD', 'EUR'], seriesLabel: 'Status',
      series: expect.arrayContaining([{ label: 'Awaiting Funds', values: [2, 1] }, { label: 'Completed', values: [0, 1] }]) as unknown,
    });
    expect(run('Payout_Batches_By_Seal').chart).toMatchObject({ kind: 'donut', categories: ['Broken', 'Sealed'], series: [{ values: [1, 2] }] });
    expect(run('Fees_By_Provider').chart).toBeNull();
  });

  it('leads from a name to its record, on the row and through a lookup', () => {
    const [row] = run('In_Flight_By_Age').groups[0]?.groups[0]?.rows ?? [];
    expect(row?.cells[0]?.target).toEqual({ object: 'Payment_Transaction__c', id: row?.id });
    expect([row?.cells[1]?.text, row?.cells[1]?.target?.object, row?.cells[2]?.target]).toEqual(['R1', 'Payment_Request__c', undefined]);
  });

  it('says its filters in words', () => {
    expect(run('Returns').filters).toEqual([{ label: 'Show Me', text: 'All payment transactions' }, { label: 'Occurred At', text: 'Current and Previous CY' }, { label: 'Type', text: 'equals Return' }]);
  });

  it('stays closed to a persona who may not read its object', () => {
    const stranger = outside.org.addUser({ username: 'stranger@sandbox.example', name: 'Stranger', permissionSets: [] });
    expect(() => run('Returns', stranger)).toThrow('Stranger may not read Payment Transactions');
    expect(() => run('Nothing')).toThrow('the package has no report Nothing');
  });
});

describe('a report of any make', () => {
  it('understands the operators, several values, blanks and its own logic', () => {
    expect(found(criterion('Status__c', 'notEqual', 'Awaiting Funds,Failed'))).toEqual(['R5', 'R6']);
    expect(found(criterion('Amount__c', 'greaterOrEqual', '6') + criterion('Status__c', 'notContain', 'Funds'))).toEqual(['R5', 'R6']);
    expect(found(criterion('Status_Reason__c', 'startsWith', 'payee'))).toEqual(['R4']);
    expect(found(criterion('Due_Date__c', 'lessOrEqual', '2026-12-01'))).toEqual(['R2', 'R3']);
    expect(found(criterion('Due_Date__c', 'equals', 'NEXT_N_DAYS:10'))).toEqual(['R2', 'R3']);
    expect(found(criterion('Due_Date__c', 'equals', ''))).toEqual(['R4', 'R5', 'R6']);
    expect(found(criterion('Purpose__c', 'contains', "W%,' OR Name != '"))).toEqual([]);
    expect(found(`<booleanFilter>1 AND (2 OR 3)</booleanFilter>${criterion('Currency__c', 'equals', 'EUR')}${criterion('Status__c', 'equals', 'Failed')}${criterion('Status__c', 'equals', 'Completed')}`)).toEqual(['R4', 'R6']);
  });

  it('keeps currencies apart even where it does not group by them', () => {
    const body = '<columns><aggregateTypes>Sum</aggregateTypes><field>Payment_Request__c$Amount__c</field></columns>';
    expect(run('Mine', people.finance, made('Mine', ofRequests(body))).totals.map(({ currency, value }) => [currency, value])).toEqual([['USD', '0.3'], ['EUR', '9007199254741011.01']]);
  });

  it('is refused in words when it needs what is not shown here', () => {
    const across = made('Mine', ofRequests('<groupingsAcross><field>Payment_Request__c$Currency__c</field></groupingsAcross>'));
    expect(() => run('Mine', people.finance, across)).toThrow('a matrix or a report over joined objects is not shown here');
    expect(() => found(criterion('Status__c', 'within', 'here'))).toThrow('the filter Status within is not shown here');
  });

  it('leaves out a column that its persona may not see, and is refused when it groups by one', () => {
    const clerk = outside.org.addUser({ username: 'clerk@sandbox.example', name: 'Clerk', permissionSets: ['Quittance_Finance'] });
    const set = org.permissionSets.get('Quittance_Finance');
    const narrow = (path: string) => {
      org.permissionSets.set('Narrow', { ...(set as NonNullable<typeof set>), name: 'Narrow', fields: new Map([...(set?.fields ?? [])].filter(([name]) => name !== path)) });
      clerk.permissionSets = ['Narrow', `Narrow without ${path}`];
    };
    narrow('Payment_Request__c.Due_Date__c');
    expect([run('Awaiting_Funds_By_Currency', clerk).hidden, run('Awaiting_Funds_By_Currency', clerk).columns.length]).toEqual([['Due Date'], 5]);
    narrow('Payment_Request__c.Funding_Account__c');
    expect(() => run('Awaiting_Funds_By_Currency', clerk)).toThrow('groups by Funding Account: Name');
  });
});

describe('amounts', () => {
  it('are added and compared as the decimals they are', () => {
    expect([addDecimals('0.1', '0.2'), addDecimals('-1', '0.05'), addDecimals('99999999999999999.999', '0.001'), orderDecimals('10', '9.5') > 0, orderDecimals('1.50', '1.5')]).toEqual(['0.3', '-0.95', '100000000000000000.000', true, 0]);
    expect([showDecimal('1250', 3), showDecimal('-1234567.5', 0), showDecimal('0.1234', 3)]).toEqual(['1,250.000', '-1,234,567.5', '0.1234']);
    expect(() => addDecimals('1e5', '1')).toThrow('is no decimal number');
  });
});

describe('a shipped dashboard', () => {
  it('fills each card from its report, with the rights of the user who deployed it', () => {
    const cash = runDashboard(org, files, 'Cash', { by: people.approver, deployedBy: people.admin });
    expect(cash.viewingAs).toBe('Ada Admin');
    expect(cash.cards.slice(0, 3).map(({ header, content }) => [header, content])).toEqual([
      ['Awaiting Funds', { kind: 'metric', value: 3, label: 'Requests that wait for funds', color: '#B83A00' }], ['In Flight', { kind: 'metric', value: 3, label: 'Payouts sent and not yet arrived', color: '#0B5CAB' }],
      ['Returns', { kind: 'metric', value: 2, label: 'Returned this year and last', color: '#B83A00' }],
    ]);
    expect(cash.cards.find(({ header }) => header === 'Paid by Recipient')?.content).toEqual({ kind: 'table', table: { columns: [{ label: 'Currency', numeric: false }, { label: 'Recipient: Name and Number', numeric: false }, { label: 'Sum of Amount', numeric: true }], rows: [['USD', 'Anna (RA-000001)', '41.500']] } });
    expect(runDashboard(org, files, 'Operations', { by: people.finance, deployedBy: people.admin }).cards.filter(({ content }) => content.kind === 'refused')).toEqual([]);
  });
});

describe('the doors of reports', () => {
  let server: Server;
  const get = async (path: string, persona = 'finance'): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: { persona } });
    return { status: answer.status, body: await answer.json() };
  };
  beforeAll(async () => {
    const app: Express = express();
    // The doors use what both shapes of the outside world have; sockets of the stand-ins are not among it.
    reportDoors(app, { org, outside: outside as never, userOf: (request) => (request.get('persona') === 'finance' ? people.finance : undefined) });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  it('list and run what the package ships, for whoever is signed in', async () => {
    const { body } = await get('/preview/reports');
    expect(body).toHaveLength(files.reports.size);
    expect(body).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Returns', title: 'Returned Payouts' })]));
    expect((await get('/preview/dashboards')).body).toEqual([expect.objectContaining({ name: 'Cash' }), expect.objectContaining({ name: 'Operations' })]);
    expect((await get('/preview/reports/Returns')).body).toMatchObject({ title: 'Returned Payouts', count: 2 });
    expect((await get('/preview/dashboards/Cash')).body).toMatchObject({ title: 'Cash', columns: 12 });
    expect(await get('/preview/reports/Gone')).toEqual({ status: 404, body: { message: expect.stringContaining('no report Gone') as unknown } });
    expect((await get('/preview/reports', 'nobody')).status).toBe(401);
  });
});
