import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import PayoutDrafts from 'c/payoutDrafts';
import { all, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

const update = updateRecord as unknown as jest.Mock;
const idOf = (at: number): string => `a01000000000${String(at).padStart(3, '0')}AAA`;
const draft = (at: number, values: Record<string, unknown> = {}) => {
  const { node } = nodeOf(idOf(at), { name: `PR-${at}`, amount: 0.1, currency: 'USD', purpose: 'Rent', due: '2026-12-01', asked: null, ...values }) as { node: object };
  return { node: { ...node, recipient: { name: { value: 'Ines Silva' } } } };
};
const drafts = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { drafts: { edges, pageInfo: { hasNextPage } } } } });
const mount = () => mounted('c-payout-drafts', PayoutDrafts as never, {});

async function shown(edges: unknown[], hasNextPage = false, refresh = jest.fn().mockResolvedValue(undefined)): Promise<HTMLElement> {
  const element = await mount();
  graph.emit(drafts(edges, hasNextPage), undefined, refresh);
  await settle();
  return element;
}
async function choose(element: HTMLElement, ...ats: number[]): Promise<void> {
  one(element, 'lightning-datatable').dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows: ats.map((at) => ({ id: idOf(at) })) } }));
  await settle();
}
async function submit(element: HTMLElement): Promise<void> {
  one(element, '.submit').click();
  await settle(60);
}

afterEach(() => {
  cleared();
  update.mockReset();
});

describe('c-payout-drafts', () => {
  it('shows that it loads, that there is nothing, and what went wrong', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    graph.emit(drafts([]));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'No drafts' });
    await expect(element).toBeAccessible();
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }]);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    await expect(element).toBeAccessible();
  });

  it('lists drafts with recipient, amount in its own decimals and purpose, and says when there are more', async () => {
    const element = await shown([draft(1), draft(2, { currency: 'JPY', amount: 5000 })], true);
    const table = one<{ data: Record<string, unknown>[]; keyField: string }>(element, 'lightning-datatable');
    expect(table.data[1]).toEqual({ id: idOf(2), link: `/${idOf(2)}`, name: 'PR-2', recipient: 'Ines Silva', amount: 5000, currency: 'JPY', decimals: 0, purpose: 'Rent', due: '2026-12-01', asked: '' });
    expect(table.keyField).toBe('id');
    expect(textOf(element, '.more')).toContain('more than 200 drafts');
    expect(all(element, '.submit')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('leaves the amount of a draft blank that is owed in another currency and not converted yet, and out of the total', async () => {
    const element = await shown([draft(1, { amount: null }), draft(2, { amount: 5 })]);
    expect(one<{ data: { amount?: number }[] }>(element, 'lightning-datatable').data.map(({ amount }) => amount)).toEqual([undefined, 5]);
    await choose(element, 1, 2);
    expect(all<HTMLElement & { amount: unknown }>(element, 'c-currency-amount').map(({ amount }) => amount)).toEqual([{ value: 5, currency: 'USD', decimals: 2 }]);
  });

  it('has a column for due dates and for what is asked for only when some draft says so, and none of them with a menu', async () => {
    type Columns = readonly { readonly fieldName: string; readonly hideDefaultActions: boolean }[];
    const columnsOf = (element: HTMLElement): Columns => one<{ columns: Columns }>(element, 'lightning-datatable').columns;
    const bare = columnsOf(await shown([draft(1, { due: null }), draft(2, { due: null })]));
    expect(bare.map(({ fieldName }) => fieldName)).toEqual(['link', 'recipient', 'amount', 'purpose']);
    const element = await shown([draft(1, { due: null, asked: 'Submit' }), draft(2)]);
    expect(columnsOf(element).map(({ fieldName }) => fieldName)).toEqual(['link', 'recipient', 'amount', 'purpose', 'due', 'asked']);
    expect(columnsOf(element).every(({ hideDefaultActions }) => hideDefaultActions)).toBe(true);
    // The same array: the table would forget what was chosen with another one.
    const before = columnsOf(element);
    graph.emit(drafts([draft(2, { asked: 'Submit' })]));
    await settle();
    expect(columnsOf(element)).toBe(before);
  });

  it('says what the chosen drafts come to, by currency and without crumbs of binary fractions', async () => {
    const element = await shown([draft(1), draft(2, { amount: 0.2 }), draft(3, { currency: 'JPY', amount: 5000 })]);
    await choose(element, 1, 2, 3);
    expect(textOf(element, '.chosen')).toBe('3 chosen:');
    expect(all(element, '.chosen c-currency-amount').map((shownAmount) => (shownAmount as HTMLElement & { amount: unknown }).amount)).toEqual([{ value: 5000, currency: 'JPY', decimals: 0 }, { value: 0.3, currency: 'USD', decimals: 2 }]);
    expect(one(element, '.submit')).toMatchObject({ label: 'Submit 3 for approval' });
    await expect(element).toBeAccessible();
  });

  it('asks for the submission of each chosen draft with the comment, and tells how many were taken', async () => {
    const refresh = jest.fn().mockResolvedValue(undefined);
    const element = await shown([draft(1), draft(2), draft(3)], false, refresh);
    const submitted = jest.fn();
    element.addEventListener('submitted', submitted);
    await choose(element, 1, 3);
    one(element, 'lightning-textarea').dispatchEvent(new CustomEvent('change', { detail: { value: ' May ' } }));
    await submit(element);
    expect(update.mock.calls.map(([input]) => (input as { fields: unknown }).fields)).toEqual([1, 3].map((at) => ({ Id: idOf(at), Requested_Action__c: 'Submit', Requested_Reason__c: 'May' })));
    expect(textOf(element, '.told')).toBe('2 of 2 drafts were submitted for approval.');
    expect([refresh.mock.calls.length, submitted.mock.calls.length]).toEqual([1, 1]);
    expect(all(element, '.refused, .submit')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('keeps what was refused, says why in the words of the org, and leaves it chosen', async () => {
    update.mockImplementation(({ fields }: { fields: { Id: string } }) => (fields.Id === idOf(2) ? Promise.reject(Object.assign(new Error('An error occurred'), { body: { output: { errors: [{ message: '[SUBMIT] Not submitted for approval: no process.' }] } } })) : Promise.resolve({})));
    const element = await shown([draft(1), draft(2), draft(3)]);
    await choose(element, 1, 2, 3);
    await submit(element);
    expect(textOf(element, '.told')).toBe('2 of 3 drafts were submitted for approval.');
    expect(textOf(element, '.refused')).toBe('PR-2[SUBMIT] Not submitted for approval: no process.');
    expect(one<{ selectedRows: string[] }>(element, 'lightning-datatable').selectedRows).toEqual([idOf(2)]);
    await expect(element).toBeAccessible();
  });

  it('writes a few at a time, shows how far it is, and lets nobody submit twice', async () => {
    const answers: (() => void)[] = [];
    update.mockImplementation(() => new Promise<void>((resolve) => {
      answers.push(resolve);
    }));
    const refresh = jest.fn().mockResolvedValue(undefined);
    const element = await shown(Array.from({ length: 12 }, (_, at) => draft(at)), false, refresh);
    await choose(element, ...Array.from({ length: 12 }, (_, at) => at));
    await submit(element);
    expect(update).toHaveBeenCalledTimes(5);
    answers.slice(0, 2).forEach((answer) => answer());
    await settle();
    expect(one(element, '.progress').getAttribute('aria-label')).toBe('2 of 12 drafts are answered. Stay on this page.');
    expect(one<{ value: number; max: number }>(element, '.progress')).toMatchObject({ value: 2, max: 12 });
    await expect(element).toBeAccessible();
    await submit(element);
    await choose(element, 1);
    document.dispatchEvent(new CustomEvent('visibilitychange'));
    expect([update.mock.calls.length, refresh.mock.calls.length]).toEqual([5, 0]);
    const answerAll = async (): Promise<number> => {
      answers.splice(0).forEach((answer) => answer());
      await settle(20);
      return update.mock.calls.length;
    };
    expect([await answerAll(), await answerAll(), await answerAll()]).toEqual([10, 12, 12]);
    expect(textOf(element, '.told')).toBe('12 of 12 drafts were submitted for approval.');
    expect(update.mock.calls.map(([input]) => (input as { fields: { Id: string } }).fields.Id)).toEqual(Array.from({ length: 12 }, (_, at) => idOf(at)));
  });

  it('forgets a choice that is no draft any more', async () => {
    const element = await shown([draft(1), draft(2)]);
    await choose(element, 1, 2);
    graph.emit(drafts([draft(2)]));
    await settle();
    expect(one(element, '.submit')).toMatchObject({ label: 'Submit 1 for approval' });
  });

  it('rehearses what is chosen, submits nothing, and says where the answer will be or why there is none', async () => {
    const create = createRecord as unknown as jest.Mock;
    create.mockResolvedValueOnce({ id: 'a09000000000001AAA' }).mockRejectedValueOnce({ body: { message: 'No access' } });
    const element = await shown([draft(1), draft(2)]);
    await choose(element, 1, 2);
    one(element, '.rehearse').click();
    one(element, '.rehearse').click();
    await settle();
    expect(create).toHaveBeenCalledTimes(1);
    expect(create).toHaveBeenCalledWith({ apiName: 'Rehearsal__c', fields: { Request_Ids__c: `${idOf(1)},${idOf(2)}` } });
    expect(update).not.toHaveBeenCalled();
    expect(one<{ href: string }>(element, '.rehearsed a').getAttribute('href')).toBe('/a09000000000001AAA');
    await expect(element).toBeAccessible();
    one(element, '.rehearse').click();
    await settle();
    expect(all(element, '.rehearsed a')).toEqual([]);
    expect(textOf(element, '.rehearsed')).toBe('No access');
  });
});
