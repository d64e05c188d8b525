import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import SyncIssues from 'c/syncIssues';
import { all, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../quittancePage/__tests__/mounted';

const requestId = 'a01000000000001AAA';
const issue = (id: string, values: Record<string, unknown> = {}) =>
  nodeOf(id, {
    name: 'SI-000001', kind: 'dead letter', source: 'payoneer/payout.status', severity: 'Warning', status: 'Open', count: 3, firstSeen: '2026-11-20T09:00:00.000Z', lastSeen: '2026-11-20T10:00:00.000Z',
    summary: 'A message of the provider could not be processed. Retry it, or discard it.', detail: 'Tried 5 times.\nThe last error: no such payout.', excerpt: '{"payee":"***"}', requestId: null, action: null, actionReason: null, ...values,
  });
const answer = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { issues: { edges, pageInfo: { hasNextPage } } } } });
const mount = (recordId?: string) => mounted('c-sync-issues', SyncIssues as never, { ...(recordId ? { recordId } : {}) });

afterEach(cleared);

describe('c-sync-issues', () => {
  it('shows that it loads until the issues are there', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says that nothing is open', async () => {
    const element = await mount();
    graph.emit(answer([]));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'Nothing is open' });
    expect(textOf(element, 'h2')).toBe('Open issues');
    await expect(element).toBeAccessible();
  });

  it('says why the issues could not be read, and reads again when asked to', async () => {
    const element = await mount();
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }]);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    await expect(element).toBeAccessible();
  });

  it('tells what happened and why, the worst first, with the original collapsed', async () => {
    const element = await mount();
    graph.emit(answer([issue('a07000000000001AAA'), issue('a07000000000002AAA', { severity: 'Critical', summary: 'The seal broke.', excerpt: null, detail: null, count: 1, requestId })]));
    await settle();
    expect(textOf(element, 'h2')).toBe('Open issues (2)');
    expect(all(element, '.summary').map((summary) => summary.textContent?.trim())).toEqual(['The seal broke.', 'A message of the provider could not be processed. Retry it, or discard it.']);
    expect(all(element, '.facts').map((facts) => facts.textContent?.replace(/\s+/g, ' ').trim())[1]).toContain('dead letter · payoneer/payout.status · Seen 3 times');
    expect(textOf(element, '.why')).toContain('Tried 5 times.');
    expect(one<HTMLDetailsElement>(element, 'details').open).toBe(false);
    expect(textOf(element, '.excerpt')).toBe('{"payee":"***"}');
    expect(all(element, 'a').map((link) => link.getAttribute('href'))).toEqual([`/${requestId}`]);
    await expect(element).toBeAccessible();
  });

  it('lets each be retried or discarded, with a reason, and reads again afterwards', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(answer([issue('a07000000000001AAA', { action: 'Retry', actionReason: 'Fixed the payee' })]), undefined, refresh);
    await settle();
    const asks = one(element, 'c-requested-action');
    expect(asks).toMatchObject({ recordId: 'a07000000000001AAA', subject: 'issue', waiting: 'Retry', waitingReason: 'Fixed the payee' });
    expect((asks as HTMLElement & { choices: unknown[] }).choices).toEqual([expect.objectContaining({ name: 'Retry', reasonRequired: true }), expect.objectContaining({ name: 'Discard', reasonRequired: true })]);
    asks.dispatchEvent(new CustomEvent('asked'));
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(updateRecord).not.toHaveBeenCalled();
    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
  });

  it('asks for the issues of one payment request on its page, and for all elsewhere', async () => {
    await mount(requestId);
    expect(graph.getLastConfig()).toMatchObject({ variables: { requestId } });
    cleared();
    await mount();
    expect(graph.getLastConfig()).toMatchObject({ variables: {} });
  });

  it.each([[undefined, 1], [requestId, 0]])('reads again every minute where no event names its issues, %s', async (recordId, times) => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'setTimeout'] });
    await mount(recordId);
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(answer([]), undefined, refresh);
    await settle();
    refresh.mockClear();
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(times);
    jest.useRealTimers();
  });

  it('says when there are more than it shows', async () => {
    const element = await mount();
    graph.emit(answer([issue('a07000000000001AAA')], true));
    await settle();
    expect(textOf(element, 'h2')).toBe('Open issues (50+)');
    expect(textOf(element, '.more')).toBe('Only 50 are shown, the worst first and then the latest.');
  });
});
