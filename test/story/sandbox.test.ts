import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSign } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startScript } from './processes.ts';

interface Told {
  readonly salesforce: { readonly url: string; readonly clientId: string; readonly username: string; readonly privateKeyFile: string; readonly namespace: string | null; readonly usernames: Readonly<Record<string, string>> };
  readonly payoneer: { readonly url: string; readonly clientId: string; readonly clientSecret: string; readonly webhookSecret: string; readonly programs: readonly { readonly program: string; readonly currency: string }[] };
  readonly seed: number;
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The assertion of RFC 7523, signed with the key from the first line. */
function assertion({ salesforce }: Told): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256' })}.${part({ iss: salesforce.clientId, sub: salesforce.username, aud: salesforce.url, exp: Math.floor(Date.now() / 1000) + 180 })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(readFileSync(salesforce.privateKeyFile, 'utf8'), 'base64url')}`;
}

describe('npm run sandbox', () => {
  it('says on its first line all that a foreign client needs, and lets it in', async () => {
    const { child, firstLine, ended } = startScript('scripts/sandbox.ts', [], { SANDBOX_DATA: folder, SANDBOX_SEED: '7', SANDBOX_NAMESPACE: 'quittance' });
    const told = JSON.parse(await firstLine) as Told;
    expect(told).toMatchObject({ seed: 7, salesforce: { namespace: 'quittance', usernames: { integration: told.salesforce.username } } });
    expect(statSync(told.salesforce.privateKeyFile).mode & 0o777).toBe(0o600);
    const login = await fetch(`${told.salesforce.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(told) }) });
    const { access_token: token } = (await login.json()) as { access_token: string };
    const query = await fetch(`${told.salesforce.url}/services/data/v66.0/query?q=${encodeURIComponent('SELECT Id FROM quittance__Payment_Request__c')}`, { headers: { authorization: `Bearer ${token}` } });
    expect({ status: query.status, body: await query.json() }).toMatchObject({ status: 200, body: { totalSize: 0 } });
    const { payoneer } = told;
    const basic = Buffer.from(`${payoneer.clientId}:${payoneer.clientSecret}`).toString('base64');
    const granted = await fetch(`${payoneer.url}/api/v2/oauth2/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read write' }) });
    const { access_token: payoneerToken } = (await granted.json()) as { access_token: string };
    for (const { program, currency } of payoneer.programs) {
      const balance = await fetch(`${payoneer.url}/v4/programs/${program}/balance`, { headers: { authorization: `Bearer ${payoneerToken}` } });
      expect(await balance.json()).toMatchObject({ result: { currency } });
    }
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  }, 60_000);

  it('uses the port it is given, and says in words when it is taken', async () => {
    const first = startScript('scripts/sandbox.ts', [], { SANDBOX_DATA: folder });
    const { payoneer } = JSON.parse(await first.firstLine) as Told;
    const second = await startScript('scripts/sandbox.ts', [], { SANDBOX_DATA: folder, SANDBOX_PAYONEER_PORT: new URL(payoneer.url).port }).ended;
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('a port is taken already') });
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
  }, 60_000);

  it('explains itself, and refuses nonsense in words', async () => {
    expect((await startScript('scripts/sandbox.ts', ['--help']).ended)).toMatchObject({ code: 0, stdout: expect.stringContaining('SANDBOX_SALESFORCE_PORT') });
    expect((await startScript('scripts/sandbox.ts', [], { SANDBOX_SEED: 'many' }).ended)).toMatchObject({ code: 1, stderr: expect.stringContaining('SANDBOX_SEED is "many"') });
  }, 60_000);
});
