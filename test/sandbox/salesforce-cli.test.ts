import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, bench, privateKey } from './salesforce-bench.ts';

const run = promisify(execFile);

/** The `sf` CLI, as a developer would use it, against the served org. */
describe('sf', () => {
  let made: Bench;
  let home: string;
  let rest = false;
  const sf = async (...words: string[]): Promise<{ status: number; result: Record<string, unknown>; message?: string }> => {
    const env = { ...process.env, HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_DISABLE_AUTOUPDATE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', NODE_OPTIONS: '', SF_ORG_METADATA_REST_DEPLOY: String(rest) };
    const { stdout } = await run(process.execPath, [resolve('node_modules/@salesforce/cli/bin/run.js'), ...words, '--json'], { env, cwd: home, maxBuffer: 32 << 20 }).catch((error: { stdout: string }) => error);
    return JSON.parse(stdout) as { status: number; result: Record<string, unknown> };
  };

  beforeAll(async () => {
    made = await bench({}, null);
    home = mkdtempSync(join(tmpdir(), 'sf-'));
    cpSync('test/fixtures/mini-package', join(home, 'force-app'), { recursive: true });
    writeFileSync(join(home, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: '', sourceApiVersion: '66.0' }));
    writeFileSync(join(home, 'key.pem'), privateKey);
  });
  afterAll(async () => {
    await made.served.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('signs in, deploys the fixture, and writes and reads its records', async () => {
    const login = await sf('org', 'login', 'jwt', '--client-id', 'app', '--jwt-key-file', 'key.pem', '--username', 'admin@sandbox.example', '--instance-url', made.served.url, '--alias', 'box', '--set-default');
    expect(login).toMatchObject({ status: 0, result: { username: 'admin@sandbox.example' } });
    const deployed = await sf('project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'box');
    expect(deployed).toMatchObject({ status: 0, result: { success: true, numberComponentErrors: 0 } });
    const created = await sf('data', 'create', 'record', '--sobject', 'Order__c', '--values', "Key__c=C1 Total__c=12.5 State__c='New'", '--target-org', 'box');
    expect(created).toMatchObject({ status: 0, result: { success: true } });
    const id = String(created.result['id']);
    expect(await sf('data', 'update', 'record', '--sobject', 'Order__c', '--record-id', id, '--values', 'State__c=Paid', '--target-org', 'box')).toMatchObject({ status: 0 });
    const found = await sf('data', 'query', '--query', 'SELECT Key__c, Total__c, State__c FROM Order__c', '--target-org', 'box');
    expect(found).toMatchObject({ status: 0, result: { totalSize: 1, records: [{ Key__c: 'C1', Total__c: 12.5, State__c: 'Paid' }] } });
    expect(await sf('org', 'assign', 'permset', '--name', 'Order_Clerk', '--on-behalf-of', 'clerk@sandbox.example', '--target-org', 'box')).toMatchObject({ status: 0 });
    expect(made.sandbox.org.can(made.clerk, 'Order_Robot')).toBe(true);
  }, 180_000);

  it('deploys by REST too, and hears which file is wrong and why', async () => {
    rest = true;
    expect(await sf('project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'box')).toMatchObject({ status: 0, result: { success: true } });
    const file = join(home, 'force-app/main/orders/objects/Order__c/fields/Key__c.field-meta.xml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('<type>Text', '<type>Txt'));
    const refused = await sf('project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'box');
    expect(refused).toMatchObject({ status: 1, result: { success: false, details: { componentFailures: [expect.objectContaining({ fullName: 'Order__c.Key__c', problem: expect.stringContaining("'Txt'") })] } } });
  }, 180_000);
});
