import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { consent, type Consented } from '../../companion/connectors/payoneer/consent.ts';
import payoneer from '../../companion/connectors/payoneer/index.ts';
import type { Database } from '../../companion/store/database.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openVault, vaultKeysOf } from '../../companion/store/vault.ts';
import { realTools } from './world.ts';

let db: Awaited<ReturnType<typeof openEmptyDatabase>>;
beforeEach(async () => {
  db = await openEmptyDatabase();
  await migrate(db, Date.now);
  await vaultOn(db)?.keep('account consent', JSON.stringify({ account: '1', refreshToken: 'r1', since: '2026-01-01' }));
});
afterEach(() => db.close());

const settings = payoneer.settings.parse({ ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 'secret', PROGRAMS: '100200300:USD', WEBHOOK_SECRET: 'hook' });
const vaultOn = (on: Database) => openVault(on, 'payoneer', vaultKeysOf(`k1:${Buffer.alloc(32, 1).toString('base64')}`), { now: Date.now }, () => randomBytes(12));
const kept = async (): Promise<unknown> => JSON.parse((await vaultOn(db)?.read('account consent')) ?? 'null');
const answer = (body: object, status = 200): Response => new Response(JSON.stringify(body), { status });
const renewedTo = (token: string): Response => answer({ access_token: `of ${token}`, expires_in: 600, refresh_token: token, id_token: `x.${Buffer.from('{"account_id":1}').toString('base64url')}.x` });
const refusal = (): Response => answer({ error: 'invalid_grant' }, 400);

/** One companion of several on the store; `replies` answers with the refresh token it was asked with, or the code. */
const companion = (replies: (token: string) => Response | Promise<Response>, on: Database = db): Consented =>
  consent(settings, {
    tools: { ...realTools(), fetch: async (_url, init) => { const form = new URLSearchParams(await new Response(init?.body).text()); return replies(form.get('refresh_token') ?? form.get('code') ?? ''); } },
    gate: { pass: (_kind, call) => call() }, vault: vaultOn(on),
  });

describe('a consent that two companions renew at the same time', () => {
  it('is not called refused by the one that came late, which goes on with what the other was given', async () => {
    const first = companion(() => renewedTo('r2'));
    let refused = false;
    const late: Database = {
      ...db,
      query: async <T extends object>(sql: string, params?: readonly unknown[]) => {
        const rows = await db.query<T>(sql, params);
        // The late one has just looked at what is kept, and the first one keeps what it was given.
        if (refused && /^select key_id/.test(sql)) { refused = false; await first.tokens.get(); }
        return rows;
      },
    };
    const second = companion((token) => { refused = token === 'r1'; return refused ? refusal() : renewedTo('r3'); }, late);
    expect(await second.tokens.get()).toBe('of r3');
    expect(await kept()).toEqual({ account: '1', refreshToken: 'r3', since: '2026-01-01' });
  });

  it('is kept as renewed where the other had called it refused in the meantime', async () => {
    const late = companion(refusal);
    const first = companion(async () => { await late.tokens.get().catch(() => undefined); return renewedTo('r2'); });
    await first.tokens.get();
    expect(await kept()).toEqual({ account: '1', refreshToken: 'r2', since: '2026-01-01' });
  });

  it('does not take the place of one the account holder gave anew meanwhile', async () => {
    const page = companion(() => renewedTo('given anew'));
    const first = companion(async () => { await page.accept('code', 'https://companion.example/back'); return renewedTo('r2'); });
    await first.tokens.get();
    expect(await kept()).toMatchObject({ refreshToken: 'given anew' });
  });

  it('is refused when nobody holds a newer one', async () => {
    await expect(companion(refusal).tokens.get()).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await kept()).toMatchObject({ refreshToken: 'r1', refused: 'invalid_grant' });
  });
});
