import { afterEach, describe, expect, it } from '@jest/globals';
import { type PageBench, pageBench } from './page-bench.ts';
import { bench } from './salesforce-bench.ts';

/** What the REST pages of User Interface API answer, with the shipped package deployed. It proves agreement with our reading of the documents. */
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function opened(namespace: string | null): Promise<PageBench> {
  const made = await pageBench(namespace);
  close = () => made.served.close();
  return made;
}

const master = '012000000000000AAA';

describe.each([[null], ['quittance']])('UI API with namespace %s', (namespace) => {
  it('reads a record with raw and display values, and its parent as a nested record', async () => {
    const { call, fay, request, s } = await opened(namespace);
    const id = request({ Due_Date__c: '2026-12-05' });
    const object = s('Payment_Request__c');
    const fields = ['Name', s('Amount__c'), s('Status__c'), s('Due_Date__c'), 'CreatedDate', `${s('Recipient__r')}.${s('Display_Name__c')}`, 'Owner.Name'].map((name) => `${object}.${name}`);
    const { status, body, text } = await call(fay, 'GET', `ui-api/records/${id}?fields=${fields.join(',')}&optionalFields=${object}.Nope__c`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      apiName: object, id, childRelationships: {}, recordTypeId: master, recordTypeInfo: null, lastModifiedById: fay.id, lastModifiedDate: '2026-11-21T09:00:00.000Z', weakEtag: Date.UTC(2026, 10, 21, 9),
      fields: {
        Name: { displayValue: null, value: expect.stringMatching(/^PR-/) },
        [s('Amount__c')]: { displayValue: null, value: 1250.5 },
        [s('Status__c')]: { displayValue: 'Draft', value: 'Draft' },
        [s('Due_Date__c')]: { displayValue: '12/5/2026', value: '2026-12-05' },
        CreatedDate: { displayValue: '11/21/2026 9:00 AM', value: '2026-11-21T09:00:00.000Z' },
        [s('Recipient__r')]: { displayValue: expect.stringMatching(/\w-\d+$/), value: { apiName: s('Recipient_Account__c'), fields: { [s('Display_Name__c')]: { displayValue: null, value: 'Ann' } } } },
        Owner: { displayValue: 'Fay Finance', value: { apiName: 'User', fields: { Name: { value: 'Fay Finance' } } } },
      },
    });
    expect(Object.keys(body['fields'] as object)).toHaveLength(7);
    expect(text).toContain('"value":1250.5}');
  });

  it('refuses reads in a list with errorCode and message', async () => {
    const { call, fay, stranger, request, s } = await opened(namespace);
    const id = request();
    const object = s('Payment_Request__c');
    const code = async (by: typeof fay, path: string) => {
      const { status, body } = await call(by, 'GET', path);
      return [status, body[0]?.['errorCode'], typeof body[0]?.['message']];
    };
    expect(await code(fay, `ui-api/records/${id}`)).toEqual([400, 'ILLEGAL_QUERY_PARAMETER_VALUE', 'string']);
    expect(await code(fay, `ui-api/records/${id}?fields=${object}.Nope__c`)).toEqual([400, 'INVALID_FIELD', 'string']);
    expect(await code(fay, `ui-api/records/${id}?fields=Name`)).toEqual([400, 'INVALID_FIELD', 'string']);
    expect(await code(fay, `ui-api/records/003R000000?fields=Contact.Name`)).toEqual([400, 'ILLEGAL_QUERY_PARAMETER_VALUE', 'string']);
    expect(await code(fay, `ui-api/records/${id.slice(0, 3)}000000000009AAA?fields=${object}.Name`)).toEqual([404, 'NOT_FOUND', 'string']);
    expect(await code(stranger, `ui-api/records/${id}?fields=${object}.Name`)).toEqual([403, 'INSUFFICIENT_ACCESS', 'string']);
    expect(await code(stranger, `ui-api/object-info/${object}`)).toEqual([403, 'INVALID_TYPE', 'string']);
    expect((await call(fay, 'GET', `ui-api/records/batch/${id},${id.slice(0, 3)}000000000009AAA?fields=${object}.Name`)).body).toMatchObject({ hasErrors: true, results: [{ statusCode: 200, result: { id } }, { statusCode: 404 }] });
  });

  it('creates and changes records, with every digit of an amount', async () => {
    const { call, fay, recipient, org, s } = await opened(namespace);
    const text = `{"apiName":"${s('Payment_Request__c')}","fields":{"${s('Recipient__c')}":"${recipient()}","${s('Amount__c')}":98765432109876.54,"${s('Currency__c')}":"USD","${s('Purpose__c')}":"Rent"}}`;
    const created = await call(fay, 'POST', 'ui-api/records', text);
    expect([created.status, created.body['apiName']]).toEqual([201, s('Payment_Request__c')]);
    expect(created.text).toContain(`"${s('Amount__c')}":{"displayValue":null,"value":98765432109876.54}`);
    const id = String(created.body['id']);
    const changed = await call(fay, 'PATCH', `ui-api/records/${id}`, { fields: { Id: id, [s('Purpose__c')]: 'Rent of May' } });
    expect([changed.status, changed.body['fields']?.[s('Purpose__c')]]).toEqual([200, { displayValue: null, value: 'Rent of May' }]);
    expect(org.find('Payment_Request__c', id)).toMatchObject({ Purpose__c: 'Rent of May', Amount__c: '98765432109876.54', OwnerId: fay.id });
  });

  it('tells by field which validation rule refused a write, and for the whole record what belongs to no field', async () => {
    const { call, fay, request, recipient, force, org, s } = await opened(namespace);
    const amount = s('Amount__c');
    const wrong = await call(fay, 'POST', 'ui-api/records', { apiName: s('Payment_Request__c'), fields: { [s('Recipient__c')]: recipient(), [amount]: -1, [s('Currency__c')]: 'USD', [s('Purpose__c')]: 'x' } });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject([{
      enhancedErrorType: 'RecordError', message: expect.stringContaining('create'),
      output: { errors: [], fieldErrors: { [amount]: [{ constituentField: null, duplicateRecordError: null, errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: amount, fieldLabel: 'Amount', message: expect.stringMatching(/^\[AMOUNT\]/) }] } },
    }]);
    const id = request();
    force('Payment_Request__c', { Id: id, Status__c: 'Submitted' });
    const frozen = await call(fay, 'PATCH', `ui-api/records/${id}`, { fields: { [amount]: 7 } });
    expect(frozen.body).toMatchObject([{ output: { errors: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: null, message: expect.stringMatching(/^\[MONEY-FROZEN\]/) }], fieldErrors: {} } }]);
    const missing = await call(fay, 'POST', 'ui-api/records', { apiName: s('Payment_Request__c'), fields: { [amount]: 1 } });
    expect(Object.keys(missing.body[0]?.['output']?.['fieldErrors'] ?? {}).sort()).toEqual([s('Currency__c'), s('Purpose__c'), s('Recipient__c')].sort());
    expect(org.find('Payment_Request__c', id)?.['Amount__c']).toBe('1250.5');
  });

  it('refuses a change of what somebody else changed after it was read, and deletion without the permission', async () => {
    const { call, fay, sandbox, request, clock, save } = await opened(namespace);
    const id = request();
    await clock.advance(60_000);
    save('Payment_Request__c', { Id: id, Purpose__c: 'Other' }, sandbox.admin);
    const since = { 'if-unmodified-since': 'Sat, 21 Nov 2026 09:00:00 GMT' };
    expect((await call(fay, 'PATCH', `ui-api/records/${id}`, { fields: {} }, since)).status).toBe(412);
    expect((await call(fay, 'PATCH', `ui-api/records/${id}`, { fields: {} }, { 'if-unmodified-since': 'Sat, 21 Nov 2026 09:01:00 GMT' })).status).toBe(200);
    expect((await call(fay, 'DELETE', `ui-api/records/${id}`)).status).toBe(403);
    expect((await call(sandbox.admin, 'DELETE', `ui-api/records/${id}`)).status).toBe(204);
  });

  it('describes an object for a page, as this user has it', async () => {
    const { call, fay, approver, s } = await opened(namespace);
    const { body } = await call(fay, 'GET', `ui-api/object-info/${s('Payment_Request__c')}`);
    expect(body).toMatchObject({
      apiName: s('Payment_Request__c'), label: 'Payment Request', createable: true, updateable: true, deletable: false, custom: true, defaultRecordTypeId: master, nameFields: ['Name'],
      recordTypeInfos: { [master]: { master: true, name: 'Master', available: true, defaultRecordTypeMapping: true, recordTypeId: master } },
      fields: {
        [s('Amount__c')]: { dataType: 'Double', precision: 18, scale: 3, required: false, updateable: true, reference: false },
        [s('Purpose__c')]: { required: true },
        [s('Recipient__c')]: { dataType: 'Reference', relationshipName: s('Recipient__r'), referenceToInfos: [{ apiName: s('Recipient_Account__c'), nameFields: ['Name'] }] },
        [s('Status__c')]: { dataType: 'Picklist' },
        [s('Amount_Text__c')]: { calculated: true, updateable: false },
        OwnerId: { polymorphicForeignKey: true },
      },
    });
    expect(body['childRelationships']).toEqual(expect.arrayContaining([expect.objectContaining({ childObjectApiName: s('Payment_Transaction__c'), fieldName: s('Payment_Request__c'), relationshipName: s('Payment_Transactions__r') })]));
    expect((await call(approver, 'GET', `ui-api/object-info/${s('Payment_Request__c')}`)).body['createable']).toBe(false);
    expect(Object.keys((await call(fay, 'GET', 'ui-api/object-info')).body['objects'] as object)).toEqual(expect.arrayContaining([s('Payment_Request__c'), 'User']));
  });

  it('lists picklist values of the master record type', async () => {
    const { call, fay, s } = await opened(namespace);
    const at = `ui-api/object-info/${s('Payment_Request__c')}/picklist-values`;
    const { body } = await call(fay, 'GET', `${at}/${master}`);
    expect(body['picklistFieldValues']?.[s('Status__c')]).toMatchObject({ controllerValues: {}, defaultValue: { attributes: null, label: 'Draft', validFor: [], value: 'Draft' } });
    expect((await call(fay, 'GET', `${at}/${master}/${s('Requested_Action__c')}`)).body['values']).toEqual(expect.arrayContaining([{ attributes: null, label: 'Cancel', validFor: [], value: 'Cancel' }]));
    expect((await call(fay, 'GET', `${at}/012000000000001AAA`)).status).toBe(404);
  });

  it('gives the deployed layout in sections, rows and items, and everything for one record at once', async () => {
    const { call, fay, request, s } = await opened(namespace);
    const { body } = await call(fay, 'GET', `ui-api/layout/${s('Payment_Request__c')}?mode=Edit`);
    expect(body).toMatchObject({ layoutType: 'Full', mode: 'Edit', objectApiName: s('Payment_Request__c'), recordTypeId: master });
    expect(body['sections']?.[0]).toMatchObject({ heading: 'What It Is', columns: 2, rows: 9, useHeading: true });
    expect(body['sections']?.[0]?.['layoutRows']?.[1]?.['layoutItems']?.[0]).toMatchObject({ label: 'Recipient', required: true, editableForNew: true, editableForUpdate: true, uiBehavior: 'Required', layoutComponents: [{ apiName: s('Recipient__c'), componentType: 'Field' }] });
    const id = request();
    const all = (await call(fay, 'GET', `ui-api/record-ui/${id}?layoutTypes=Full,Compact&modes=View`)).body;
    expect(all['layouts']?.[s('Payment_Request__c')]?.[master]).toMatchObject({ Full: { View: { mode: 'View' } }, Compact: { View: { layoutType: 'Compact' } } });
    expect(all['objectInfos']).toHaveProperty([s('Payment_Request__c')]);
    expect(all['records']?.[id]?.['fields']?.[s('Amount_Text__c')]).toEqual({ displayValue: null, value: '1,250.50 USD' });
  });
});

describe('UI API and what a user may see', () => {
  it('leaves out fields and records that the user may not see', async () => {
    const made = await bench();
    close = () => made.served.close();
    const { sandbox, clerk } = made;
    const save = (row: Record<string, string>, by = sandbox.admin): string => String(made.sandbox.org.save('Order__c', [row], { by, allOrNone: true, source: 'api' })[0]?.id);
    const [theirs, own] = [save({ Total__c: '1' }), save({ Total__c: '2' }, clerk)];
    const get = async (path: string): Promise<{ status: number; body: { fields?: object; sections?: object; records?: { id: string }[] } }> => {
      const answer = await fetch(`${made.served.url}/services/data/v66.0/ui-api/${path}`, { headers: { authorization: `Bearer ${sandbox.tokenFor(clerk)}` } });
      return { status: answer.status, body: (await answer.json()) as { fields?: object } };
    };
    expect((await get(`records/${theirs}?fields=Order__c.Name`)).status).toBe(403);
    expect((await get(`records/${own}?fields=Order__c.Secret__c`)).status).toBe(400);
    expect((await get(`records/${own}?optionalFields=Order__c.Secret__c,Order__c.Total__c`)).body.fields).toEqual({ Total__c: { displayValue: null, value: 2 } });
    expect((await get('object-info/Order__c')).body.fields).not.toHaveProperty('Secret__c');
    expect((await get('list-records/Order__c/All')).body.records?.map(({ id }) => id)).toEqual([own]);
    expect((await get('object-info/Order_Settings__c')).status).toBe(403);
  });
});
