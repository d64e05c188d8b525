import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { openWorld } from '../../sandbox/kit/world.ts';
import type { MetadataFile } from '../../sandbox/salesforce/metadata-components.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import { builtPackage } from '../sandbox/built-package.ts';
import { type Bench, bench, privateKey } from '../sandbox/salesforce-bench.ts';
import { type Defect, spoiled } from '../sandbox/spoiled-package.ts';

const run = promisify(execFile);
const type = (name: string): string => `${name}.reportType-meta.xml`;
const report = (name: string): string => `${name}.report-meta.xml`;
const dashboard = (name: string): string => `${name}.dashboard-meta.xml`;
const joinBy = (relationship: string): string => `<join><outerJoin>false</outerJoin><relationship>${relationship}</relationship></join>`;
const seeds: readonly [string, Defect, RegExp][] = [
  ['a report type of a missing object', { file: type('Sync_Issues'), from: '<baseObject>Sync_Issue__c', to: '<baseObject>Sync_Isue__c' }, /Sync_Issues\.reportType-meta\.xml:\d+ .*no CustomObject named Sync_Isue__c found/],
  ['a report type with a wrong field', { file: type('Sync_Issues'), from: '<field>Summary__c', to: '<field>Sumary__c' }, /Sync_Issues\.reportType-meta\.xml:\d+ .*columns-field: Invalid value specified: Sumary__c/],
  ['a report type with a wrong field behind a lookup', { file: type('Payment_Requests'), from: '<field>Recipient__c.Display_Name__c', to: '<field>Recipient__c.Full_Name__c' }, /columns-field: Invalid value specified: Recipient__c\.Full_Name__c/],
  ['a report type with a field behind what is no lookup', { file: type('Payment_Requests'), from: '<field>Recipient__c.Display_Name__c', to: '<field>Purpose__c.Display_Name__c' }, /columns-field: Invalid value specified: Purpose__c\.Display_Name__c/],
  ['a report type with a column of another table', { file: type('Payout_Batches'), from: '<table>Payout_Batch__c', to: '<table>Payment_Request__c' }, /Payout_Batches\.reportType-meta\.xml:\d+ .*columns-table: Invalid value specified: Payment_Request__c/],
  ['a report type that joins along a wrong relationship', { file: type('Payout_Batches'), from: '    <label>', to: `${joinBy('Payments__r')}<label>` }, /join-relationship: Invalid value specified: Payments__r/],
  ['a report type of money received with a wrong field', { file: type('Receipts'), from: '<field>Source_Entity__c', to: '<field>Source__c' }, /Receipts\.reportType-meta\.xml:\d+ .*columns-field: Invalid value specified: Source__c/],
  ['an export with a column its type does not offer', { file: report('Accounting_Lines'), from: '<field>Payment_Transaction__c$Payment_Request__c.Cost_Center__c', to: '<field>Payment_Transaction__c$Payment_Request__c.Due_Date__c' }, /Accounting_Lines\.report-meta\.xml:\d+ .*columns-field: Invalid value specified: Payment_Transaction__c\$Payment_Request__c\.Due_Date__c/],
  ['a report in a missing folder', { file: report('Returns'), from: '', to: '', rename: ['Quittance.reportFolder', 'Quitance.reportFolder'] }, /report-meta\.xml .*Cannot find folder:Quittance/],
  ['a report of a missing type', { file: report('Returns'), from: '<reportType>Payment_Transactions__c', to: '<reportType>Payment_Movements__c' }, /Returns\.report-meta\.xml:\d+ .*reportType: Invalid value specified: Payment_Movements__c/],
  ['a report with a wrong column', { file: report('Returns'), from: '<field>Payment_Transaction__c$Reason__c', to: '<field>Payment_Transaction__c$Reazon__c' }, /Returns\.report-meta\.xml:\d+ .*columns-field: Invalid value specified: Payment_Transaction__c\$Reazon__c/],
  ['a report with a column its type does not offer', { file: report('Returns'), from: '<field>Payment_Transaction__c$Reason__c', to: '<field>Payment_Transaction__c$Timeline__c' }, /columns-field: Invalid value specified: Payment_Transaction__c\$Timeline__c/],
  ['a report that groups by a wrong column', { file: report('Failed_With_Reason'), from: '<field>Payment_Request__c$Status_Reason__c', to: '<field>Payment_Request__c$Why__c' }, /groupings-field: Invalid value specified: Payment_Request__c\$Why__c/],
  ['a report that groups by a long text', { file: report('Payout_Batches_By_Seal'), from: '<field>Payout_Batch__c$Seal__c', to: '<field>Payout_Batch__c$Seal_Detail__c' }, /Its type can't be grouped by/],
  ['a report that groups text by month', { file: report('Awaiting_Funds_By_Currency'), from: '<dateGranularity>Day', to: '<dateGranularity>Month' }, /groupings-dateGranularity: .*Currency__c\. It is no date/],
  ['a summary without groupings', { file: report('Returns'), from: '<format>Summary', to: '<format>Tabular' }, /format: a Tabular report can't have 2 groupings down and 0 across/],
  ['a matrix without columns', { file: report('Returns'), from: '<format>Summary', to: '<format>Matrix' }, /format: a Matrix report can't have 2 groupings down and 0 across/],
  ['a report that sums text', { file: report('Returns'), from: '<field>Payment_Transaction__c$Reason__c', to: '<aggregateTypes>Sum</aggregateTypes><field>Payment_Transaction__c$Reason__c' }, /columns-aggregateTypes: .*Reason__c\. Sum needs a number/],
  ['a report that filters by a wrong column', { file: report('Open_Sync_Issues_By_Kind'), from: '<column>Sync_Issue__c$Status__c', to: '<column>Sync_Issue__c$State__c' }, /filter-criteriaItems-column: Invalid value specified: Sync_Issue__c\$State__c/],
  ['a report that filters by a status that is none', { file: report('Open_Sync_Issues_By_Kind'), from: '<value>Open,Retrying', to: '<value>Open,Waiting' }, /Open_Sync_Issues_By_Kind\.report-meta\.xml:\d+ .*Picklist value Waiting does not exist on Sync_Issue__c\$Status__c/],
  ['a report that sorts by a wrong column', { file: report('Returns'), from: '<sortColumn>Payment_Transaction__c$LastModifiedDate', to: '<sortColumn>Payment_Transaction__c$Changed' }, /sortColumn: Invalid value specified: Payment_Transaction__c\$Changed/],
  ['a report of a wrong time', { file: report('Returns'), from: '<dateColumn>Payment_Transaction__c$Occurred_At__c', to: '<dateColumn>Payment_Transaction__c$Happened__c' }, /timeFrameFilter-dateColumn: Invalid value specified: Payment_Transaction__c\$Happened__c/],
  ['a report of a time that is no date', { file: report('Returns'), from: '<dateColumn>Payment_Transaction__c$Occurred_At__c', to: '<dateColumn>Payment_Transaction__c$Reason__c' }, /timeFrameFilter-dateColumn: .*Reason__c\. It is no date/],
  ['a chart by what is no grouping', { file: report('Returns'), from: '<groupingColumn>Payment_Transaction__c$Currency__c', to: '<groupingColumn>Payment_Transaction__c$Reason__c' }, /Returns\.report-meta\.xml:\d+ .*chart-groupingColumn: .*Reason__c\. The report does not group by it/],
  ['a chart with a second axis that is no grouping', { file: report('Returns'), from: '<secondaryGroupingColumn>Payment_Transaction__c$Occurred_At__c', to: '<secondaryGroupingColumn>Payment_Transaction__c$Reason__c' }, /chart-secondaryGroupingColumn: .*The report does not group by it/],
  ['a chart of what is not summarised', { file: report('Returns'), from: '<column>RowCount', to: '<column>Payment_Transaction__c$Payout_Id__c' }, /chart-chartSummaries-column: .*Payout_Id__c\. The report does not summarise it so/],
  ['a dashboard in a missing folder', { file: dashboard('Cash'), from: '', to: '', rename: ['Quittance.dashboardFolder', 'Quitance.dashboardFolder'] }, /dashboard-meta\.xml .*Cannot find folder:Quittance/],
  ['a dashboard of a missing report', { file: dashboard('Cash'), from: '<report>Quittance/Returns', to: '<report>Quittance/Refunds' }, /Cash\.dashboard-meta\.xml:\d+ .*no Report named Quittance\/Refunds found/],
  ['a dashboard that borrows a chart where there is none', { file: dashboard('Cash'), from: '<report>Quittance/Payouts_By_Status', to: '<report>Quittance/Fees_By_Provider' }, /useReportChart: the report Quittance\/Fees_By_Provider has no chart/],
  ['a dashboard table by what is no grouping', { file: dashboard('Cash'), from: '<reportColumn>Payment_Transaction__c$Fee_Basis__c', to: '<reportColumn>Payment_Transaction__c$Type__c' }, /reportColumn: .*Type__c\. The report Quittance\/Fees_By_Provider does not group by it/],
  ['a dashboard table with a sum the report does not make', { file: dashboard('Cash'), from: '<reportColumn>s!Payment_Transaction__c$Fee_Amount__c', to: '<reportColumn>a!Payment_Transaction__c$Fee_Amount__c' }, /reportColumn: .*a!Payment_Transaction__c\$Fee_Amount__c\. The report Quittance\/Fees_By_Provider does not summarise it so/],
  ['a dashboard table with a detail the report does not show', { file: dashboard('Cash'), from: '<type>aggregate', to: '<type>detail' }, /reportColumn: .*s!Payment_Request__c\$Amount__c\. The report Quittance\/Awaiting_Funds_By_Currency does not show it/],
  ['a dashboard chart by what is no grouping', { file: dashboard('Operations'), from: '<groupingSortProperties/>', to: '<groupingColumn>Payment_Request__c$Purpose__c</groupingColumn><groupingSortProperties/>' }, /groupingColumn: .*Purpose__c\. The report Quittance\/Failed_With_Reason does not group by it/],
  ['a dashboard number the report does not make', { file: dashboard('Operations'), from: '<column>RowCount', to: '<column>Payment_Request__c$Amount__c' }, /chartSummary-column: .*Amount__c\. The report does not summarise it so/],
  ['a dashboard run by a user who is none', { file: dashboard('Cash'), from: '<textColor>', to: '<runningUser>finance@customer.example</runningUser><textColor>' }, /Cash\.dashboard-meta\.xml:\d+ .*Cannot find a user that matches any of the following usernames: finance@customer\.example/],
  ['a dashboard wider than its grid', { file: dashboard('Cash'), from: '<columnIndex>8', to: '<columnIndex>9' }, /dashboardGridComponents: columns 9 to 13 of 12/],
];

const file = (path: string, content: string): MetadataFile => ({ path, bytes: new TextEncoder().encode(content) });

const filesOf = (kind: string): number => readdirSync('force-app', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(`.${kind}-meta.xml`)).length;
const [types, reports, dashboards] = [filesOf('reportType'), filesOf('report'), filesOf('dashboard')];
const shipped = [types, reports, 1, dashboards];
/** They share the folder's name. */
const emailTemplates = filesOf('email');

describe('reports and dashboards, deployed', () => {
  it('go in with the package, in both modes', () => {
    for (const namespace of [null, 'quittance']) {
      const { components, success } = open(openWorld({ seed: 1 }), { namespace }).deployFolder('force-app');
      const count = (wanted: string): number => components.filter((each) => each.type === wanted).length;
      expect([success, ...['ReportType', 'Report', 'ReportFolder', 'Dashboard', 'DashboardFolder'].map(count)]).toEqual([true, ...shipped, 1]);
    }
  });

  it.each(seeds)('are refused with file and reason: %s', (_, defect, problem) => {
    const { org, deployFiles } = open(openWorld({ seed: 1 }));
    expect(() => deployFiles(spoiled('force-app', defect))).toThrow(problem);
    expect(org.schema.has('Payment_Request__c')).toBe(false);
  });

  it('may join tables, bucket a column, be a matrix, and be run by a user the org has', () => {
    const { admin, deployFiles } = open(openWorld({ seed: 1 }));
    deployFiles(spoiled('force-app'));
    const column = (table: string, field: string): string => `<columns><checkedByDefault>true</checkedByDefault><field>${field}</field><table>${table}</table></columns>`;
    const joined = 'Payout_Batch__c.Payment_Transactions__r';
    const group = (tag: string, field: string): string => `<${tag}><dateGranularity>Day</dateGranularity><field>${field}</field><sortOrder>Asc</sortOrder></${tag}>`;
    const matrix = (summed: string): MetadataFile[] => [
      file('reportTypes/Batches_With_Transactions.reportType', `<ReportType><baseObject>Payout_Batch__c</baseObject><category>other</category><deployed>true</deployed>${joinBy('Payment_Transactions__r')}<label>B</label><sections>${column('Payout_Batch__c', 'Seal__c')}${column(joined, 'Amount__c')}${column(joined, 'Payment_Request__c.Recipient__c.Contact__c.Email')}<masterLabel>B</masterLabel></sections></ReportType>`),
      file('reports/Quittance/Batches.report', `<Report><buckets><bucketType>number</bucketType><developerName>BucketField_Size</developerName><masterLabel>Size</masterLabel><sourceColumnName>${joined}$Amount__c</sourceColumnName><values><sourceValues><to>100</to></sourceValues><value>small</value></values></buckets><columns><aggregateTypes>Sum</aggregateTypes><field>${joined}$${summed}</field></columns><format>Matrix</format>${group('groupingsAcross', 'BucketField_Size')}${group('groupingsDown', 'Payout_Batch__c$Seal__c')}<name>B</name><reportType>Batches_With_Transactions__c</reportType></Report>`),
      file('dashboards/Quittance/Mine.dashboard', `<Dashboard><dashboardType>SpecifiedUser</dashboardType><leftSection><columnSize>Wide</columnSize><components><chartSummary><aggregate>Sum</aggregate><column>${joined}$Amount__c</column></chartSummary><componentType>Bar</componentType><groupingColumn>BucketField_Size</groupingColumn><report>Quittance/Batches</report></components></leftSection><runningUser>${admin.username}</runningUser><title>M</title></Dashboard>`),
    ];
    expect(deployFiles(matrix('Amount__c')).success).toBe(true);
    expect(() => deployFiles(matrix('Fee_Amount__c'))).toThrow(/columns-field: Invalid value specified: Payout_Batch__c\.Payment_Transactions__r\$Fee_Amount__c/);
  });

  it('may stand on a standard report type, whose columns nobody can look up here', () => {
    const { deployFiles } = open(openWorld({ seed: 1 }));
    deployFiles(spoiled('force-app'));
    const plain = (column: string): MetadataFile => file('reports/Quittance/Contacts.report', `<Report><columns><field>LAST_NAME</field></columns><chart><chartSummaries><column>RowCount</column></chartSummaries><chartType>Pie</chartType><groupingColumn>${column}</groupingColumn></chart><format>Summary</format><groupingsDown><field>ACCOUNT_OWNER</field><sortOrder>Asc</sortOrder></groupingsDown><name>C</name><reportType>ContactList</reportType></Report>`);
    expect(deployFiles([plain('ACCOUNT_OWNER')]).success).toBe(true);
    expect(() => deployFiles([plain('LEAD_OWNER')])).toThrow(/chart-groupingColumn: Invalid value specified: LEAD_OWNER/);
  });
});

describe('reports and dashboards, as the Salesforce CLI packs them', () => {
  let folder: string;
  let home: string;
  let made: Bench | undefined;
  const wrong: Defect = { file: 'Returns.report', from: '<value>Return<', to: '<value>Refunded<' };
  const zip = (defect?: Defect): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(Object.fromEntries(spoiled(folder, defect).map(({ path, bytes }) => [path, bytes]))));
  const refused = { fileName: 'reports/Quittance/Returns.report', fullName: 'Quittance/Returns', problem: 'filter-criteriaItems-value: Picklist value Refunded does not exist on Payment_Transaction__c$Type__c', lineNumber: expect.anything() };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    home = mkdtempSync(join(tmpdir(), 'sf-'));
    builtPackage(home);
    const quiet = { HOME: home, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_DISABLE_AUTOUPDATE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', NODE_OPTIONS: '' };
    await run(process.execPath, [resolve('node_modules/@salesforce/cli/bin/run.js'), 'project', 'convert', 'source', '--root-dir', 'force-app', '--output-dir', folder], { env: { ...process.env, ...quiet }, cwd: home });
  }, 60_000);
  afterEach(async () => made?.served.close());
  afterAll(() => [folder, home].forEach((each) => rmSync(each, { recursive: true, force: true })));

  it('come along whole, with their folders', () => {
    const members = [...readFileSync(join(folder, 'package.xml'), 'utf8').matchAll(/<members>(Quittance\/?[^<]*)</g)].map(([, name]) => name);
    expect(members.filter((name) => /^Quittance\/\w/.test(name ?? '')).length).toBe(reports + dashboards + emailTemplates);
    expect(spoiled(folder).map(({ path }) => path).filter((path) => /^(reports|dashboards)\/[^/]+$/.test(path)).sort()).toEqual(['dashboards/Quittance-meta.xml', 'reports/Quittance-meta.xml']);
  });

  it('are refused with file, line and reason, and else go in', async () => {
    made = await bench({}, null);
    const admin = await made.connect('admin@sandbox.example');
    const failed = await admin.metadata.deploy(Buffer.from(zip(wrong)), {}).complete(true);
    expect([failed.success, failed.details?.componentFailures]).toEqual([false, [expect.objectContaining(refused)]]);
    expect(await admin.metadata.deploy(Buffer.from(zip()), {}).complete(true)).toMatchObject({ success: true, numberComponentErrors: 0 });
  }, 60_000);

  it('go in with sf project deploy start, which hears of each of them', async () => {
    made = await bench({}, null);
    const env = { ...process.env, HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_DISABLE_AUTOUPDATE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', NODE_OPTIONS: '' };
    const sf = async (...words: string[]): Promise<{ result: { success?: boolean; files?: readonly { type: string; state: string }[] } }> => {
      const { stdout } = await run(process.execPath, [resolve('node_modules/@salesforce/cli/bin/run.js'), ...words, '--json'], { env, cwd: home, maxBuffer: 32 << 20 }).catch((error: { stdout: string }) => error);
      return JSON.parse(stdout) as { result: { success: boolean } };
    };
    writeFileSync(join(home, 'key.pem'), privateKey);
    await sf('org', 'login', 'jwt', '--client-id', 'app', '--jwt-key-file', 'key.pem', '--username', 'admin@sandbox.example', '--instance-url', made.served.url, '--alias', 'box');
    const { result } = await sf('project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'box');
    expect(result.success).toBe(true);
    const told = (result.files ?? []).filter(({ type: kind }) => /Report|Dashboard/.test(kind)).map(({ type: kind, state }) => `${kind} ${state}`);
    expect(Object.fromEntries([...new Set(told)].map((each) => [each, told.filter((other) => other === each).length]))).toEqual({ 'Report Created': reports, 'ReportFolder Created': 1, 'ReportType Created': types, 'Dashboard Created': dashboards, 'DashboardFolder Created': 1 });
  }, 180_000);
});
