import { afterEach, describe, expect, it } from '@jest/globals';
import { graphqlBench } from './graphql-bench.ts';
import type { Json } from './page-bench.ts';

/** Mutations over HTTP with the shipped package deployed. It proves agreement with our reading of the documents. */
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function opened(namespace: string | null) {
  const made = await graphqlBench(namespace);
  close = () => made.served.close();
  return made;
}

describe.each([[null], ['quittance']])('GraphQL mutations with namespace %s', (namespace) => {
  it('creates, changes and deletes by aliased mutations that refer to one another', async () => {
    const { ask, fay, sandbox, recipient, org, s } = await opened(namespace);
    const input = { [s('Payment_Request__c')]: { [s('Recipient__c')]: recipient(), [s('Amount__c')]: 12.345, [s('Currency__c')]: 'KWD', [s('Purpose__c')]: 'Rent' } };
    const made = await ask(fay, `mutation create($input: Payment_Request__cCreateInput!) { uiapi(input: { allOrNone: true }) {
      one: Payment_Request__cCreate(input: $input) { Record { Id Amount__c { value } Status__c { displayValue } } }
      two: Payment_Request__cUpdate(input: { Id: "@{one}", Payment_Request__c: { Purpose__c: "Rent of May" } }) { success Record { Purpose__c { value } } } } }`, { input });
    expect(made).toMatchObject({ errors: [], data: { uiapi: { one: { Record: { [s('Amount__c')]: { value: 12.345 }, [s('Status__c')]: { displayValue: 'Draft' } } }, two: { success: true, Record: { [s('Purpose__c')]: { value: 'Rent of May' } } } } } });
    const id = String(made['data']?.['uiapi']?.['one']?.['Record']?.['Id']);
    expect(org.find('Payment_Request__c', id)).toMatchObject({ Purpose__c: 'Rent of May', OwnerId: fay.id });
    const remove = 'mutation gone($id: ID!) { uiapi { Payment_Request__cDelete(input: { Id: $id }) { Id } } }';
    expect((await ask(fay, remove, { id }))['errors']?.[0]).toMatchObject({ extensions: { ErrorType: 'ValidationError' } });
    expect(await ask(sandbox.admin, remove, { id })).toMatchObject({ errors: [], data: { uiapi: { [s('Payment_Request__cDelete')]: { Id: id } } } });
    expect(org.find('Payment_Request__c', id)).toBeUndefined();
  });

  it('refuses values of the wrong type and operations that do not fit, and runs none of them', async () => {
    const { faults, fay, request, org } = await opened(namespace);
    const id = request();
    const update = (fields: string, outside = ''): string => `mutation { uiapi { ok: Payment_Request__cUpdate(input: { Id: "${id}", Payment_Request__c: { Purpose__c: "new" } }) { success } bad: Payment_Request__cUpdate(input: { Id: "${id}", ${outside} Payment_Request__c: { ${fields} } }) { success } } }`;
    for (const fields of ['Amount__c: "5"', 'Due_Date__c: "24.12.2026"', 'Status__c: Draft', 'Amount_Text__c: "5 USD"', 'CreatedDate: "2026-01-01T00:00:00Z"', 'Recipient__r: { Id: "x" }']) {
      expect([fields, await faults(fay, update(fields))]).toEqual([fields, [['ValidationError', expect.stringContaining('WrongType')]]]);
    }
    expect(await faults(fay, update('Purpose__c: "x"', 'Nope: 1'))).toEqual([['ValidationError', expect.stringContaining("'Nope'")]]);
    expect(await faults(fay, `mutation { uiapi { Payment_Request__cUpdate(input: { Id: "${id}", Payment_Request__c: {} }) { Record { Recipient__r { Id } } } } }`)).toEqual([['ValidationError', expect.stringContaining('not currently available in mutation results')]]);
    expect(org.find('Payment_Request__c', id)?.['Purpose__c']).toBe('Invoice 7');
  });

  it('takes a chain back together where each stands alone', async () => {
    const { ask, fay, recipient, org } = await opened(namespace);
    const before = org.rows('Payment_Request__c').size;
    const draft = (amount: number): string => `{ Payment_Request__c: { Recipient__c: "${recipient()}", Amount__c: ${amount}, Currency__c: "USD", Purpose__c: "x" } }`;
    const answer = await ask(fay, `mutation { uiapi(input: { allOrNone: false }) { a: Payment_Request__cCreate(input: ${draft(1)}) { Record { Id } } b: Payment_Request__cUpdate(input: { Id: "@{a}", Payment_Request__c: { Amount__c: -1 } }) { success } c: Payment_Request__cCreate(input: ${draft(2)}) { Record { Id } } } }`);
    expect(answer).toMatchObject({ data: { uiapi: { a: null, b: null, c: { Record: { Id: expect.any(String) } } } } });
    expect([answer['errors']?.length, org.rows('Payment_Request__c').size - before]).toEqual([2, 1]);
  });

  it('takes all back or each by itself, in the words of the validation rules', async () => {
    const { ask, fay, request, org } = await opened(namespace);
    const [a, b, c] = [request(), request(), request()];
    const update = (allOrNone: boolean): Promise<Json> => ask(fay, `mutation { uiapi(input: { allOrNone: ${allOrNone} }) {
      a: Payment_Request__cUpdate(input: { Id: "${a}", Payment_Request__c: { Purpose__c: "new" } }) { Record { Id } }
      b: Payment_Request__cUpdate(input: { Id: "${b}", Payment_Request__c: { Amount__c: 0 } }) { Record { Id } }
      c: Payment_Request__cUpdate(input: { Id: "${c}", Payment_Request__c: { Purpose__c: "new" } }) { Record { Id } } } }`);
    const purposes = (): unknown[] => [a, b, c].map((id) => org.find('Payment_Request__c', id)?.['Purpose__c']);
    const none = await update(true);
    expect(none).toMatchObject({ data: { uiapi: { a: null, b: null, c: null } } });
    expect(none['errors']).toHaveLength(3);
    expect(none['errors']?.[1]).toEqual({ message: expect.stringMatching(/^\[AMOUNT\]/), locations: [{ line: 3, column: 7 }], path: ['uiapi', 'b'], extensions: { ErrorType: 'DataFetchingException' } });
    expect(purposes()).toEqual(['Invoice 7', 'Invoice 7', 'Invoice 7']);
    const each = await update(false);
    expect(each).toMatchObject({ data: { uiapi: { a: { Record: { Id: a } }, b: null, c: { Record: { Id: c } } } } });
    expect(each['errors']).toHaveLength(1);
    expect(purposes()).toEqual(['new', 'Invoice 7', 'new']);
  });
});
