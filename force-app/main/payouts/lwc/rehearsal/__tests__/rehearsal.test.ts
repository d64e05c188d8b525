import { createRecord } from 'lightning/uiRecordApi';
import { subscribe } from 'lightning/empApi';
import Rehearsal from 'c/rehearsal';
import { all, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

// The browser of these tests lives in UTC.
jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'Pacific/Auckland' }), { virtual: true });

const create = createRecord as unknown as jest.Mock;
const [runId, requestId, rehearsalId] = ['a05000000000001AAA', 'a02000000000001AAA', 'a09000000000001AAA'];
const now = Date.UTC(2026, 10, 21, 9);
const summary = (more: object = {}): string => JSON.stringify({
  at: '2026-11-21T08:59:00.000Z', asIfApproved: 3, facts: { asOf: '2026-11-21T08:00:00.000Z', payeesNotAsked: 1 },
  costs: [{ count: 2, amount: '90.00', currency: 'USD', fee: '1.50', feeUnknown: 1 }],
  shortfalls: [{ program: '100200300', currency: 'USD', available: '50.00', missing: '40.00', loads: [{ by: '2026-12-01', amount: '40.00' }] }],
  lanes: [{ program: '100200300', currency: 'USD', heldUp: 'the kill switch is on' }], ...more,
});
const lines = (more: object = {}): string => JSON.stringify({
  reasons: ['The payee is inactive.'],
  lines: [
    { i: 'a02000000000001AAA', n: 'PR-000001', v: 'refused', a: '7.00', c: 'USD', w: 0 }, { i: 'a02000000000002AAA', n: 'PR-000002', v: 'short', a: '40.00', c: 'USD', d: '2026-12-01' },
    { i: 'a02000000000003AAA', n: 'PR-000003', v: 'pays', a: '50.00', c: 'USD', e: '2026-11-22' },
  ], ...more,
});
const found = (fields: Record<string, unknown> = {}) => ({
  uiapi: { query: { found: { edges: [nodeOf(rehearsalId, { created: '2026-11-21T08:59:30.000Z', status: 'Answered', verdict: '1 of 3 will be paid.', run: runId, request: null, ids: null, summary: summary(), lines: lines(), ...fields })] } } },
});
const none = { uiapi: { query: { found: { edges: [] } } } };

async function shown(answer: unknown, props: object = { recordId: runId, objectApiName: 'Payment_Run__c' }, refresh = jest.fn().mockResolvedValue(undefined)): Promise<HTMLElement> {
  const element = await mounted('c-rehearsal', Rehearsal as never, props);
  graph.emit(answer, undefined, refresh);
  await settle();
  return element;
}
async function ask(element: HTMLElement): Promise<void> {
  one(element, '.ask').click();
  await settle();
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  create.mockReset();
  jest.restoreAllMocks();
});

describe('c-rehearsal', () => {
  it('shows that it loads, what it is for, and what went wrong', async () => {
    const element = await mounted('c-rehearsal', Rehearsal as never, { recordId: runId, objectApiName: 'Payment_Run__c' });
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    graph.emit(none);
    await settle();
    expect(textOf(element, '.intro')).toContain('Nothing is sent');
    await expect(element).toBeAccessible();
    graph.emitErrors([{ message: 'No access' }]);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'No access' });
    await expect(element).toBeAccessible();
  });

  it.each([
    ['Payment_Run__c', runId, { Payment_Run__c: runId }],
    ['Payment_Request__c', requestId, { Payment_Request__c: requestId }],
  ])('asks for a rehearsal of a %s by a record of its own', async (objectApiName, recordId, fields) => {
    create.mockResolvedValue({ id: rehearsalId });
    const refresh = jest.fn().mockResolvedValue(undefined);
    const element = await shown(none, { recordId, objectApiName }, refresh);
    await ask(element);
    expect(create).toHaveBeenCalledWith({ apiName: 'Rehearsal__c', fields });
    expect(refresh).toHaveBeenCalled();
  });

  it('on its own page asks again for what it was of', async () => {
    create.mockResolvedValue({ id: rehearsalId });
    const element = await shown(found({ run: null, ids: 'a,b' }), { recordId: rehearsalId, objectApiName: 'Rehearsal__c' });
    await ask(element);
    expect(create).toHaveBeenCalledWith({ apiName: 'Rehearsal__c', fields: { Request_Ids__c: 'a,b' } });
    // The answer stands on a record of its own; this page goes on showing the one it is about.
    expect([textOf(element, '.asked'), one(element, '.asked a').getAttribute('href')]).toEqual(['Asked. The answer comes within seconds.', `/${rehearsalId}`]);
    await expect(element).toBeAccessible();
  });

  it('says in the words of the org why it could not be asked', async () => {
    create.mockRejectedValue({ body: { message: 'You may not create rehearsals' } });
    const element = await shown(none);
    await ask(element);
    expect(textOf(element, '.ask-failure')).toBe('You may not create rehearsals');
    await expect(element).toBeAccessible();
  });

  it('waits for the answer without asking twice, and after a minute says what may be wrong', async () => {
    const ticks = jest.spyOn(globalThis, 'setInterval');
    const element = await shown(found({ status: 'Asked', verdict: null, summary: null, lines: null }));
    expect(textOf(element, '.waiting')).toBe('Asked. The answer comes within seconds.');
    expect(one(element, '.ask')).toMatchObject({ disabled: true });
    await expect(element).toBeAccessible();
    // Who does not answer publishes nothing: the page has to look by itself.
    jest.spyOn(Date, 'now').mockReturnValue(now + 60_000);
    (ticks.mock.calls.at(-1)?.[0] as () => void)();
    await settle();
    expect(textOf(element, '.waiting')).toContain('Nobody has answered yet');
  });

  it('shows who is not paid and why before who is, with what it costs and what is missing', async () => {
    const element = await shown(found());
    expect(textOf(element, '.verdict')).toBe('1 of 3 will be paid.');
    expect(all(element, '.line').map((line) => [...line.querySelectorAll('th, td')].map((cell) => cell.textContent).filter(Boolean))).toEqual([
      ['PR-000001', 'Will be refused', 'The payee is inactive.'], ['PR-000002', 'Will wait for funds', '2026-12-01'], ['PR-000003', 'Will be paid', '2026-11-22'],
    ]);
    expect(all<HTMLElement & { amount: unknown }>(element, '.cost c-currency-amount').map(({ amount }) => amount)).toEqual([{ value: 90, currency: 'USD', decimals: 2 }, { value: 1.5, currency: 'USD', decimals: 2 }]);
    expect(textOf(element, '.shortfall')).toContain('Load 40.00 USD by 2026-12-01.');
    expect(textOf(element, '.notes')).toContain('sends nothing just now: the kill switch is on');
    expect(textOf(element, '.notes')).toContain('3 of these are not approved yet');
    expect(textOf(element, '.as-of').replaceAll('\u202f', ' ')).toMatch(/11\/21\/2026, 9:59:00 PM.*The oldest fact.*11\/21\/2026, 9:00:00 PM/);
    await expect(element).toBeAccessible();
  });

  it('says how many it does not list', async () => {
    const many = Array.from({ length: 210 }, (_, at) => ({ i: `a02000000000${String(at).padStart(3, '0')}AAA`, n: `PR-${at}`, v: 'pays', a: '1.00', c: 'JPY' }));
    const element = await shown(found({ lines: lines({ lines: many, more: 5 }) }));
    expect(all(element, '.line')).toHaveLength(200);
    expect(textOf(element, '.more')).toContain('15 more are not listed');
  });

  it('tells a failure in words, and an answer it can not read', async () => {
    const failed = await shown(found({ status: 'Failed', verdict: 'Rehearsal: nothing to rehearse was named.' }));
    expect(textOf(failed, '.no-answer')).toBe('Rehearsal: nothing to rehearse was named.');
    await expect(failed).toBeAccessible();
    const broken = await shown(found({ summary: '{' }));
    expect(textOf(broken, '.unreadable')).toContain('can not be read');
    await expect(broken).toBeAccessible();
  });

  it('looks again when the companion says that something changed', async () => {
    const refresh = jest.fn().mockResolvedValue(undefined);
    await shown(found(), { recordId: runId, objectApiName: 'Payment_Run__c' }, refresh);
    const heard = (subscribe as jest.Mock).mock.calls[0]?.[2] as (message: unknown) => void;
    heard({ data: { payload: { Record_Ids__c: rehearsalId } } });
    expect(refresh).toHaveBeenCalled();
  });
});
