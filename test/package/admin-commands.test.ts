import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';
import { startScript } from '../story/processes.ts';

const run = promisify(execFile);
/** A line of a shell block of a document, as it stands there. */
const lineOf = (document: string, beginning: string): string => readFileSync(document, 'utf8').split('\n').map((line) => line.trim()).find((line) => line.startsWith(beginning)) ?? '';

/** What the admin's pages tell to type, typed: against the sandbox, which proves the commands and nothing about Salesforce. */
describe('the commands of docs/admin', () => {
  let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
  let folder: string;
  const shell = (line: string): Promise<unknown> => run('sh', ['-ec', line], { cwd: folder });

  beforeAll(async () => {
    outside = await serveOutsideWorld({ isSandbox: true });
    folder = mkdtempSync(join(tmpdir(), 'admin-'));
    await shell(lineOf('docs/admin/sign-in.md', 'mkdir -p'));
    await shell(lineOf('docs/admin/sign-in.md', 'openssl req'));
  });
  afterAll(async () => {
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('make a key whose certificate lets the companion sign in', async () => {
    const certificate = new X509Certificate(readFileSync(join(folder, 'data/salesforce.crt')));
    outside.org.addClient({ clientId: 'own-app', key: createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'pem' }).toString() });
    const env = { SALESFORCE_LOGIN_URL: outside.urls.salesforce, SALESFORCE_CLIENT_ID: 'own-app', SALESFORCE_USERNAME: outside.integrationUser, SALESFORCE_PRIVATE_KEY_FILE: join(folder, 'data/salesforce.key'), SALESFORCE_WAKE: 'sweep' };
    const { stdout } = await startScript('scripts/first-day.ts', [], env).ended;
    expect(stdout).toContain(`Signed in to org ${outside.org.org.id} as ${outside.integrationUser}.`);
  }, 60_000);

  it('deploy the example permission set from outside the package', async () => {
    const line = lineOf('docs/admin/people.md', 'npx sf project deploy start');
    cpSync('docs/admin/example', join(folder, 'docs/admin/example'), { recursive: true });
    cpSync('sfdx-project.json', join(folder, 'sfdx-project.json'));
    cpSync('test/fixtures/mini-package', join(folder, 'force-app'), { recursive: true });
    writeFileSync(join(folder, 'key.pem'), outside.keys.privateKey);
    const env = { ...process.env, HOME: folder, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_DISABLE_AUTOUPDATE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', NODE_OPTIONS: '' };
    const sf = async (words: readonly string[]): Promise<{ status: number; result: Record<string, unknown> }> => {
      const { stdout } = await run(process.execPath, [resolve('node_modules/@salesforce/cli/bin/run.js'), ...words, '--json'], { env, cwd: folder, maxBuffer: 32 << 20 }).catch((error: { stdout: string }) => error);
      return JSON.parse(stdout) as { status: number; result: Record<string, unknown> };
    };
    expect(await sf(['org', 'login', 'jwt', '--client-id', outside.clientId, '--jwt-key-file', 'key.pem', '--username', outside.people.admin.username, '--instance-url', outside.urls.salesforce, '--alias', 'trial'])).toMatchObject({ status: 0 });
    expect(await sf(line.split(' ').slice(2))).toMatchObject({ status: 0, result: { success: true, numberComponentErrors: 0 } });
    expect(outside.org.org.permissionSets.has('Quittance_Standard_Records')).toBe(true);
  }, 120_000);
});
