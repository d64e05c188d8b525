import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { assertion, type Bench, bench } from './salesforce-bench.ts';

let made: Bench | undefined;
afterEach(async () => made?.served.close());

async function ask(given: Record<string, unknown>, key?: string): Promise<{ status: number; body: Record<string, string> }> {
  made ??= await bench({}, null);
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion({ iss: 'app', sub: 'admin@sandbox.example', aud: made.served.url, ...given }, key) });
  const answer = await fetch(`${made.served.url}/services/oauth2/token`, { method: 'POST', body: form });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

describe('JWT bearer', () => {
  it('grants a token for a signed assertion, with seconds or milliseconds and with or without a slash', async () => {
    made = await bench({}, null);
    for (const claims of [{}, { exp: Date.now() + 60_000 }, { aud: `${made.served.url}/` }, { aud: 'https://login.salesforce.com' }]) expect((await ask(claims)).status).toBe(200);
    const { body } = await ask({});
    const headers = { authorization: `Bearer ${body['access_token'] ?? ''}` };
    const info = (await (await fetch(`${made.served.url}/services/oauth2/userinfo`, { headers })).json()) as Record<string, string>;
    expect(info['preferred_username']).toBe('admin@sandbox.example');
    expect((await fetch(body['id'] ?? '', { headers })).status).toBe(200);
  });

  it.each([
    ['a foreign signature', {}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'invalid_grant'],
    ['an unknown client', { iss: 'other' }, undefined, 'invalid_client_id'],
    ['another audience', { aud: 'https://example.com' }, undefined, 'invalid_grant'],
    ['an expired assertion', { exp: 1 }, undefined, 'invalid_grant'],
    ['an unknown user', { sub: 'nobody@sandbox.example' }, undefined, 'invalid_grant'],
  ])('refuses %s', async (_, claims, key, error) => {
    made = undefined;
    expect(await ask(claims, key)).toMatchObject({ status: 400, body: { error } });
  });

  it('answers 401 once the session has ended, expired, or the user is inactive', async () => {
    made = await bench({ policies: { tokenLifeMs: 1_000_000 } }, null);
    const status = async (): Promise<number> => {
      const { body } = await ask({});
      afterLogin();
      return (await fetch(`${made?.served.url ?? ''}/services/data/v66.0/limits`, { headers: { authorization: `Bearer ${body['access_token'] ?? ''}` } })).status;
    };
    let afterLogin: () => void = () => undefined;
    expect(await status()).toBe(200);
    afterLogin = () => made?.sandbox.endSessions();
    expect(await status()).toBe(401);
    afterLogin = () => {
      if (made) made.sandbox.admin.isActive = false;
    };
    expect(await status()).toBe(401);
    if (made) made.sandbox.admin.isActive = true;
    afterLogin = () => undefined;
    Object.assign(made.sandbox.org.policies, { tokenLifeMs: 0 });
    expect(await status()).toBe(401);
  });
});
