import { afterEach, describe, expect, it } from '@jest/globals';
import { type Bench, bench } from './salesforce-bench.ts';

let made: Bench | undefined;
afterEach(async () => made?.served.close());

interface Doors {
  readonly made: Bench;
  ask(username: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

async function opened(): Promise<Doors> {
  const bench_ = await bench();
  made = bench_;
  return {
    made: bench_,
    async ask(username, method, path, body) {
      const { accessToken } = await bench_.connect(username);
      const headers = { authorization: `Bearer ${String(accessToken)}`, 'content-type': 'application/json' };
      const response = await fetch(`${bench_.served.url}/services/data/v66.0${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

const admin = 'admin@sandbox.example';
const clerk = 'clerk@sandbox.example';

describe('a record asked for by its external id', () => {
  it('is not shown to a user whom sharing keeps from it', async () => {
    const { ask } = await opened();
    await ask(admin, 'POST', '/sobjects/Order__c', { Key__c: 'K1', Total__c: 1 });
    const statuses = [admin, clerk].map(async (username) => (await ask(username, 'GET', '/sobjects/Order__c/Key__c/K1')).status);
    expect(await Promise.all(statuses)).toEqual([200, 404]);
  });

  it('needs a field that the user may see', async () => {
    const { made: { sandbox: { org } }, ask } = await opened();
    const order = org.schema.get('Order__c');
    const secret = order?.fields.get('Secret__c');
    if (!order || !secret) throw new Error('the fixture has no Order__c.Secret__c');
    order.fields.set('Secret__c', { ...secret, type: 'Text', length: 40, externalId: true });
    const upserts = [ask(clerk, 'PATCH', '/sobjects/Order__c/Secret__c/x', { Total__c: 1 }), ask(clerk, 'PATCH', '/composite/sobjects/Order__c/Secret__c', { records: [] })];
    expect((await Promise.all(upserts)).map(({ status }) => status)).toEqual([404, 404]);
  });
});

describe('a composite', () => {
  it.each(['/services/data/v66.0/sobjects/Order__c/%', 'http://['])('answers 404 for a subrequest whose address is broken: %s', async (url) => {
    const { ask } = await opened();
    const { status, body } = await ask(admin, 'POST', '/composite', { compositeRequest: [{ method: 'GET', url, referenceId: 'a' }] });
    expect([status, body]).toMatchObject([200, { compositeResponse: [{ httpStatusCode: 404 }] }]);
  });
});

describe('an assignment of a permission set', () => {
  it('ends when its row is deleted', async () => {
    const { made: { sandbox: { org }, clerk: user }, ask } = await opened();
    const [row] = [...org.rows('PermissionSetAssignment').values()].filter(({ AssigneeId }) => AssigneeId === user.id);
    const create = (): Promise<{ status: number }> => ask(clerk, 'POST', '/sobjects/Order__c', { Total__c: 1 });
    expect((await create()).status).toBe(201);
    expect((await ask(admin, 'DELETE', `/sobjects/PermissionSetAssignment/${String(row?.['Id'])}`)).status).toBe(204);
    expect((await create()).status).toBe(404);
  });
});

describe('a reset', () => {
  it('brings the policies back that the org was opened with', async () => {
    made = await bench({ policies: { queryPageSize: 300 } });
    const { org } = made.sandbox;
    org.policies.failNextSaves.push({ statusCode: 'UNABLE_TO_LOCK_ROW', times: 9 });
    Object.assign(org.policies, { queryPageSize: 2, extraDecimals: 'keep' });
    made.served.reset();
    expect(org.policies).toMatchObject({ queryPageSize: 300, extraDecimals: 'round', failNextSaves: [] });
  });
});
