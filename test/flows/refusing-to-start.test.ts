import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCompanion } from '../../companion/start.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';
import { environmentBeside, localWake } from './start-beside.ts';

let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
let folder: string;
let database: EngineDatabase;

beforeAll(async () => {
  outside = await serveOutsideWorld({ isSandbox: true });
  database = await openEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'quittance-'));
});
afterAll(async () => {
  await outside.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string>): Record<string, string> => ({ ...environmentBeside(outside), QUITTANCE_DATA: folder, ...more });
const providerInProduction = { PAYONEER_ENVIRONMENT: 'production', PAYONEER_API_URL: 'https://127.0.0.1:1', PAYONEER_AUTH_URL: 'https://127.0.0.1:1' };

/** On a store that is open already, so that the store is not what refuses. Whoever refuses leaves it as it was. */
async function startOnOpenStore(env: Record<string, string>): Promise<void> {
  await (await startCompanion(env, { database: { ...database, close: () => Promise.resolve() }, wake: localWake })).close();
}

describe('the companion refuses to start', () => {
  it('with a sandbox org and the provider in production', async () => {
    await expect(startOnOpenStore(environment({ QUITTANCE_ENVIRONMENT: 'production', ...providerInProduction, QUITTANCE_PUBLIC_URL: 'https://quittance.example' }))).rejects.toThrow(/is a sandbox and the payment provider is set to production.*full-copy sandbox/s);
    expect(outside.world.calls.count('POST /v4')).toBe(0);
  });

  it('with the provider in production and its own settings for the sandbox', async () => {
    await expect(startOnOpenStore(environment(providerInProduction))).rejects.toThrow(/payoneer pays real money and QUITTANCE_ENVIRONMENT is sandbox/);
  });

  it('in production when webhooks could not be verified', async () => {
    await expect(startOnOpenStore(environment({ QUITTANCE_ENVIRONMENT: 'production', ...providerInProduction, PAYONEER_WEBHOOK_AUTH: 'none' }))).rejects.toThrow(/refuses to start in production: webhooks of payoneer could not be verified/);
  });

  it('in production without the secret that webhooks are verified with', async () => {
    await expect(startOnOpenStore(environment({ QUITTANCE_ENVIRONMENT: 'production', ...providerInProduction, PAYONEER_WEBHOOK_SECRET: '' }))).rejects.toThrow(/PAYONEER_WEBHOOK_SECRET is missing/);
  });

  it('in production without the address that signatures cover', async () => {
    await expect(startOnOpenStore(environment({ QUITTANCE_ENVIRONMENT: 'production', ...providerInProduction }))).rejects.toThrow(/QUITTANCE_PUBLIC_URL/);
  });

  it('in production on the embedded store unless somebody accepted it', async () => {
    await expect(startCompanion(environment({ QUITTANCE_ENVIRONMENT: 'production', ...providerInProduction, QUITTANCE_PUBLIC_URL: 'https://quittance.example' }))).rejects.toThrow(/production needs a PostgreSQL server/);
  });

  it('on a store that belongs to another org', async () => {
    await startOnOpenStore(environment({}));
    const other = await serveOutsideWorld({ seed: 2 });
    await expect(startOnOpenStore({ ...environment({}), ...other.companionEnv(other.urls) })).rejects.toThrow(/This store belongs to org/);
    await other.close();
  });

  it('with everything that is missing named at once', async () => {
    await expect(startOnOpenStore(environment({ PAYONEER_CLIENT_ID: '', SALESFORCE_USERNAME: '' }))).rejects.toThrow(/SALESFORCE_USERNAME.*PAYONEER_CLIENT_ID/s);
  });
});
