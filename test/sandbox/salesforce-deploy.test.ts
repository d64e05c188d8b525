import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { openWorld } from '../../sandbox/kit/world.ts';
import type { MetadataFile } from '../../sandbox/salesforce/metadata-components.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import { type Bench, bench } from './salesforce-bench.ts';

const folder = 'test/fixtures/mini-package';

let made: Bench | undefined;
afterEach(async () => made?.served.close());

function source(change: (path: string, text: string) => string = (_, text) => text): MetadataFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const path = relative(folder, join(entry.parentPath, entry.name));
    return { path, bytes: new TextEncoder().encode(change(path, readFileSync(join(folder, path), 'utf8'))) };
  });
}

const changed = (file: string, from: string, to: string): MetadataFile[] => source((path, text) => (path.endsWith(file) ? text.replace(from, to) : text));

describe('deploying a source folder', () => {
  it('makes the schema from module-first folders', () => {
    const { org, deployFolder } = open(openWorld({ seed: 1 }));
    expect(deployFolder(folder).success).toBe(true);
    const order = org.schema.get('Order__c');
    expect(order).toMatchObject({ label: 'Order', keyPrefix: expect.stringMatching(/^a\w\w$/), sharingModel: 'Private', kind: 'object' });
    expect(order?.fields.get('Currency__c')?.picklist).toMatchObject({ restricted: true, values: ['EUR', 'USD'], labels: { EUR: 'Euro' } });
    expect(org.schema.get('Order_Changed__e')).toMatchObject({ kind: 'event', publishBehavior: 'PublishAfterCommit' });
    expect(org.schema.get('Order_Settings__c')?.kind).toBe('setting');
  });

  it('deploys the shipped package in both modes', () => {
    for (const namespace of [null, 'quittance']) {
      const { org, deployFolder } = open(openWorld({ seed: 1 }), { namespace });
      expect(deployFolder('force-app').success).toBe(true);
      expect([...org.permissionSets.keys()]).toContain('Quittance_Companion');
    }
  });

  it.each([
    ['a permission on a missing field', 'Order_Clerk.permissionset-meta.xml', 'Order__c.Key__c', 'Order__c.Kee__c', /no CustomField named Order__c.Kee__c found/],
    ['a permission on a required field', 'Order_Clerk.permissionset-meta.xml', 'Order__c.Key__c', 'Order__c.Total__c', /required field/],
    ['a permission on a missing object', 'Order_Clerk.permissionset-meta.xml', '<object>Line__c', '<object>Lime__c', /no CustomObject named Lime__c found/],
    ['a rule that names a missing field', 'Not_Negative.validationRule-meta.xml', 'Total__c &lt;', 'Totel__c &lt;', /Field Totel__c does not exist/],
    ['a rule that does not parse', 'Not_Negative.validationRule-meta.xml', 'Total__c &lt; 0', 'AND(Total__c &lt; 0', /Syntax error/],
    ['an unknown field type', 'Key__c.field-meta.xml', '<type>Text', '<type>Txt', /'Txt' is not a valid value for the enum 'FieldType'/],
    ['a text without a length', 'Key__c.field-meta.xml', '<length>20</length>', '', /Must specify 'length'/],
    ['a lookup to nothing', 'Customer__c.field-meta.xml', '<referenceTo>Contact', '<referenceTo>Contract__c', /does not resolve to a valid sObject type/],
    ['a missing value set', 'Currency__c.field-meta.xml', 'Money', 'Monee', /Global Value Set not found: Monee/],
    ['a list view column', 'All.listView-meta.xml', 'Total__c', 'Totel__c', /Could not resolve list view column: Totel__c/],
    ['XML that is none', 'Key__c.field-meta.xml', '</CustomField>', '', /Error parsing file/],
  ])('refuses %s and changes nothing', (_, file, from, to, problem) => {
    const { org, deployFiles } = open(openWorld({ seed: 1 }));
    expect(() => deployFiles(changed(file, from, to))).toThrow(problem);
    expect(org.schema.has('Order__c')).toBe(false);
  });
});

describe('the rows of permission sets', () => {
  it('are made once, by the deployment that succeeds', () => {
    const { org, deployFiles } = open(openWorld({ seed: 1 }));
    expect(() => deployFiles(changed('Key__c.field-meta.xml', '<type>Text', '<type>Txt'))).toThrow('the deployment failed');
    deployFiles(source());
    deployFiles(source());
    const rows = [...org.rows('PermissionSet').values()].filter(({ Name }) => Name === 'Order_Clerk');
    expect(rows.map(({ Id }) => Id)).toEqual([org.permissionSets.get('Order_Clerk')?.id]);
  });
});

describe('deploying over REST', () => {
  it('is for administrators only, too', async () => {
    made = await bench({}, null);
    const body = new FormData();
    body.append('json', new Blob(['{"deployOptions":{}}'], { type: 'application/json' }));
    body.append('file', new Blob([zipSync({ 'package.xml': new Uint8Array() })], { type: 'application/zip' }), 'deploy.zip');
    const post = async (username: string): Promise<number> => {
      const { accessToken } = await made?.connect(username) ?? {};
      return (await fetch(`${made?.served.url ?? ''}/services/data/v66.0/metadata/deployRequest`, { method: 'POST', headers: { authorization: `Bearer ${String(accessToken)}` }, body })).status;
    };
    expect([await post('admin@sandbox.example'), await post('clerk@sandbox.example')]).toEqual([201, 403]);
  });
});

describe('deploying with jsforce over SOAP', () => {
  it('answers a zip that is none with a fault', async () => {
    made = await bench({}, null);
    const admin = await made.connect('admin@sandbox.example');
    await expect(admin.metadata.deploy(Buffer.from('no zip'), {}).complete()).rejects.toThrow(/INVALID_ZIP/);
  });

  it('answers failures with file, line and reason, and then succeeds', async () => {
    made = await bench({}, null);
    const admin = await made.connect('admin@sandbox.example');
    const object = (field: string): string => `<?xml version="1.0"?>\n<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">\n<fields>\n<fullName>A__c</fullName>\n<label>A</label>\n${field}\n</fields>\n<label>T</label>\n<nameField><label>N</label><type>Text</type></nameField>\n<pluralLabel>Ts</pluralLabel>\n<sharingModel>Private</sharingModel>\n</CustomObject>`;
    const zip = (field: string): Buffer => Buffer.from(zipSync({ 'package.xml': new TextEncoder().encode('<Package/>'), 'objects/T__c.object': new TextEncoder().encode(object(field)) }));
    const failed = await admin.metadata.deploy(zip('<type>Nope</type>'), {}).complete(true);
    expect(failed.success).toBe(false);
    expect(failed.details?.componentFailures).toMatchObject([{ fullName: 'T__c.A__c', fileName: 'objects/T__c.object', lineNumber: 4, problem: expect.stringContaining("'Nope' is not a valid value") }]);
    const done = await admin.metadata.deploy(zip('<type>Checkbox</type><defaultValue>true</defaultValue>'), {}).complete(true);
    expect(done).toMatchObject({ success: true, status: 'Succeeded' });
    const { id } = await admin.sobject('T__c').create({ Name: 'x' });
    expect(await admin.sobject('T__c').retrieve(String(id))).toMatchObject({ A__c: true });
  });

  it('is for administrators only', async () => {
    made = await bench({}, null);
    const clerk = await made.connect('clerk@sandbox.example');
    await expect(clerk.metadata.deploy(Buffer.from(zipSync({ 'package.xml': new Uint8Array() })), {}).complete()).rejects.toThrow(/INSUFFICIENT_ACCESS/);
  });
});
