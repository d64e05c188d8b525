import { afterEach, describe, expect, it } from '@jest/globals';
import { type PageBench, pageBench } from './page-bench.ts';

/** List views by User Interface API, with the shipped package deployed. It proves agreement with our reading of the documents. */
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function opened(namespace: string | null): Promise<PageBench> {
  const made = await pageBench(namespace);
  close = () => made.served.close();
  return made;
}

describe.each([[null], ['quittance']])('list views by UI API with namespace %s', (namespace) => {
  it('describes a deployed list view and gives its records: filter, relative dates, order, pages', async () => {
    const { call, fay, request, force, clock, s } = await opened(namespace);
    const at = `${s('Payment_Request__c')}/${s('Paid_This_Week')}`;
    const early = request({ Amount__c: '1' });
    force('Payment_Request__c', { Id: early, Status__c: 'Completed' });
    request({ Amount__c: '2' });
    await clock.advance(2 * 86_400_000);
    const paid = ['5', '4', '3'].map((amount) => {
      const id = request({ Amount__c: amount });
      force('Payment_Request__c', { Id: id, Status__c: 'Completed' });
      return id;
    });
    const { body: info } = await call(fay, 'GET', `ui-api/list-info/${at}`);
    expect(info).toMatchObject({
      label: 'Completed, Changed This Week', listReference: { listViewApiName: s('Paid_This_Week'), objectApiName: s('Payment_Request__c'), type: 'listView' }, scope: { apiName: 'everything' }, filterLogicString: null,
      filteredByInfo: [{ fieldApiName: s('Status__c'), operator: 'Equals', operandLabels: ['Completed'] }, { fieldApiName: 'LastModifiedDate', operator: 'Equals', operandLabels: ['THIS_WEEK'] }],
    });
    expect(info['displayColumns']?.[0]).toEqual({ fieldApiName: 'Name', label: expect.any(String), lookupId: 'Id', sortable: true });
    const { body: first } = await call(fay, 'GET', `ui-api/list-records/${at}?pageSize=2&sortBy=${s('Amount__c')}&fields=${s('Payment_Request__c')}.${s('Amount__c')}`);
    expect(first).toMatchObject({ count: 2, pageSize: 2, currentPageToken: '0', nextPageToken: '2', previousPageToken: null, sortBy: s('Amount__c') });
    expect((first['records'] as unknown as { id: string }[]).map(({ id }) => id)).toEqual([paid[2], paid[1]]);
    const { body: last } = await call(fay, 'GET', `ui-api/list-records/${at}?pageSize=2&pageToken=2&sortBy=-${s('Amount__c')}`);
    expect((last['records'] as unknown as { id: string }[]).map(({ id }) => id)).toEqual([paid[2]]);
    expect(last['nextPageToken']).toBeNull();
    expect((await call(fay, 'GET', `ui-api/list-records/${s('Payment_Request__c')}/Nope`)).status).toBe(404);
    expect((await call(fay, 'GET', `ui-api/list-records/${at}?pageSize=2001`)).status).toBe(400);
  });

  it('takes several values of a filter as alternatives and shows owners and parents in columns', async () => {
    const { call, fay, request, force, s } = await opened(namespace);
    const ids = ['Sending', 'On Hold', 'Outcome Unknown'].map((Status__c) => {
      const id = request();
      force('Payment_Request__c', { Id: id, Status__c });
      return id;
    });
    const { body } = await call(fay, 'GET', `ui-api/list-records/${s('Payment_Request__c')}/${s('In_Progress')}`);
    expect((body['records'] as unknown as { id: string }[]).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(body['records']?.[0]?.['fields']).toHaveProperty([s('Payout_Batch__r')]);
    expect(body['records']?.[0]?.['fields']?.[s('Recipient_Name__c')]).toMatchObject({ value: 'Ann' });
    expect((await call(fay, 'GET', `ui-api/list-info/${s('Payment_Request__c')}`)).body['count']).toBe(9);
  });
});
