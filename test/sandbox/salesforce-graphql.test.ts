import { afterEach, describe, expect, it } from '@jest/globals';
import type { User } from '../../sandbox/salesforce/org.ts';
import { graphqlBench } from './graphql-bench.ts';
import type { Json } from './page-bench.ts';
import { bench } from './salesforce-bench.ts';

/** GraphQL over HTTP with the shipped package deployed. It proves agreement with our reading of the documents. */
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function opened(namespace: string | null) {
  const made = await graphqlBench(namespace);
  close = () => made.served.close();
  return made;
}

const amounts = (all: readonly Json[], s: (name: string) => string): unknown[] => all.map((node) => node[s('Amount__c')]?.['value']);

describe.each([[null], ['quittance']])('GraphQL with namespace %s', (namespace) => {
  it('answers fields with values and display values, parents, children, counts and cursors', async () => {
    const { object, nodes, fay, recipient, request, s } = await opened(namespace);
    const Recipient__c = recipient();
    const ids = ['1', '2.5', '3'].map((Amount__c) => request({ Recipient__c, Amount__c, Due_Date__c: '2026-12-05' }));
    const query = `query page($first: Int!, $after: String) { uiapi { query { Payment_Request__c(first: $first, after: $after, orderBy: { Amount__c: { order: DESC } }) {
      totalCount pageResultCount pageInfo { hasNextPage hasPreviousPage endCursor }
      edges { cursor node { __typename Id ApiName Amount__c { value displayValue } Status__c { label value } due: Due_Date__c { displayValue } CreatedDate { value }
        Recipient__r { Id Display_Name__c { value } Owner { ... on User { Username { value } } __typename } } Owner { ...owner } Funding_Account__r { Id } } } } } } }
      fragment owner on User { Name { value } }`;
    const first = await object(fay, query, { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageResultCount: 2, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(nodes(first)[0]).toEqual({
      __typename: s('Payment_Request__c'), Id: ids[2], ApiName: s('Payment_Request__c'), [s('Amount__c')]: { value: 3, displayValue: null }, [s('Status__c')]: { label: 'Draft', value: 'Draft' }, due: { displayValue: '12/5/2026' },
      CreatedDate: { value: '2026-11-21T09:00:00.000Z' }, Owner: { Name: { value: 'Fay Finance' } }, [s('Funding_Account__r')]: null,
      [s('Recipient__r')]: { Id: Recipient__c, [s('Display_Name__c')]: { value: 'Ann' }, Owner: { Username: { value: 'admin@sandbox.example' }, __typename: 'User' } },
    });
    const second = await object(fay, query, { first: 2, after: first['pageInfo']?.['endCursor'] });
    expect([amounts(nodes(second), s), second['pageInfo']]).toEqual([[1], { hasNextPage: false, hasPreviousPage: true, endCursor: expect.any(String) }]);
    const parents = await object(fay, '{ uiapi { query { Recipient_Account__c { edges { node { Payment_Requests__r(first: 1, where: { Amount__c: { gt: 1 } }, orderBy: { Amount__c: { order: ASC } }) { totalCount edges { node { Amount__c { value } } } } } } } } } }');
    expect(nodes(parents)[0]?.[s('Payment_Requests__r')]).toEqual({ totalCount: 2, edges: [{ node: { [s('Amount__c')]: { value: 2.5 } } }] });
  });

  it('filters by fields, parents, dates, lists and joins, with and, or and not', async () => {
    const { object, nodes, fay, recipient, request, force, clock, s } = await opened(namespace);
    const bob = recipient({ Display_Name__c: 'Bob' });
    request({ Amount__c: '1', Purpose__c: "Bob's 50% rent", Recipient__c: bob });
    await clock.advance(8 * 86_400_000);
    const held = request({ Amount__c: '2', Due_Date__c: '2026-12-24' });
    force('Payment_Request__c', { Id: held, Status__c: 'On Hold' });
    request({ Amount__c: '3', Purpose__c: 'Other' });
    const found = async (where: string, variables: Record<string, unknown> = {}, declared = ''): Promise<unknown> =>
      amounts(nodes(await object(fay, `query q${declared} { uiapi { query { Payment_Request__c(orderBy: [{ Amount__c: { order: ASC } }], where: ${where}) { edges { node { Amount__c { value } } } } } } }`, variables)), s);
    expect(await found('{ Status__c: { eq: "on hold" } }')).toEqual([2]);
    expect(await found('{ Status__c: { in: ["Draft"] }, Amount__c: { gte: 3, lt: 4 } }')).toEqual([3]);
    expect(await found('{ or: [{ Amount__c: { eq: 1 } }, { Status__c: { ne: "Draft" } }] }')).toEqual([1, 2]);
    expect(await found('{ not: { Amount__c: { in: [1, 2] } } }')).toEqual([3]);
    expect(await found('{ Purpose__c: { like: "Bob\'s 50\\\\%%" } }')).toEqual([1]);
    expect(await found('{ Recipient__r: { Display_Name__c: { eq: "bob" } } }')).toEqual([1]);
    expect(await found('{ Owner: { User: { Username: { like: "fay%" } } } }')).toEqual([1, 2, 3]);
    expect(await found('{ CreatedDate: { gte: { literal: THIS_WEEK } } }')).toEqual([2, 3]);
    expect(await found('{ CreatedDate: { eq: { range: { last_n_days: 3 } } } }')).toEqual([2, 3]);
    expect(await found('{ Due_Date__c: { eq: { value: "2026-12-24" } } }')).toEqual([2]);
    expect(await found('{ Due_Date__c: { eq: null } }')).toEqual([1, 3]);
    expect(await found('{ Id: { eq: $id } }', { id: held.slice(0, 15) }, '($id: ID!)')).toEqual([2]);
    expect(await found('{ Id: { eq: "nonsense" } }')).toEqual([]);
    expect(await found('{ Status__c: { in: $all }, Amount__c: { eq: $none } }', { all: ['Draft', 'On Hold'] }, '($all: [Picklist], $none: Double)')).toEqual([1, 2, 3]);
    expect(await found('{ Recipient__c: { inq: { Recipient_Account__c: { Display_Name__c: { eq: "Bob" } }, ApiName: "Id" } } }')).toEqual([1]);
  });

  it('groups, measures and orders groups', async () => {
    const { object, nodes, fay, request, force, s } = await opened(namespace);
    const ids = ['1', '2', '0.125'].map((Amount__c) => request({ Amount__c, Currency__c: Amount__c === '0.125' ? 'KWD' : 'USD' }));
    force('Payment_Request__c', { Id: ids[1] ?? null, Status__c: 'On Hold' });
    const grouped = await object(fay, `{ uiapi { aggregate { Payment_Request__c(groupBy: { Currency__c: { group: true } }, orderBy: { Id: { function: COUNT, order: DESC } }) {
      totalCount edges { node { aggregate { Currency__c { value label } Amount__c { sum { value } avg { value } max { value } } Id { count { value } } Status__c { countDistinct { value } } } } } } } } }`);
    expect(grouped['totalCount']).toBe(2);
    expect(nodes(grouped).map((node) => node['aggregate'])).toEqual([
      { [s('Currency__c')]: { value: 'USD', label: expect.stringContaining('USD') }, [s('Amount__c')]: { sum: { value: 3 }, avg: { value: 1.5 }, max: { value: 2 } }, Id: { count: { value: 2 } }, [s('Status__c')]: { countDistinct: { value: 2 } } },
      { [s('Currency__c')]: { value: 'KWD', label: expect.stringContaining('KWD') }, [s('Amount__c')]: { sum: { value: 0.125 }, avg: { value: 0.125 }, max: { value: 0.125 } }, Id: { count: { value: 1 } }, [s('Status__c')]: { countDistinct: { value: 1 } } },
    ]);
    const months = await object(fay, '{ uiapi { aggregate { Payment_Request__c(where: { Amount__c: { gte: 1 } }, groupBy: { CreatedDate: { function: CALENDAR_MONTH } }) { edges { node { aggregate { CreatedDate { calendarMonth { value } } Id { count { value } } } } } } } } }');
    expect(nodes(months)[0]).toEqual({ aggregate: { CreatedDate: { calendarMonth: { value: 11 } }, Id: { count: { value: 2 } } } });
  });

  it('tells what is wrong with a document before anything runs', async () => {
    const { faults, ask, fay, stranger, request, org, s } = await opened(namespace);
    const id = request();
    const node = (inside: string, args = ''): string => `{ uiapi { query { Payment_Request__c${args} { edges { node { ${inside} } } } } } }`;
    const path = `uiapi/query/${s('Payment_Request__c')}`;
    expect(await faults(fay, node('Id Nope__c { value } Amount__c Purpose__c { value { x } }'))).toEqual([
      ['ValidationError', `Validation error (FieldUndefined@[${path}/edges/node/${s('Nope__c')}]) : Field '${s('Nope__c')}' in type '${s('Payment_Request__c')}' is undefined`],
      ['ValidationError', expect.stringContaining('SubselectionRequired')],
      ['ValidationError', expect.stringContaining('SubselectionNotAllowed')],
    ]);
    expect(await faults(fay, node('Nope__c @optional { value } Id'))).toEqual([]);
    expect(await faults(fay, node('Id', '(last: 3)'))).toEqual([['ValidationError', expect.stringContaining("Unknown field argument 'last'")]]);
    expect(await faults(fay, node('Id', '(where: { Amount__c: { eq: "1" } })'))).toEqual([['ValidationError', expect.stringContaining('WrongType')]]);
    expect(await faults(fay, node('Id', '(where: { Due_Date__c: { eq: "2026-12-01" } })'))).toEqual([['ValidationError', expect.stringContaining('WrongType')]]);
    expect(await faults(fay, node('Owner { Name { value } }'))).toEqual([['ValidationError', expect.stringContaining('FieldUndefined')]]);
    expect(await faults(stranger, node('Id'))).toEqual([['ValidationError', `Validation error (FieldUndefined@[${path}]) : Field '${s('Payment_Request__c')}' in type 'RecordQuery' is undefined`]]);
    expect(await faults(fay, '{ uiapi { query { Payment_Request__c { edges { node { Id } } }')).toEqual([['InvalidSyntax', expect.stringContaining("'<EOF>'")]]);
    expect(await faults(fay, 'query a { uiapi { query { User { totalCount } } } } query b { uiapi { query { User { totalCount } } } }')).toEqual([['OperationNotSupported', expect.any(String)]]);
    expect(await faults(fay, 'query q($id: ID!) { uiapi { query { User(where: { Id: { eq: $id } }) { totalCount } } } }')).toEqual([['ValidationError', expect.stringContaining('id')]]);
    expect((await ask(fay, `mutation { uiapi { a: Payment_Request__cUpdate(input: { Id: "${id}", Payment_Request__c: { Purpose__c: "new" } }) { success } b: Payment_Request__cUpdate(input: { Id: "${id}", Payment_Request__c: { Nope__c: 1 } }) { success } } }`))['data']).toEqual({});
    expect(org.find('Payment_Request__c', id)?.['Purpose__c']).toBe('Invoice 7');
  });

  it('keeps the limits: ten records unless asked for more, 2,000 a page, ten objects, five parents, one level of children, fifty operations', async () => {
    const { object, faults, nodes, fay, recipient, org, request } = await opened(namespace);
    const Recipient__c = recipient();
    org.save('Payment_Request__c', Array.from({ length: 12 }, () => ({ Recipient__c, Amount__c: '1', Currency__c: 'USD', Purpose__c: 'x' })), { by: fay, allOrNone: true, source: 'api' });
    const users = (count: number, args = ''): string => `{ uiapi { query { ${Array.from({ length: count }, (_, at) => `u${at}: User${args} { edges { node { Id } } }`).join(' ')} } } }`;
    expect(nodes(await object(fay, '{ uiapi { query { Payment_Request__c { edges { node { Id } } } } } }'))).toHaveLength(10);
    expect(nodes(await object(fay, '{ uiapi { query { Payment_Request__c(first: 2000) { edges { node { Id } } } } } }'))).toHaveLength(12);
    for (const args of ['(first: 2001)', '(first: 0)', '(first: 10, upperBound: 5000)', '(after: "nonsense")']) expect(await faults(fay, users(1, args))).toEqual([['DataFetchingException', expect.any(String)]]);
    expect(await faults(fay, users(1, '(first: 200, upperBound: 5000)'))).toEqual([]);
    expect([await faults(fay, users(10)), await faults(fay, users(11))]).toEqual([[], [['ValidationError', expect.stringContaining('10 subqueries')]]]);
    const managers = (count: number): string => `{ uiapi { query { User { edges { node { ${'Manager { '.repeat(count)} Id ${'}'.repeat(count)} } } } } } }`;
    expect([await faults(fay, managers(5)), await faults(fay, managers(6))]).toEqual([[], [['ValidationError', expect.stringContaining('5 levels')]]]);
    const grandchildren = '{ uiapi { query { Recipient_Account__c { edges { node { Payment_Requests__r { edges { node { Payment_Transactions__r { totalCount } } } } } } } } } }';
    expect(await faults(fay, grandchildren)).toEqual([['ValidationError', expect.stringContaining('one level')]]);
    const id = request();
    const updates = (count: number): string => `mutation { uiapi { ${Array.from({ length: count }, (_, at) => `m${at}: Payment_Request__cUpdate(input: { Id: "${id}", Payment_Request__c: { Purpose__c: "${at}" } }) { success }`).join(' ')} } }`;
    expect([await faults(fay, updates(50)), (await faults(fay, updates(51))).length]).toEqual([[], 1]);
    expect(org.find('Payment_Request__c', id)?.['Purpose__c']).toBe('49');
  });

  it('shows records by sharing and scope', async () => {
    const { object, ask, fay, approver, sandbox, request } = await opened(namespace);
    request({}, sandbox.admin);
    const own = request();
    const mine = '{ uiapi { query { Payment_Request__c(scope: MINE) { edges { node { Id } } totalCount } } } }';
    expect(await object(fay, mine)).toEqual({ edges: [{ node: { Id: own } }], totalCount: 1 });
    expect((await object(approver, mine.replace('MINE', 'EVERYTHING')))['totalCount']).toBe(2);
    expect(await ask(fay, 'query me { uiapi { currentUser { Id Name { value } } } }')).toMatchObject({ data: { uiapi: { currentUser: { Id: fay.id, Name: { value: 'Fay Finance' } } } } });
  });
});

describe('GraphQL and what a user may see', () => {
  it('knows neither fields nor records that the user may not see, and leaves out what is optional', async () => {
    const made = await bench();
    close = () => made.served.close();
    const { sandbox, clerk } = made;
    const save = (object: string, row: Record<string, string | null>, by = sandbox.admin): string => String(sandbox.org.save(object, [row], { by, allOrNone: true, source: 'api' })[0]?.id);
    const theirs = save('Order__c', { Total__c: '1', Secret__c: 'x' });
    const own = save('Order__c', { Total__c: '2' }, clerk);
    const lines = [save('Line__c', { Name: 'a', Order__c: theirs }), save('Line__c', { Name: 'b', Order__c: own }, clerk)];
    const ask = async (by: User, query: string): Promise<Json> => {
      const headers = { authorization: `Bearer ${sandbox.tokenFor(by)}` };
      return (await (await fetch(`${made.served.url}/services/data/v66.0/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()) as Json;
    };
    const orders = (inside: string, args = ''): string => `{ uiapi { query { Order__c${args} { edges { node { ${inside} } } } } } }`;
    expect(await ask(clerk, orders('Id Secret__c @optional { value }'))).toEqual({ data: { uiapi: { query: { Order__c: { edges: [{ node: { Id: own } }] } } } }, errors: [] });
    expect((await ask(clerk, orders('Secret__c { value }')))['errors']?.[0]).toMatchObject({ extensions: { ErrorType: 'ValidationError' } });
    expect((await ask(clerk, orders('Id', '(where: { Secret__c: { eq: "x" } })')))['errors']).toHaveLength(1);
    expect((await ask(clerk, orders('Id', '(orderBy: { Secret__c: { order: ASC } })')))['errors']).toHaveLength(1);
    expect((await ask(sandbox.admin, orders('Secret__c { value }', '(where: { Secret__c: { eq: "X" } })')))['data']?.['uiapi']?.['query']?.['Order__c']?.['edges']).toEqual([{ node: { Secret__c: { value: 'x' } } }]);
    expect((await ask(clerk, '{ uiapi { query { Order_Settings__c { totalCount } } } }'))['errors']).toHaveLength(1);
    expect((await ask(clerk, '{ uiapi { query { Line__c(where: { Order__r: { Total__c: { eq: 1 } } }) { totalCount } } } }'))['data']?.['uiapi']?.['query']?.['Line__c']).toEqual({ totalCount: 0 });
    expect(lines).toHaveLength(2);
    const write = await ask(clerk, `mutation { uiapi(input: { allOrNone: false }) { a: Order__cUpdate(input: { Id: "${theirs}", Order__c: { Total__c: 9 } }) { success } b: Order__cUpdate(input: { Id: "${own}", Order__c: { Total__c: 9 } }) { success } } }`);
    expect(write).toMatchObject({ data: { uiapi: { a: null, b: { success: true } } }, errors: [{ path: ['uiapi', 'a'] }] });
    expect([sandbox.org.find('Order__c', theirs)?.['Total__c'], sandbox.org.find('Order__c', own)?.['Total__c']]).toEqual(['1', '9']);
  });

  it('asks for a session like every door, and for a JSON body', async () => {
    const made = await bench();
    close = () => made.served.close();
    const url = `${made.served.url}/services/data/v66.0/graphql`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    const headers = { authorization: `Bearer ${made.sandbox.tokenFor(made.clerk)}` };
    const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.headers.get('sforce-limit-info')]).toEqual([400, 'api-usage=1/100000']);
  });
});
