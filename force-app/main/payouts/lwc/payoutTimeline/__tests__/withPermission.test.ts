import PayoutTimeline from 'c/payoutTimeline';
import { all, cleared, graph, mounted, one, record, recordOf, settle } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('@salesforce/customPermission/Quittance_Reinitiate', () => ({ __esModule: true, default: true }), { virtual: true });

afterEach(cleared);

describe('c-payout-timeline for who may pay again', () => {
  it.each([
    ['Failed', 1, ['Re-initiate', 'Hold', 'Cancel']],
    ['On Hold', 1, ['Release', 'Re-initiate', 'Cancel']],
    ['On Hold', 0, ['Release', 'Cancel']],
    ['Outcome Unknown', 1, ['Retry', 'Cancel']],
  ])('offers on %s after %d attempt(s): %j', async (status, attempt, names) => {
    const element = await mounted('c-payout-timeline', PayoutTimeline as never, { recordId: 'a01000000000001AAA' });
    record.emit(recordOf('Payment_Request__c', 'a01000000000001AAA', { Status__c: status, Amount__c: 1, Currency__c: 'USD', Attempt__c: attempt }));
    graph.emit({ uiapi: { query: { movements: { edges: [] } } } });
    await settle();
    expect(one<{ choices: { name: string }[] }>(element, 'c-requested-action').choices.map(({ name }) => name)).toEqual(names);
    expect(all(element, '.permission')).toEqual([]);
  });
});
