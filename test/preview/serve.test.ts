import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { servePreview, type Preview } from '../../scripts/preview/serve.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';

let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
let preview: Preview;
beforeAll(async () => {
  outside = await serveOutsideWorld();
  preview = await servePreview(outside);
}, 60_000);
afterAll(async () => {
  await preview.close();
  await outside.close();
});

const ask = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(preview.url + path, { headers, redirect: 'manual' });
const users = '/services/data/v66.0/query?q=SELECT+Id+FROM+Payment_Request__c';

/** With a host name of one's own, which fetch does not allow. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => httpRequest(`${preview.url}/preview/app`, { headers: { host } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).once('error', reject).end());
}

describe('the address of the preview', () => {
  it('listens on this machine only, and leads to the home page', async () => {
    expect(preview.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask('/')).headers.get('location')).toBe('/lightning/page/home');
  });

  it('refuses whoever names no persona, or one that does not exist', async () => {
    const statuses = await Promise.all([ask(users), ask(users, { 'x-preview-persona': 'nobody' }), ask(users, { 'x-preview-persona': 'constructor' }), ask('/preview/app'), ask('/preview/approvals/a02')]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect((await ask(users, { 'x-preview-persona': 'finance' })).status).toBe(200);
  });

  it('asks the org as the persona: what an approver may not create is refused', async () => {
    const body = JSON.stringify({ apiName: 'Payment_Run__c', fields: {} });
    const create = (persona: string): Promise<Response> => fetch(`${preview.url}/services/data/v66.0/ui-api/records`, { method: 'POST', body, headers: { 'x-preview-persona': persona, 'content-type': 'application/json' } });
    expect((await create('finance')).status).toBe(201);
    expect((await create('approver')).status).toBe(403);
  });

  it('answers no page that bent its own name to this address, and lets no page frame it', async () => {
    expect(await statusWithHost('evil.example')).toBe(403);
    expect(await statusWithHost('localhost')).toBe(401);
    const { headers } = await ask('/');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('leaves the call log to the companion: what pages read is not counted as its calls', async () => {
    outside.world.calls.clear();
    await ask(users, { 'x-preview-persona': 'finance' });
    expect(outside.world.calls.count()).toBe(0);
  });
});
