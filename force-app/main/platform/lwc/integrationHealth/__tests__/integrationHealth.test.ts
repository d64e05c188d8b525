import { updateRecord } from 'lightning/uiRecordApi';
import IntegrationHealth from 'c/integrationHealth';
import { all, asks, cleared, graph, mounted, one, settle, textOf } from '../../quittancePage/__tests__/mounted';
import { connection } from '../../quittancePage/__tests__/connectionNode';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual<object>('lightning/graphql'), gql: ([text]: readonly string[]) => text }));

const now = Date.UTC(2026, 10, 21, 9);
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const [first, second] = ['a05000000000001AAA', 'a05000000000002AAA'];
const connections = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { connections: { edges, pageInfo: { hasNextPage } } } } });
const critical = (count: number) => ({ uiapi: { aggregate: { critical: { edges: count === 0 ? [] : [{ node: { aggregate: { count: { count: { value: count } } } } }] } } } });
const mount = (recordId?: string) => mounted('c-integration-health', IntegrationHealth as never, { ...(recordId ? { recordId } : {}) });

async function shown(edges: unknown[], { recordId, issues = 0, more = false }: { recordId?: string; issues?: number; more?: boolean } = {}): Promise<HTMLElement> {
  const element = await mount(recordId);
  graph.emit(connections(edges, more), asks('connections'));
  graph.emit(critical(issues), asks('openCriticalIssues'));
  await settle();
  return element;
}
const badges = (element: HTMLElement): string[] => all<HTMLElement & { label: string }>(element, '.connection lightning-badge').map(({ label }) => label);
const sign = (element: HTMLElement, key: string): string => textOf(element, `.sign_${key} dd`);

beforeEach(() => {
  jest.useFakeTimers({ now, doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'setTimeout'] });
});
afterEach(() => {
  cleared();
  jest.useRealTimers();
});

describe('c-integration-health', () => {
  it('shows that it loads until the connections are there', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says why the connections could not be read, and reads again when asked to', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('connections'), refresh);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    one(element, 'c-page-state').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('says that nothing was heard of a companion, and that the switch cannot be seen then', async () => {
    const element = await shown([]);
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'Nothing was heard of a companion yet' });
    expect(textOf(element, '.pause-state')).toBe("Can't be seen until a connection was heard of");
    await expect(element).toBeAccessible();
  });

  it('tells a living connection with its signs in words', async () => {
    const element = await shown([connection(first, { heartbeatAt: minutesAgo(14), backlog: 7 })]);
    expect(badges(element)).toEqual(['Alive']);
    expect(all<HTMLElement & { value?: unknown }>(element, '.sign_heartbeat lightning-relative-date-time').map(({ value }) => value)).toEqual([now - 14 * 60_000]);
    expect(all<HTMLElement & { value?: unknown; hour?: unknown }>(element, '.sign_heartbeat lightning-formatted-date-time').map(({ value, hour }) => [value, hour])).toEqual([[minutesAgo(14), 'numeric']]);
    expect([sign(element, 'mode'), sign(element, 'breaker'), sign(element, 'oldest')]).toEqual(['Normal', 'Closed: calls go through.', 'None']);
    expect(one<{ value: number }>(element, '.sign_backlog lightning-formatted-number').value).toBe(7);
    expect(all(element, '.advice')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['a heartbeat older than 15 minutes', { heartbeatAt: minutesAgo(16) }, 'No heartbeat for 15 minutes or more'],
    ['the flow that watches', { heartbeatAt: minutesAgo(1), silent: true }, 'No heartbeat for 15 minutes or more'],
    ['no heartbeat at all', { heartbeatAt: null }, 'No heartbeat ever came.'],
  ])('calls a connection silent because of %s, and says what to do', async (_, fields, words) => {
    const element = await shown([connection(first, fields)]);
    expect(badges(element)).toEqual(['Silent']);
    expect(textOf(element, '.advice')).toContain(words);
    expect(textOf(element, '.news')).toBe('salesforce: Silent');
    await expect(element).toBeAccessible();
  });

  it('notices a silence by itself: nothing is written when nothing happens', async () => {
    const element = await shown([connection(first, { heartbeatAt: minutesAgo(14) })]);
    expect(badges(element)).toEqual(['Alive']);
    jest.advanceTimersByTime(120_000);
    await settle();
    expect(badges(element)).toEqual(['Silent']);
  });

  it('says what is not as usual', async () => {
    const element = await shown([connection(first, { mode: 'Paused', breaker: 'Open', oldestUnknownAt: minutesAgo(30), lastEventAt: null, lastWebhookAt: null, backlog: null }), connection(second, { connectionKey: 'payoneer', mode: 'Recovery', breaker: null })]);
    expect(all(element, '.sign_mode dd').map((dd) => dd.textContent?.trim().split(':')[0])).toEqual(['Paused', 'Recovery']);
    expect(all(element, '.sign_breaker dd').map((dd) => dd.textContent?.trim().split(':')[0])).toEqual(['Open', 'Not said']);
    expect(all(element, '.sign.slds-text-color_error').map(({ className }) => /sign_(\w+)/.exec(className)?.[1])).toEqual(['mode', 'breaker', 'oldest', 'mode']);
    expect(all(element, '.sign_event dd')[0]?.textContent?.trim()).toBe('None yet');
  });

  it('leaves out the way news never comes by, once it comes by the other', async () => {
    const element = await shown([connection(first, { lastEventAt: minutesAgo(1), lastWebhookAt: null }), connection(second, { lastEventAt: null, lastWebhookAt: minutesAgo(2) })]);
    expect(all(element, '.connection').map((each) => [...each.querySelectorAll('.sign_event, .sign_webhook')].map(({ className }) => className))).toEqual([['sign sign_event'], ['sign sign_webhook']]);
    expect(all(await shown([connection(first, { lastEventAt: null, lastWebhookAt: null })]), '.sign_event, .sign_webhook')).toHaveLength(2);
  });

  it('shows how far the reading of what was there before is, where there is any', async () => {
    const words = 'Payments: 19,000 of 50,000 (38 %), 3 min left · Recipients: 50,000 read, 2026-11-21 09:00 UTC';
    const element = await shown([connection(first, { firstLoad: words }), connection(second)]);
    expect(all(element, '.sign_load dd').map((dd) => dd.textContent?.trim())).toEqual([words]);
    await expect(element).toBeAccessible();
  });

  it('shows the API calls against the limit, and warns when most are used', async () => {
    const element = await shown([connection(first, { callsUsed: 12_000, callsLimit: 15_000 }), connection(second, { callsUsed: null, callsLimit: null })]);
    expect(all<HTMLElement & { value: number }>(element, '.calls lightning-progress-bar').map(({ value }) => value)).toEqual([80]);
    expect(all<HTMLElement & { value: number }>(element, '.calls lightning-formatted-number').map(({ value }) => value)).toEqual([12_000, 15_000]);
    expect(textOf(element, '.nearly')).toContain("Most of today's calls are used.");
    expect(all(await shown([connection(first)]), '.nearly')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('counts the critical issues that are open', async () => {
    const element = await shown([connection(first)], { issues: 2 });
    expect(textOf(element, '.critical .some')).toBe('2 open: money may be wrong or stands still.');
    expect(one(element, '.critical a').getAttribute('href')).toBe('/lightning/o/Sync_Issue__c/list');
    expect(textOf(await shown([connection(first)]), '.critical .none')).toBe('None is open.');
  });

  it('says what could not be counted, and shows the connections', async () => {
    const element = await mount();
    graph.emit(connections([connection(first)]), asks('connections'));
    graph.emitErrors([{ message: 'no access' }], asks('openCriticalIssues'));
    await settle();
    expect(one(element, '.critical c-page-state')).toMatchObject({ kind: 'error', message: 'no access' });
    expect(badges(element)).toEqual(['Alive']);
  });

  it.each([[true, 'On: all sending is stopped'], [false, 'Off: payments may be sent'], [null, "Can't be seen until a connection was heard of"]])('says how Pause All stands (%s), what it does and where it is turned', async (pauseAll, words) => {
    const element = await shown([connection(first, { pauseAll })]);
    expect(textOf(element, '.pause-state')).toBe(words);
    expect(textOf(element, '.pause')).toContain('Payments already on their way are followed to their end');
    expect(one(element, '.settings').getAttribute('href')).toBe('/lightning/setup/CustomSettings/home');
    await expect(element).toBeAccessible();
  });

  it('shows one connection on its own page, and all elsewhere; it changes nothing', async () => {
    const both = [connection(first), connection(second, { connectionKey: 'payoneer' })];
    expect(all(await shown(both, { recordId: second }), '.name').map((name) => name.textContent?.trim())).toEqual(['payoneer']);
    const element = await shown(both, { more: true });
    expect(all(element, '.name')).toHaveLength(2);
    expect(textOf(element, '.more')).toBe('Only the first 50 are shown.');
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
