import { updateRecord } from 'lightning/uiRecordApi';
import ApprovalFacts from 'c/approvalFacts';
import { all, askedWith, cleared, graph, mounted, nodeOf, one, record, recordOf, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));
jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000007AAA' }), { virtual: true });

const [requestId, recipientId, changer, verifier] = ['a01000000000001AAA', 'a02000000000001AAA', '005000000000001AAA', '005000000000002AAA'];
const now = Date.UTC(2026, 10, 21, 9);
const daysAgo = (days: number): string => new Date(now - days * 86_400_000 - 3_600_000).toISOString();

const request = (fields: Record<string, unknown> = {}) => recordOf('Payment_Request__c', requestId, { Amount__c: 5000, Currency__c: 'JPY', Recipient__c: recipientId, ...fields });
const recipient = (fields: Record<string, unknown> = {}) =>
  recordOf('Recipient_Account__c', recipientId, {
    Name: 'RA-000007', Display_Name__c: 'Ines Silva', Country__c: 'PT', Status__c: 'Active', Verification__c: 'Verified', Verified_By_Id__c: verifier, Payee_Changed_At__c: daysAgo(3), Payee_Changed_By_Id__c: changer, ...fields,
  });
const twin = (id: string) => nodeOf(id, { name: 'PR-000002', status: 'Completed', purpose: 'Invoice 7', invoice: 'INV-7', created: '2026-11-01T10:00:00.000Z' });
const twins = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { twins: { edges, pageInfo: { hasNextPage } } } } });
const total = (currency: string, sum: number, count: number) => ({ node: { aggregate: { currency: { value: currency }, amount: { sum: { value: sum } }, count: { count: { value: count } } } } });
const totals = (edges: unknown[]) => ({ uiapi: { aggregate: { totals: { edges } } } });

const about = (id: string) => ({ recordId }: { recordId?: unknown }): boolean => recordId === id;
const isSearch = (config: { variables?: unknown }): boolean => config.variables !== undefined;
const mount = () => mounted('c-approval-facts', ApprovalFacts as never, { recordId: requestId });

async function shown({ ofRequest = {}, ofRecipient = {}, alike = twins([]), waiting = totals([]) }: { ofRequest?: Record<string, unknown>; ofRecipient?: Record<string, unknown>; alike?: unknown; waiting?: unknown } = {}): Promise<HTMLElement> {
  const element = await mount();
  record.emit(request(ofRequest), about(requestId));
  await settle();
  record.emit(recipient(ofRecipient), about(recipientId));
  await settle();
  record.emit(recordOf('User', changer, { Name: 'Fay Finance' }), about(changer));
  record.emit(recordOf('User', verifier, { Name: 'Vera Verifier' }), about(verifier));
  graph.emit(alike, isSearch);
  graph.emit(waiting, (config) => !isSearch(config));
  await settle();
  return element;
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-approval-facts', () => {
  it('shows that it loads until the request is there', async () => {
    const element = await mount();
    expect(all(element, 'c-page-state')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('shows payee, country, amount, and who verified the payee details', async () => {
    const element = await shown();
    expect(textOf(element, '.name dd')).toBe('Ines Silva');
    expect(textOf(element, '.country dd')).toBe('PT');
    expect(textOf(element, '.verification dd')).toBe('Verified by Vera Verifier');
    expect(one<{ amount: unknown }>(element, '.amount c-currency-amount').amount).toEqual({ value: 5000, currency: 'JPY', decimals: 0 });
    expect(one<{ recordId: unknown }>(element, '.amount c-owed-amount').recordId).toBe(requestId);
    await expect(element).toBeAccessible();
  });

  it('says that an approval pays nothing where the payee was replaced since it was submitted', async () => {
    const [was, is] = ['payoneer:sandbox:100:payee-1', 'payoneer:sandbox:100:payee-2'];
    const element = await shown({ ofRequest: { Status__c: 'Submitted', Approved_Payee_Key__c: was }, ofRecipient: { Payee_Key__c: is } });
    expect(textOf(element, '.replaced')).toContain('Approved, it is not paid');
    await expect(element).toBeAccessible();
  });

  it.each([
    ['stands there still', 'Submitted', 'key', 'key'], ['was not noted at its submission', 'Submitted', null, 'key'], ['is not to be seen', 'Submitted', 'key', undefined], ['was replaced after the approval', 'Approved for Payout', 'key', 'other'],
  ])('does not say so where the payee %s', async (_what, Status__c, Approved_Payee_Key__c, Payee_Key__c) => {
    const element = await shown({ ofRequest: { Status__c, Approved_Payee_Key__c }, ofRecipient: { Payee_Key__c } });
    expect(all(element, '.replaced')).toHaveLength(0);
  });

  it('warns of payee details that changed lately, with the days and by whom', async () => {
    const element = await shown();
    expect(textOf(element, '.changed')).toContain('Payee details changed 3 days ago by Fay Finance');
    expect(one(element, '.changed').classList.contains('slds-theme_warning')).toBe(true);
    expect(textOf(element, '.ask')).toContain('Ask the payee by a way you already know');
    await expect(element).toBeAccessible();
  });

  it('counts a change of long ago without a warning', async () => {
    const element = await shown({ ofRecipient: { Payee_Changed_At__c: daysAgo(40) } });
    expect(textOf(element, '.changed')).toContain('Payee details changed 40 days ago');
    expect(one(element, '.changed').classList.contains('slds-theme_warning')).toBe(false);
  });

  it.each([[0, 'Payee details changed today'], [1, 'Payee details changed yesterday']])('says %d days as a person would', async (days, words) => {
    expect(textOf(await shown({ ofRecipient: { Payee_Changed_At__c: daysAgo(days) } }), '.changed')).toContain(words);
  });

  it('tells the approver who changed the payee that somebody else must approve', async () => {
    const element = await shown({ ofRecipient: { Payee_Changed_By_Id__c: '005000000000007AAA' } });
    expect(textOf(element, '.when')).toBe('Payee details changed 3 days ago by you');
    expect(textOf(element, '.own')).toContain('somebody else must approve');
  });

  it('says that the payee details are not verified', async () => {
    const element = await shown({ ofRecipient: { Verification__c: 'Unverified', Verified_By_Id__c: null, Payee_Changed_At__c: null, Payee_Changed_By_Id__c: null } });
    expect(textOf(element, '.verification dd')).toContain('Not verified: a second person must check');
    expect(textOf(element, '.changed')).toBe('The payee details were never changed.');
    await expect(element).toBeAccessible();
  });

  it('searches for the same recipient, amount and currency of the last 45 days', async () => {
    await shown();
    expect(askedWith('possibleDuplicates')).toEqual({ requestId, recipientId, amount: 5000, currency: 'JPY', since: new Date(now - 45 * 86_400_000).toISOString() });
  });

  it('searches for no duplicates while the amount is not known, and says so', async () => {
    const element = await shown({ ofRequest: { Amount__c: null } });
    expect(askedWith('possibleDuplicates')).toBeUndefined();
    expect(textOf(element, '.found')).toBe('Nothing to compare with yet: the amount is not known. Duplicates are searched for when it is.');
    await expect(element).toBeAccessible();
  });

  it('lists possible duplicates, or says that there are none', async () => {
    const element = await shown({ alike: twins([twin('a01000000000002AAA')], true) });
    expect(textOf(element, '.found')).toBe('1 other request to this recipient that is open, or was raised or changed in the last 45 days, has the same amount and currency:');
    expect(textOf(element, '.twin')).toContain('PR-000002CompletedInvoice 7INV-7');
    expect(all(element, '.twin a').map((link) => link.getAttribute('href'))).toEqual(['/a01000000000002AAA']);
    await expect(element).toBeAccessible();
    expect(textOf(await shown(), '.found')).toBe('No other request to this recipient that is open, or was raised or changed in the last 45 days, has the same amount and currency.');
  });

  it('adds submitted requests up by currency and never across currencies', async () => {
    const element = await shown({ waiting: totals([total('USD', 1250.5, 2), total('JPY', 5000, 1)]) });
    const rows = all(element, '.total').map((row) => [row.querySelector('th')?.textContent, (row.querySelector('c-currency-amount') as HTMLElement & { amount: unknown }).amount]);
    expect(rows).toEqual([['JPY', { value: 5000, currency: 'JPY', decimals: 0 }], ['USD', { value: 1250.5, currency: 'USD', decimals: 2 }]]);
    await expect(element).toBeAccessible();
  });

  it('says what could not be read and shows the rest', async () => {
    const element = await mount();
    record.emit(request(), about(requestId));
    await settle();
    record.emit(recipient(), about(recipientId));
    graph.emitErrors([{ message: 'Field is not filterable' }]);
    await settle();
    expect(all<HTMLElement & { heading: string }>(element, 'c-page-state').map(({ heading }) => heading)).toEqual(['Duplicates could not be searched for', 'The totals could not be read']);
    expect(textOf(element, '.name dd')).toBe('Ines Silva');
    await expect(element).toBeAccessible();
  });

  it('asks for a recipient where none is chosen, and changes nothing itself', async () => {
    const element = await mount();
    record.emit(request({ Recipient__c: null }), about(requestId));
    await settle();
    expect(all<HTMLElement & { heading?: string }>(element, '.payee c-page-state').map(({ heading }) => heading)).toEqual(['No recipient is chosen']);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
