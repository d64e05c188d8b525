import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import type { FieldSchema } from '../../sandbox/salesforce/org.ts';
import { all, type Component, ofType, text, type Xml } from '../house/package-metadata.ts';

const { org, deployFolder } = open(openWorld({ seed: 1 }));
deployFolder('force-app');
const reports = ofType('report');
const dashboards = ofType('dashboard');
const textsOf = (xml: Xml, tag: string): string[] => all(xml, tag).map(String);

/** `Order__c$Customer__c.Name`: every field on the way, from the object of the row. */
function way(column: string): readonly { readonly path: string; readonly field: FieldSchema | undefined }[] {
  const [base = '', path = ''] = column.split('$');
  const steps: { path: string; field: FieldSchema | undefined }[] = [];
  let object: string | undefined = base;
  for (const name of path.split('.')) {
    const fields: ReadonlyMap<string, FieldSchema> | undefined = object === undefined ? undefined : org.schema.get(object)?.fields;
    const field: FieldSchema | undefined = fields?.get(name) ?? fields?.get(`${name}Id`);
    steps.push({ path: `${object ?? ''}.${name}`, field });
    object = field?.referenceTo?.[0];
  }
  return steps;
}
const fieldOf = (column: string): FieldSchema | undefined => way(column).at(-1)?.field;
const groupingsOf = ({ body }: Component): string[] => [...all(body, 'groupingsDown'), ...all(body, 'groupingsAcross')].map((each) => text(each, 'field'));
const columnsOf = ({ body }: Component): string[] => all(body, 'columns').map((each) => text(each, 'field'));
const sumsOf = ({ body }: Component): string[] => all(body, 'columns').filter((each) => textsOf(each, 'aggregateTypes').length > 0).map((each) => text(each, 'field'));
const filtersOf = ({ body }: Component): Record<string, string> => Object.fromEntries(all(body, 'filter').flatMap((each) => all(each, 'criteriaItems')).map((each) => [text(each, 'column'), text(each, 'value')]));
const named = (name: string): Component => reports.find((each) => each.name === name) as Component;
const baseOf = (report: Component): string => (columnsOf(report)[0] ?? '').split('$')[0] ?? '';

/** Money has three decimals in this package; counts and versions have none, rates eight. */
const isAmount = (column: string): boolean => fieldOf(column)?.type === 'Number' && fieldOf(column)?.scale === 3;
const currencyOf = (column: string): string => column.replace(/\$(Fee_|Target_|Reporting_)?\w+$/, (_, kind: string | undefined) => `$${kind ?? ''}Currency__c`);

/** Lines for recipients and for the books: nobody looks at them on a dashboard. */
const exported: readonly string[] = ['Accounting_Lines', 'Fee_Accounting_Lines', 'Remittance_Advice'];

const statuses = (path: string): readonly string[] => org.schema.get(path.split('.')[0] ?? '')?.fields.get(path.split('.')[1] ?? '')?.picklist?.values ?? [];
const tablesIn = (dashboard: Component): readonly Xml[] => all(dashboard.body, 'dashboardGridLayout', 'dashboardGridComponents').flatMap((each) => all(each, 'dashboardComponent'));

describe('the reports of the package', () => {
  it('answer what finance asks, each in the module of its rows', () => {
    expect(reports.map(({ module, name }) => `${module}/${name}`).sort()).toEqual([
      'fees/Fee_Accounting_Lines', 'payouts/Accounting_Lines', 'payouts/Awaiting_Funds_By_Currency', 'payouts/Failed_With_Reason', 'payouts/Fees_By_Provider', 'payouts/In_Flight_By_Age', 'payouts/Payout_Batches_By_Seal', 'payouts/Payouts_By_Recipient_And_Month',
      'payouts/Payouts_By_Status', 'payouts/Remittance_Advice', 'payouts/Returns', 'platform/Open_Sync_Issues_By_Kind', 'receipts/Receipts_By_Source',
    ]);
    expect(reports.filter((each) => ofType('object').find(({ name }) => name === baseOf(each))?.module !== each.module).map(({ name }) => name)).toEqual([]);
  });

  it('say in their description which question they answer, in no more than 255 characters', () => {
    for (const { name, body } of reports) {
      const said = text(body, 'description');
      expect([name, /^[A-Z][^?]+\?/.test(said), said.length <= 255, text(body, 'name').length <= 40]).toEqual([name, true, true, true]);
    }
    expect([...ofType('reportType'), ...dashboards].filter(({ body }) => text(body, 'description').length < 40 || text(body, 'description').length > 255).map(({ name }) => name)).toEqual([]);
  });

  it('name columns that exist, each once, and group by none of them', () => {
    for (const each of reports) {
      const columns = [...columnsOf(each), ...groupingsOf(each)];
      expect([each.name, columns.filter((column) => way(column).some(({ field }) => field === undefined))]).toEqual([each.name, []]);
      expect([each.name, columns.filter((column, at) => columns.indexOf(column) !== at)]).toEqual([each.name, []]);
      expect([each.name, [text(each.body, 'sortColumn')].filter((column) => column !== '' && !columnsOf(each).includes(column))]).toEqual([each.name, []]);
    }
  });

  it('show all rows that fit, and all but one ask for less than everything', () => {
    expect(reports.filter(({ body }) => text(body, 'scope') !== 'organization' || text(body, 'timeFrameFilter', 'interval') === '').map(({ name }) => name)).toEqual([]);
    expect(reports.filter((each) => Object.keys(filtersOf(each)).length === 0).map(({ name }) => name)).toEqual(['Payouts_By_Status']);
  });

  it('group by the currency of an amount before all else where they sum it, and never total across currencies', () => {
    const summing = reports.filter((each) => sumsOf(each).some(isAmount));
    expect(summing.map(({ name }) => name).sort()).toEqual(['Awaiting_Funds_By_Currency', 'Fees_By_Provider', 'In_Flight_By_Age', 'Payouts_By_Recipient_And_Month', 'Payouts_By_Status', 'Receipts_By_Source', 'Returns']);
    for (const each of summing) expect([each.name, sumsOf(each).filter(isAmount).map(currencyOf)]).toEqual([each.name, sumsOf(each).filter(isAmount).map(() => groupingsOf(each)[0])]);
    expect(reports.filter(({ body }) => text(body, 'showGrandTotal') !== 'false').map(({ name }) => name)).toEqual([]);
  });

  it('draw at most one chart, and count in it, as amounts of several currencies share no axis', () => {
    const charts = reports.map(({ body }) => all(body, 'chart'));
    expect(charts.every((each) => each.length <= 1) && charts.flat().length >= 6).toBe(true);
    expect(charts.flat().flatMap((each) => all(each, 'chartSummaries')).filter((each) => text(each, 'column') !== 'RowCount')).toEqual([]);
  });

  it('leave out no status that belongs to their question', () => {
    const flying = (filtersOf(named('In_Flight_By_Age'))['Payment_Transaction__c$Status__c'] ?? '').split(',');
    expect(statuses('Payment_Transaction__c.Status__c').filter((status) => !flying.includes(status))).toEqual(['Transferred', 'Cancelled', 'Returned', 'Refused']);
    expect(filtersOf(named('Payout_Batches_By_Seal'))).toEqual({ Payout_Batch__c$Seal__c: 'Sealed,Broken' });
    const open = (filtersOf(named('Open_Sync_Issues_By_Kind'))['Sync_Issue__c$Status__c'] ?? '').split(',');
    expect(statuses('Sync_Issue__c.Status__c').filter((status) => !open.includes(status))).toEqual(['Resolved', 'Discarded']);
  });

  it('give finance lines to export that never vanish again, each with its amounts beside their currencies', () => {
    const booked = (filtersOf(named('Accounting_Lines'))['Payment_Transaction__c$Status__c'] ?? '').split(',');
    expect(booked).toEqual(['Transferred', 'Returned']);
    expect(filtersOf(named('Remittance_Advice'))).toEqual({ Payment_Transaction__c$Type__c: 'Payout', Payment_Transaction__c$Status__c: 'Transferred' });
    expect(filtersOf(named('Fee_Accounting_Lines'))).toEqual({ Fee_Allocation__c$Status__c: 'Superseded' });
    expect(columnsOf(named('Fee_Accounting_Lines'))).toEqual(expect.arrayContaining(['Expense_Account__c.Account_Code__c', 'Amount__c', 'Currency__c', 'Fee_Basis__c', 'Status__c', 'Payment_Transaction__c.Reference__c'].map((each) => `Fee_Allocation__c$${each}`)));
    for (const name of exported.filter((each) => each !== 'Fee_Accounting_Lines')) {
      const columns = columnsOf(named(name));
      expect([name, columns.filter(isAmount).map(currencyOf).filter((currency) => !columns.includes(currency))]).toEqual([name, []]);
      expect([name, columns.filter(isAmount).map((column) => column.split('$')[1])]).toEqual([name, ['Amount__c', 'Target_Amount__c', 'Fee_Amount__c']]);
      expect([name, text(named(name).body, 'showDetails'), columns.includes('Payment_Transaction__c$Occurred_At__c'), columns.includes('Payment_Transaction__c$Payment_Request__c.Invoice_Number__c')]).toEqual([name, 'true', true, true]);
    }
    expect(columnsOf(named('Accounting_Lines'))).toEqual(expect.arrayContaining(['Direction__c', 'FX_Rate__c', 'Funding_Account__c.Display_Name__c', 'Payment_Request__c', 'Payment_Request__c.Cost_Center__c', 'Payment_Request__c.Opportunity__c'].map((each) => `Payment_Transaction__c$${each}`)));
  });

  it('tell payees, and funding accounts, of one name apart by a grouping', () => {
    const number = 'Payment_Transaction__c$Payment_Request__c.Recipient__c';
    expect(groupingsOf(named('Remittance_Advice'))).toEqual([`${number}.Display_Name__c`, number]);
    const byMonth = named('Payouts_By_Recipient_And_Month');
    // A summary report has room for three groupings, and the month is one: name and number are one text.
    expect([groupingsOf(byMonth).length, groupingsOf(byMonth)[1], columnsOf(byMonth).includes(number)]).toEqual([3, 'Payment_Transaction__c$Payment_Request__c.Recipient_Label__c', true]);
    expect(groupingsOf(named('Awaiting_Funds_By_Currency')).slice(1)).toEqual(['Payment_Request__c$Funding_Account__c.Display_Name__c', 'Payment_Request__c$Funding_Account__c']);
  });

  it('put broken seals first, by the order of the picklist', () => {
    expect(statuses('Payout_Batch__c.Seal__c')).toEqual(['Open', 'Sealed', 'Broken']);
    expect(all(named('Payout_Batches_By_Seal').body, 'groupingsDown').map((each) => [text(each, 'field'), text(each, 'sortOrder')])).toEqual([['Payout_Batch__c$Seal__c', 'Desc']]);
  });

  it('show people nothing that their permission set hides, and put the two tabs into the app', () => {
    for (const set of ['Quittance_Approver', 'Quittance_Finance', 'Quittance_Admin']) {
      const body = ofType('permissionset').find(({ name }) => name === set)?.body ?? '';
      const read = new Set([...all(body, 'fieldPermissions').filter((each) => text(each, 'readable') === 'true').map((each) => text(each, 'field')), ...all(body, 'objectPermissions').filter((each) => text(each, 'viewAllRecords') === 'true').map((each) => text(each, 'object'))]);
      const hidden = reports.flatMap((each) => [...columnsOf(each), ...groupingsOf(each)]).flatMap(way).filter(({ path, field }) => field?.custom === true && !field.required && !read.has(path));
      expect([set, hidden.map(({ path }) => path), reports.map(baseOf).filter((base) => !read.has(base))]).toEqual([set, [], []]);
    }
    expect(textsOf(ofType('app')[0]?.body ?? '', 'tabs').slice(-2)).toEqual(['standard-report', 'standard-Dashboard']);
  });
});

describe('the dashboards of the package', () => {
  it('are two, name no user of ours, and are shared with nobody until an admin does so', () => {
    expect(dashboards.map(({ module, name, body }) => [`${module}/${name}`, text(body, 'dashboardType'), text(body, 'runningUser'), text(body, 'owner')])).toEqual([['payouts/Cash', 'SpecifiedUser', '', ''], ['platform/Operations', 'SpecifiedUser', '', '']]);
    const folders = [...ofType('reportFolder'), ...ofType('dashboardFolder')];
    expect(folders.map(({ module, name, body }) => [module, name, all(body, 'folderShares').length])).toEqual([['platform', 'Quittance', 0], ['platform', 'Quittance', 0]]);
  });

  it('show every report but those that are made to be exported', () => {
    const used = new Set(dashboards.flatMap(tablesIn).map((each) => text(each, 'report')));
    expect(reports.map(({ name }) => name).filter((name) => !used.has(`Quittance/${name}`) && !exported.includes(name))).toEqual([]);
  });

  it('say on a tile of what time it counts: what stands so now, or the years its report asks for', () => {
    const tiles = dashboards.flatMap(tablesIn).filter((each) => text(each, 'componentType') === 'Metric');
    const said = tiles.map((each) => [text(each, 'metricLabel'), text(named(text(each, 'report').replace('Quittance/', '')).body, 'timeFrameFilter', 'interval')]);
    expect(said).toHaveLength(6);
    expect(said.filter(([label = '', interval]) => (interval === 'INTERVAL_PREVCURY' ? !label.endsWith('this year and last') : interval !== 'INTERVAL_CUSTOM' || !/\b(now|wait|not yet)\b/.test(label)))).toEqual([]);
  });

  it('show a sum only beside its currency, and draw no amounts', () => {
    for (const each of dashboards.flatMap(tablesIn)) {
      const columns = all(each, 'flexComponentProperties').flatMap((one) => all(one, 'flexTableColumn')).map((one) => text(one, 'reportColumn'));
      for (const summed of columns.filter((column) => column.startsWith('s!'))) expect([summed, columns[0]]).toEqual([summed, currencyOf(summed.slice(2))]);
      expect(all(each, 'chartSummary').filter((one) => text(one, 'column') !== 'RowCount')).toEqual([]);
    }
  });
});
