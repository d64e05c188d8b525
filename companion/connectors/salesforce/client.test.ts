import { createVerify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keys, orgId, page, testOrg } from './test-org.ts';

const query = 'SELECT Id FROM Organization';

describe('the Salesforce client', () => {
  it('logs in with an assertion signed by its key, and asks with the token in a header only', async () => {
    const org = testOrg(() => ({ body: JSON.stringify(page({ Id: orgId })) }));
    await org.client.query('poll', query);
    const form = new URLSearchParams(org.logins[0]?.text);
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    expect(createVerify('sha256').update(`${header}.${claims}`).verify(keys.publicKey, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ iss: 'client', sub: 'companion@example', aud: 'https://login.example', exp: Date.UTC(2026, 10, 20) / 1_000 + 180 });
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(org.heard[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(org.heard[0]?.path).toBe(`/services/data/v66.0/query?q=${encodeURIComponent(query)}`);
  });

  it('logs in once for concurrent callers', async () => {
    const org = testOrg(() => ({ body: JSON.stringify(page()) }));
    await Promise.all([org.client.query('poll', query), org.client.query('poll', query), org.client.session()]);
    expect(org.logins).toHaveLength(1);
  });

  it('logs in again once when the session has ended, and repeats the call', async () => {
    const org = testOrg(({ headers }) => (headers.get('authorization') === 'Bearer token-1' ? { status: 401, body: '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired"}]' } : { body: JSON.stringify(page({ Id: '1' })) }));
    const answers = await Promise.all([org.client.query('poll', query), org.client.query('poll', query)]);
    expect(answers).toEqual([[{ Id: '1' }], [{ Id: '1' }]]);
    expect(org.logins).toHaveLength(2);
  });

  it('gives up when the new session is refused too', async () => {
    const org = testOrg(() => ({ status: 401, body: '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired"}]' }));
    await expect(org.client.query('poll', query)).rejects.toMatchObject({ kind: 'refused', code: 'INVALID_SESSION_ID' });
    expect(org.heard).toHaveLength(2);
  });

  it('reads numbers as the text they came as, over all pages', async () => {
    const org = testOrg((_, nth) => ({ body: nth === 1 ? '{"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g-2000","records":[{"A":123456789012345678.125}]}' : '{"done":true,"records":[{"A":1.5E7}]}' }));
    expect(await org.client.query('poll', query)).toEqual([{ A: '123456789012345678.125' }, { A: '15000000' }]);
    expect(org.heard[1]?.path).toBe('/services/data/v66.0/query/01g-2000');
  });

  it('remembers the allowance from the header of every answer', async () => {
    const org = testOrg(() => ({ body: JSON.stringify(page()), headers: { 'Sforce-Limit-Info': 'api-usage=12/15000' } }));
    expect(org.client.allowance()).toBeUndefined();
    await org.client.query('poll', query);
    expect(org.client.allowance()).toEqual({ used: 12, limit: 15_000 });
  });

  it('passes every call through the gate with its class', async () => {
    const org = testOrg(() => ({ body: JSON.stringify(page()) }));
    await org.client.query('balance', query);
    expect(org.classes).toEqual(['ask', 'balance']);
  });

  it.each([
    ['a used-up allowance', { status: 403, body: '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]' }, { kind: 'busy', code: 'REQUEST_LIMIT_EXCEEDED', retryAfterMs: 900_000 }],
    ['too many calls at once', { status: 403, body: '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"ConcurrentRequests Limit exceeded."}]' }, { kind: 'busy', retryAfterMs: 30_000 }],
    ['an unavailable server', { status: 503, body: '[{"errorCode":"SERVER_UNAVAILABLE","message":"x"}]', headers: { 'retry-after': '7' } }, { kind: 'busy', retryAfterMs: 7_000 }],
    ['an unavailable server that names a time nobody can mean', { status: 503, body: '[{"errorCode":"SERVER_UNAVAILABLE","message":"x"}]', headers: { 'retry-after': '999999' } }, { kind: 'busy', retryAfterMs: 900_000 }],
    ['a field that is not there', { status: 400, body: '[{"errorCode":"INVALID_FIELD","message":"No such column"}]' }, { kind: 'unmapped', message: expect.stringContaining('permission set') }],
    ["a proxy's page", { status: 403, body: '<html>blocked</html>', headers: { 'content-type': 'text/html' } }, { kind: 'unreachable' }],
    ['a server error', { status: 500, body: '[{"errorCode":"UNKNOWN_EXCEPTION","message":"x"}]' }, { kind: 'unreachable' }],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }, { kind: 'unmapped' }],
    ['no connection', new Error('ECONNRESET'), { kind: 'unreachable' }],
    ['a success that is no JSON', { body: '<html>' }, { kind: 'unreachable' }],
  ])('says %s in our words', async (_, reply, problem) => {
    await expect(testOrg(() => reply).client.query('poll', query)).rejects.toMatchObject(problem);
  });

  it('gives a call up after its deadline', async () => {
    const org = testOrg(() => 'hang', { CALL_DEADLINE_MS: '5000' });
    const asked = org.client.query('poll', query);
    while (!org.timers.some(({ cancelled }) => !cancelled) || org.heard.length === 0) await new Promise(setImmediate);
    expect(org.timers.at(-1)?.ms).toBe(5_000);
    org.timers.at(-1)?.run();
    await expect(asked).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('5000 ms') });
  });

  it('takes a composite answer that does not fit the question for a lost one', async () => {
    const org = testOrg(() => ({ body: '{"compositeResponse":[]}' }));
    await expect(org.client.composite('poll', [{ method: 'GET', path: '/query?q=x' }])).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
