import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import { subscribe } from 'lightning/empApi';
import PayoutTimeline from 'c/payoutTimeline';
import { all, cleared, graph, mounted, nodeOf, one, record, recordOf, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

const requestId = 'a01000000000001AAA';
const at = '2026-11-20T10:00:00.000Z';

const request = (fields: Record<string, unknown>) => recordOf('Payment_Request__c', requestId, { Status__c: 'In Progress', Amount__c: 1250.5, Currency__c: 'USD', Attempt__c: 1, ...fields });
const movement = (id: string, values: Record<string, unknown> = {}) =>
  nodeOf(id, {
    type: 'Payout', status: 'Pending', amount: 1250.5, currency: 'USD', targetAmount: null, targetCurrency: null, rate: null, rateSource: null, feeAmount: null, feeCurrency: null,
    feeBasis: null, payoutId: null, reference: null, providerStatus: null, reason: null, occurredAt: at, timeline: null, ...values,
  });
const answer = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { movements: { edges, pageInfo: { hasNextPage } } } } });
const story = JSON.stringify([{ at, text: 'Accepted by the provider.' }, { at: '2026-11-20T09:59:00.000Z', text: 'Sent.' }]);
const mount = () => mounted('c-payout-timeline', PayoutTimeline as never, { recordId: requestId });
const ofRequest = ({ recordId }: { recordId?: unknown }) => recordId === requestId;
const userOf = (id: string, name: string) => record.emit(recordOf('User', id, { Name: name }), ({ recordId }) => recordId === id);

async function shown(fields: Record<string, unknown> = {}, edges: unknown[] = []): Promise<HTMLElement> {
  const element = await mount();
  record.emit(request(fields), ofRequest);
  graph.emit(answer(edges));
  await settle();
  return element;
}

const choicesOf = (element: HTMLElement) => one<{ choices: { name: string; reasonRequired: boolean }[] }>(element, 'c-requested-action').choices;

afterEach(cleared);

describe('c-payout-timeline', () => {
  it('shows that it loads until the record is there', async () => {
    const element = await mount();
    expect(all(element, 'c-page-state').map((state) => (state as HTMLElement & { kind: string }).kind)).toEqual(['loading']);
    await expect(element).toBeAccessible();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const element = await mount();
    record.emitError({ body: { message: 'You have no access to this record.' } });
    await settle();
    const state = one<{ message: string }>(element, 'c-page-state');
    expect(state.message).toBe('You have no access to this record.');
    state.dispatchEvent(new CustomEvent('again'));
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: requestId }]);
    await expect(element).toBeAccessible();
  });

  it('shows where the payment stands on its path, and says it to a screen reader', async () => {
    const element = await shown({ Status__c: 'Action Required', Status_Reason__c: 'The payee has to accept it.' });
    expect(all(element, '.step').map((step) => step.textContent)).toEqual(['DoneDraft', 'DoneSubmitted', 'DoneApproved', 'DoneSending', 'Needs attentionAction Required', 'To comeCompleted']);
    expect(all(element, '[aria-current="step"]')).toHaveLength(1);
    expect(textOf(element, '.meaning')).toContain('The payee has to do something at the provider first.');
    expect(textOf(element, '.reason')).toContain('The payee has to accept it.');
    expect(one<{ recordId: unknown }>(element, 'c-owed-amount').recordId).toBe(requestId);
    await expect(element).toBeAccessible();
  });

  it('tells what happened in order, and the same line of a payout and its return once', async () => {
    const element = await shown({}, [movement('1', { timeline: story }), movement('2', { type: 'Return', timeline: story })]);
    expect(all(element, '.line p:first-child').map((line) => line.textContent)).toEqual(['Sent.', 'Accepted by the provider.']);
    expect(all(element, '.unreadable')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('says that nothing was sent yet', async () => {
    const element = await shown({ Status__c: 'Draft', Attempt__c: null });
    expect(one<{ heading: string }>(element, '.story c-page-state').heading).toBe('Nothing has been sent yet');
    expect(all(element, '.money')).toEqual([]);
  });

  it('names a story it cannot read instead of hiding it', async () => {
    const element = await shown({}, [movement('1', { timeline: '[{"at":' }), movement('2', { timeline: story })]);
    expect(textOf(element, '.unreadable')).toContain('The story of 1 movement could not be read');
    expect(all(element, '.line')).toHaveLength(2);
  });

  it('shows amount, fee with its basis, rate, provider reference and payout id', async () => {
    const element = await shown({}, [
      movement('1', { feeAmount: 3, feeCurrency: 'USD', feeBasis: 'Estimated', targetAmount: 188000, targetCurrency: 'JPY', rate: 150.33986405, rateSource: 'implied by the payout', payoutId: '8841', reference: 'a01000000000001AAA-01' }),
    ]);
    const amountIn = (fact: string) => one<{ amount: unknown }>(element, `.fact_${fact} c-currency-amount`).amount;
    expect(amountIn('amount')).toEqual({ value: 1250.5, currency: 'USD', decimals: 2 });
    expect(amountIn('fee')).toEqual({ value: 3, currency: 'USD', decimals: 2 });
    expect(textOf(element, '.fact_fee')).toContain('estimated from the price list');
    expect(amountIn('receives')).toEqual({ value: 188000, currency: 'JPY', decimals: 0 });
    expect(textOf(element, '.fact_rate')).toBe('Exchange rate1 USD = 150.33986405 JPY, implied by the payout');
    expect(textOf(element, '.fact_payout')).toBe('Payout id8841');
    expect(textOf(element, '.fact_reference')).toBe('Referencea01000000000001AAA-01');
    expect(all(element, '.fact_reason')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('says that the movements could not be read while the record is shown', async () => {
    const element = await mount();
    record.emit(request({}), ofRequest);
    graph.emitErrors([{ message: 'Cannot query field' }]);
    await settle();
    expect(all(element, '.meaning')).toHaveLength(1);
    expect(one<{ message: string }>(element, 'c-page-state').message).toBe('Cannot query field');
  });

  it('offers only what the state allows, each with a reason but Submit', async () => {
    const draft = await shown({ Status__c: 'Draft', Attempt__c: null });
    expect(choicesOf(draft)).toEqual([expect.objectContaining({ name: 'Submit', reasonRequired: false }), expect.objectContaining({ name: 'Cancel', reasonRequired: true })]);
    const approved = await shown({ Status__c: 'Approved for Payout', Attempt__c: null });
    expect(choicesOf(approved).map(({ name }) => name)).toEqual(['Hold', 'Cancel']);
    expect(choicesOf(approved).every(({ reasonRequired }) => reasonRequired)).toBe(true);
  });

  it('does not offer to pay again without the permission, and says who can', async () => {
    const element = await shown({ Status__c: 'Failed' });
    expect(choicesOf(element).map(({ name }) => name)).toEqual(['Hold', 'Cancel']);
    expect(textOf(element, '.permission')).toContain('Quittance Re-initiate');
  });

  it('does not offer to release what is above a limit without the permission, and says who can', async () => {
    const held = { Status__c: 'On Hold', Attempt__c: null };
    expect(choicesOf(await shown(held)).map(({ name }) => name)).toEqual(['Release', 'Cancel']);
    const above = await shown({ ...held, Second_Approval_Needed__c: true });
    expect(choicesOf(above).map(({ name }) => name)).toEqual(['Cancel']);
    expect(textOf(above, '.permission')).toContain('releasing what is above a limit');
  });

  it('hands on when the record it shows was last changed, and reads it again where it was changed since', async () => {
    const element = await shown({ Status__c: 'On Hold', Attempt__c: null, LastModifiedDate: '2026-11-21T09:00:00.000Z' });
    const action = one<{ seenAt?: string }>(element, 'c-requested-action');
    expect(action.seenAt).toBe('2026-11-21T09:00:00.000Z');
    action.dispatchEvent(new CustomEvent('outdated'));
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: requestId }]);
  });

  it('shows what is still waiting, who asked and what was answered last', async () => {
    const element = await shown({ Requested_Action__c: 'Hold', Requested_Reason__c: 'Wrong invoice', Requested_By_Id__c: '005000000000001AAA', Answered_Action__c: 'Release 005000000000002AAA' });
    userOf('005000000000001AAA', 'Fay Finance');
    userOf('005000000000002AAA', 'Otto Other');
    await settle();
    expect(one(element, 'c-requested-action')).toMatchObject({ waiting: 'Hold', waitingBy: 'Fay Finance', waitingReason: 'Wrong invoice' });
    expect(textOf(element, '.answered')).toBe('Last answered: Release, asked by Otto Other');
  });

  it('reads again when the event names it, and changes nothing by itself', async () => {
    await shown();
    const heard = (subscribe as jest.Mock).mock.calls[0]?.[2] as (message: unknown) => void;
    heard({ data: { payload: { Record_Ids__c: 'a01000000000009AAA' } } });
    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    heard({ data: { payload: { Record_Ids__c: `a01000000000009AAA,${requestId}` } } });
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(1);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
