import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { openWorld } from '../../sandbox/kit/world.ts';
import type { MetadataFile } from '../../sandbox/salesforce/metadata-components.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import { sourceFiles } from '../../sandbox/salesforce/source-files.ts';
import { builtPackage } from '../sandbox/built-package.ts';
import { type Bench, bench } from '../sandbox/salesforce-bench.ts';

const run = promisify(execFile);
type Change = { readonly file: string; readonly from: string; readonly to: string };

const filesIn = (folder: string): { path: string; content: string }[] => sourceFiles(folder).map(({ path, bytes }) => ({ path, content: new TextDecoder().decode(bytes) }));

/** The files with one of them spoiled. A change that finds nothing to spoil would make a test that can't fail. */
function changed(folder: string, change?: Change): MetadataFile[] {
  const found = filesIn(folder);
  if (change && !found.some(({ path, content }) => path.endsWith(change.file) && content.includes(change.from))) throw new Error(`${change.file} has no ${change.from}: correct the test`);
  return found.map(({ path, content }) => ({ path, bytes: new TextEncoder().encode(change && path.endsWith(change.file) ? content.replace(change.from, change.to) : content) }));
}

const layout = 'Payment_Request__c-Payment Request Layout.layout';
const item = (field: string): string => `<layoutItems>\n                <behavior>Required</behavior>\n                <field>${field}</field>\n            </layoutItems>\n`;
const seeds: readonly [string, Change, RegExp][] = [
  ['a layout with a wrong field', { file: `${layout}-meta.xml`, from: '<field>Purpose__c<', to: '<field>Purpoze__c<' }, /Layout\.layout-meta\.xml:\d+ .*no CustomField named Payment_Request__c\.Purpoze__c found/],
  ['a layout without a required field', { file: `${layout}-meta.xml`, from: item('Currency__c'), to: '' }, /Layout must contain an item for required layout field: Currency__c/],
  ['a layout that lets a required field be empty', { file: `${layout}-meta.xml`, from: '<behavior>Required</behavior>', to: '<behavior>Edit</behavior>' }, /Field:Recipient__c must be Required/],
  ['a layout that lets a number of its own be typed', { file: `${layout}-meta.xml`, from: '<behavior>Readonly</behavior>', to: '<behavior>Edit</behavior>' }, /Field:Name must be Readonly/],
  ['a related list along a wrong lookup', { file: `${layout}-meta.xml`, from: 'Sync_Issue__c.Payment_Request__c', to: 'Sync_Issue__c.Payment__c' }, /Layout\.layout-meta\.xml:\d+ .*Cannot find related list:Sync_Issue__c\.Payment__c/],
  ['a related list with a wrong field', { file: `${layout}-meta.xml`, from: '<fields>Last_Seen__c<', to: '<fields>Last_Sighting__c<' }, /Invalid field:Last_Sighting__c in related list/],
  ['a layout of a missing object', { file: `${layout}-meta.xml`, from: '', to: '' }, /no CustomObject named Payment_Reqest__c found/],
  ['a compact layout with a wrong field', { file: 'Payout_Batch_Highlights.compactLayout-meta.xml', from: 'Seal__c', to: 'Seals__c' }, /Payout_Batch_Highlights\.compactLayout-meta\.xml:\d+ .*no CustomField named Payout_Batch__c\.Seals__c found/],
  ['a primary compact layout that is missing', { file: 'Payout_Batch__c.object-meta.xml', from: '>Payout_Batch_Highlights<', to: '>Payout_Batch_Compact<' }, /Payout_Batch__c\.object-meta\.xml:\d+ .*no CompactLayout named Payout_Batch__c\.Payout_Batch_Compact found/],
  ['a search layout with a wrong field', { file: 'Connection__c.object-meta.xml', from: '<searchResultsAdditionalFields>Mode__c', to: '<searchResultsAdditionalFields>Mood__c' }, /no CustomField named Connection__c\.Mood__c found/],
  ['a list view with a wrong column', { file: 'Open_Critical.listView-meta.xml', from: '<columns>Summary__c', to: '<columns>Sumary__c' }, /Open_Critical\.listView-meta\.xml:\d+ .*Could not resolve list view column: Sumary__c/],
  ['a list view with a wrong filter', { file: 'Broken_Seals.listView-meta.xml', from: '<field>Seal__c', to: '<field>Seals__c' }, /Could not resolve list view column: Seals__c/],
  ['a path on a wrong field', { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<fieldName>Status__c', to: '<fieldName>State__c' }, /pathAssistant-meta\.xml:\d+ .*no CustomField named Payment_Request__c\.State__c found/],
  ['a path on a field that is no picklist', { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<fieldName>Status__c', to: '<fieldName>Purpose__c' }, /Purpose__c is no picklist/],
  ['a path with a wrong key field', { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<fieldNames>Approved_At__c', to: '<fieldNames>Approved_On__c' }, /no CustomField named Payment_Request__c\.Approved_On__c found/],
  ['a path through a status that is none', { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<picklistValueName>Sending', to: '<picklistValueName>Sent' }, /Picklist value Sent does not exist/],
  ['a path of a missing record type', { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '__MASTER__', to: 'Urgent' }, /no RecordType named Payment_Request__c\.Urgent found/],
  ['a tab of a missing object', { file: 'Connection__c.tab-meta.xml', from: '', to: '' }, /Conection__c\.tab-meta\.xml:\d+ .*no CustomObject named Conection__c found/],
  ['a component that nobody compiled', { file: 'batchSeal.js', from: '', to: '' }, /lwc\/batchSeal batchSeal: Invalid file found for a CSS Only module: batchSeal\.js is missing/],
  ['an app with a wrong tab', { file: 'Quittance.app-meta.xml', from: '<tabs>Payout_Batch__c', to: '<tabs>Payout_Bach__c' }, /Quittance\.app-meta\.xml:\d+ .*no CustomTab named Payout_Bach__c found/],
  ['a permission set with a wrong tab', { file: 'Quittance_Finance.permissionset-meta.xml', from: '<tab>Payout_Batch__c', to: '<tab>Payout_Bach__c' }, /Quittance_Finance\.permissionset-meta\.xml:\d+ .*no CustomTab named Payout_Bach__c found/],
  ['a record page with a component that is none', { file: 'Payout_Batch_Record_Page.flexipage-meta.xml', from: '<componentName>c:batchSeal', to: '<componentName>c:batchSeel' }, /Payout_Batch_Record_Page\.flexipage-meta\.xml:\d+ .*design time component information for component c:batchSeel/],
  ['a record page with a rule on a wrong field', { file: 'Payment_Request_Record_Page.flexipage-meta.xml', from: '{!Record.Status__c}', to: '{!Record.State__c}' }, /Payment_Request_Record_Page\.flexipage-meta\.xml:\d+ .*information on the field: Record\.State__c/],
  ['a home page with a region that is none', { file: 'Quittance_Home.flexipage-meta.xml', from: '<name>bottomLeft', to: '<name>left' }, /Quittance_Home\.flexipage-meta\.xml:\d+ .*The 'left' region \(type Region\) doesn't exist/],
  ['a utility bar with a component that does not fit there', { file: 'syncIssues.js-meta.xml', from: '<target>lightning__UtilityBar</target>', to: '' }, /Quittance_UtilityBar\.flexipage-meta\.xml:\d+ .*c:syncIssues doesn't support pages of type UtilityBar/],
  ['an app with the page of another object', { file: 'Quittance.app-meta.xml', from: '<content>Revenue_Record_Page', to: '<content>Connection_Record_Page' }, /Quittance\.app-meta\.xml:\d+ .*Connection_Record_Page does not exist or is not a valid override for action View/],
  ['an app without its utility bar', { file: 'Quittance.app-meta.xml', from: '<utilityBar>Quittance_UtilityBar', to: '<utilityBar>Quittance_Utilities' }, /no FlexiPage named Quittance_Utilities found/],
  ['a component for a wrong object', { file: 'batchSeal.js-meta.xml', from: '<object>Payout_Batch__c', to: '<object>Payout_Bach__c' }, /lwc\/batchSeal:\d+ .*Invalid reference Payout_Bach__c of type sobjectClass/],
  ['a permission set group with a wrong permission set', { file: 'Quittance_Finance_Group.permissionsetgroup-meta.xml', from: '<permissionSets>Quittance_Finance', to: '<permissionSets>Quittance_Finances' }, /Quittance_Finance_Group\.permissionsetgroup-meta\.xml:\d+ .*no PermissionSet named Quittance_Finances found/],
  ['a permission set with a wrong app', { file: 'Quittance_Finance.permissionset-meta.xml', from: '<application>Quittance', to: '<application>Quitance' }, /no CustomApplication named Quitance found/],
];
/** Misnamed by their file, not by a word in it. */
const renamed: Readonly<Record<string, readonly [string | RegExp, string]>> = {
  'a layout of a missing object': ['layouts/Payment_Request__c-', 'layouts/Payment_Reqest__c-'],
  'a tab of a missing object': ['tabs/Connection__c.', 'tabs/Conection__c.'],
  'a component that nobody compiled': [/batchSeal\.js$/, 'batchSeal.ts'],
};

/** How many files of the package's source there are of a kind. */
const filesOf = (kind: string): number => readdirSync('force-app', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(`.${kind}-meta.xml`)).length;

describe('what people look at, deployed', () => {
  it('goes in with the package, in both modes', () => {
    for (const namespace of [null, 'quittance']) {
      const { components, success } = open(openWorld({ seed: 1 }), { namespace }).deployFolder('force-app');
      const count = (type: string): number => components.filter((each) => each.type === type).length;
      const shipped = { Layout: 'layout', CompactLayout: 'compactLayout', CustomTab: 'tab', PathAssistant: 'pathAssistant', CustomApplication: 'app', FlexiPage: 'flexipage', PermissionSetGroup: 'permissionsetgroup' };
      expect([success, ...Object.keys(shipped).map(count)]).toEqual([true, ...Object.values(shipped).map(filesOf)]);
      expect(count('ListView')).toBeGreaterThanOrEqual(20);
    }
  });

  it.each(seeds)('is refused with file and reason: %s', (what, change, problem) => {
    const { org, deployFiles } = open(openWorld({ seed: 1 }));
    const [from, to] = renamed[what] ?? ['', ''];
    const files = changed('force-app', change).map(({ path, bytes }) => ({ path: path.replace(from, to), bytes }));
    expect(() => deployFiles(files)).toThrow(problem);
    expect(org.schema.has('Payment_Request__c')).toBe(false);
  });

  it('is refused when a profile assigns a layout or record type that does not exist', () => {
    const profile = (inner: string): MetadataFile => ({ path: 'profiles/Clerk.profile', bytes: new TextEncoder().encode(`<Profile><layoutAssignments>${inner}</layoutAssignments></Profile>`) });
    const { deployFiles } = open(openWorld({ seed: 1 }));
    deployFiles(changed('force-app'));
    expect(() => deployFiles([profile('<layout>Payment_Request__c-Other Layout</layout>')])).toThrow(/profiles\/Clerk\.profile:1 .*no Layout named Payment_Request__c-Other Layout found/);
    expect(() => deployFiles([profile('<layout>Connection__c-Connection Layout</layout><recordType>Connection__c.Other</recordType>')])).toThrow(/no RecordType named Connection__c\.Other found/);
    expect(deployFiles([profile('<layout>Connection__c-Connection Layout</layout>')]).success).toBe(true);
  });
});

describe('what people look at, as the Salesforce CLI packs it', () => {
  let folder: string;
  let project: string;
  let made: Bench | undefined;
  const zip = (change?: Change): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(Object.fromEntries(changed(folder, change).map(({ path, bytes }) => [path, bytes]))));
  const wrong: Change = { file: layout, from: '<field>Purpose__c<', to: '<field>Purpoze__c<' };
  const refused = { fileName: `layouts/${layout}`, fullName: 'Payment_Request__c-Payment Request Layout', problem: 'In field: field - no CustomField named Payment_Request__c.Purpoze__c found', lineNumber: expect.anything() };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    project = mkdtempSync(join(tmpdir(), 'project-'));
    builtPackage(project);
    const quiet = { HOME: project, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_DISABLE_AUTOUPDATE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', NODE_OPTIONS: '' };
    await run(process.execPath, [resolve('node_modules/@salesforce/cli/bin/run.js'), 'project', 'convert', 'source', '--root-dir', 'force-app', '--output-dir', folder], { env: { ...process.env, ...quiet }, cwd: project });
  }, 60_000);
  afterEach(async () => made?.served.close());
  afterAll(() => [folder, project].forEach((each) => rmSync(each, { recursive: true, force: true })));

  it('leaves no file of the package behind', () => {
    const members = [...readFileSync(join(folder, 'package.xml'), 'utf8').matchAll(/<members>([^<]+)</g)].map(([, name]) => name);
    const sources = filesIn('force-app').filter(({ path }) => /\/(layouts|listViews|compactLayouts|tabs|applications|pathAssistants|flexipages|permissionsetgroups)\//.test(path));
    expect(sources.length).toBeGreaterThan(40);
    const nameOf = (path: string): string => {
      const own = (path.split('/').at(-1) ?? '').replace(/\.[A-Za-z]+-meta\.xml$/, '');
      const object = /objects\/([^/]+)\//.exec(path)?.[1];
      return object === undefined ? own : `${object}.${own}`;
    };
    expect(sources.map(({ path }) => nameOf(path)).filter((name) => !members.includes(name))).toEqual([]);
  });

  it('is refused over SOAP with file, line and reason, and else goes in', async () => {
    made = await bench({}, null);
    const admin = await made.connect('admin@sandbox.example');
    const failed = await admin.metadata.deploy(Buffer.from(zip(wrong)), {}).complete(true);
    expect([failed.success, failed.details?.componentFailures]).toEqual([false, [expect.objectContaining(refused)]]);
    expect(await admin.metadata.deploy(Buffer.from(zip()), {}).complete(true)).toMatchObject({ success: true, numberComponentErrors: 0 });
  }, 60_000);

  it('is refused over REST with file, line and reason, and else goes in', async () => {
    made = await bench({}, null);
    const { accessToken } = await made.connect('admin@sandbox.example');
    const at = `${made.served.url}/services/data/v66.0/metadata/deployRequest`;
    const headers = { authorization: `Bearer ${String(accessToken)}` };
    const deployed = async (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => {
      const body = new FormData();
      body.append('json', new Blob(['{"deployOptions":{}}'], { type: 'application/json' }));
      body.append('file', new Blob([bytes], { type: 'application/zip' }), 'deploy.zip');
      const { id } = (await (await fetch(at, { method: 'POST', headers, body })).json()) as { id: string };
      return ((await (await fetch(`${at}/${id}?includeDetails=true`, { headers })).json()) as { deployResult: unknown }).deployResult;
    };
    expect(await deployed(zip(wrong))).toMatchObject({ success: false, details: { componentFailures: [refused] } });
    expect(await deployed(zip())).toMatchObject({ success: true, numberComponentErrors: 0 });
  }, 60_000);
});
