import CashPosition from 'c/cashPosition';
import { all, askedWith, asks, cleared, graph, groupOf, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));

type Day = { date: string; balance?: number; received: number; paid: number };
const now = Date.UTC(2026, 10, 21, 9);
const [first, second] = ['a03000000000001AAA', 'a03000000000002AAA'];
const account = (id: string, values: Record<string, unknown> = {}) => nodeOf(id, { name: 'FA-0001', key: 'payoneer:production:100', displayName: 'Main', environment: 'production', currency: 'USD', available: 1000, availableAt: '2026-11-21T08:00:00.000Z', threshold: 1500, ...values });
const accounts = (...edges: unknown[]) => ({ uiapi: { query: { accounts: { edges, pageInfo: { hasNextPage: false } } } } });
const balances = (readings: readonly (readonly [at: string, available: number])[], hasNextPage = false) => ({ uiapi: { query: { balances: { edges: readings.map(([asOf, available], at) => nodeOf(`a04${at}`, { asOf, available })), pageInfo: { hasNextPage } } } } });
const flow = (day: string, amount: number, direction?: string) => groupOf({ day: { dayOnly: { value: day } }, ...(direction ? { direction: { value: direction } } : {}), amount: { sum: { value: amount } } });
const flows = (...edges: unknown[]) => ({ uiapi: { aggregate: { movements: { edges } } } });

const mount = () => mounted('c-cash-position', CashPosition as never, {});
async function history({ read = balances([]), paid = flows(), received = flows() }: { read?: unknown; paid?: unknown; received?: unknown } = {}): Promise<void> {
  graph.emit(read, asks('cashBalances'));
  graph.emit(paid, asks('cashPayments'));
  graph.emit(received, asks('cashReceipts'));
  await settle();
}
async function shown(funding: unknown = accounts(account(first)), what: Parameters<typeof history>[0] = {}): Promise<HTMLElement> {
  const element = await mount();
  graph.emit(funding, asks('fundingBalances'));
  await settle();
  await history(what);
  return element;
}
const chartIn = (element: HTMLElement) => one<{ days: Day[]; currency: string; threshold?: number }>(element, 'c-cash-chart');
const choose = async (element: HTMLElement, picker: string, value: string): Promise<void> => {
  one(element, picker).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
};

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-cash-position', () => {
  it('shows that it loads, first the accounts, then the history', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
    graph.emit(accounts(account(first)), asks('fundingBalances'));
    await settle();
    expect(one(element, '.account')).toMatchObject({ label: 'Account', value: first });
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says that there is no account, no history, and what could not be read', async () => {
    expect(one(await shown(accounts()), 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'No funding account' });
    cleared();
    const bare = await shown(accounts(account(first, { available: null, availableAt: null })));
    expect(one(bare, 'c-page-state')).toMatchObject({ kind: 'empty', message: 'In the last 30 days no balance was read and no money moved.' });
    expect(textOf(bare, '.now')).toContain('Not known');
    await expect(bare).toBeAccessible();
    graph.emitErrors([{ message: 'Too many requests' }], asks('cashReceipts'));
    await settle();
    expect(one(bare, 'c-page-state')).toMatchObject({ kind: 'error', message: 'Too many requests' });
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('fundingBalances'));
    await settle();
    expect(one(bare, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    await expect(bare).toBeAccessible();
  });

  it('asks for the chosen account, its currency and the chosen days', async () => {
    const element = await shown(accounts(account(first), account(second, { displayName: 'Second', currency: 'EUR', environment: 'sandbox' })));
    expect(one(element, '.account')).toMatchObject({ options: [{ value: first, label: 'Main, USD' }, { value: second, label: 'Second (sandbox), EUR' }] });
    expect(askedWith('cashPayments')).toEqual({ accountId: first, currency: 'USD', since: '2026-10-23T00:00:00.000Z' });
    await choose(element, '.account', second);
    await choose(element, '.span', '90');
    expect(askedWith('cashReceipts')).toEqual({ accountId: second, currency: 'EUR', since: '2026-08-24T00:00:00.000Z' });
    expect(askedWith('cashBalances')).toEqual({ accountId: second, since: '2026-08-24T00:00:00.000Z' });
    expect(all(element, 'c-cash-chart')).toEqual([]);
    await history();
    expect(chartIn(element).days).toHaveLength(90);
  });

  it('takes the last balance of each day, keeps it over days without one, and adds the flows of a day up', async () => {
    const element = await shown(accounts(account(first)), {
      read: balances([['2026-11-19T18:00:00.000Z', 700], ['2026-11-19T06:00:00.000Z', 900]]),
      paid: flows(flow('2026-11-20', 0.1, 'Out'), flow('2026-11-20', 5, 'In')),
      received: flows(flow('2026-11-20', 0.2)),
    });
    expect(chartIn(element).days.slice(-4)).toEqual([
      { date: '2026-11-18', balance: undefined, received: 0, paid: 0 },
      { date: '2026-11-19', balance: 700, received: 0, paid: 0 },
      { date: '2026-11-20', balance: 700, received: 5.2, paid: 0.1 },
      { date: '2026-11-21', balance: 1000, received: 0, paid: 0 },
    ]);
    expect(chartIn(element)).toMatchObject({ currency: 'USD', threshold: 1500 });
    await expect(element).toBeAccessible();
  });

  it('warns of a balance below the threshold, and not of one above', async () => {
    expect(textOf(await shown(), '.below')).toBe('The balance is below the threshold.');
    cleared();
    const element = await shown(accounts(account(first, { threshold: null })));
    expect(all(element, '.below, .least')).toEqual([]);
  });

  it('says when there are more readings than it draws', async () => {
    const element = await shown(accounts(account(first)), { read: balances([['2026-11-19T18:00:00.000Z', 700]], true) });
    expect(textOf(element, '.more')).toContain('more than 2000 readings');
  });

  it('reads again when the page comes into view', async () => {
    await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(accounts(account(first)), asks('fundingBalances'), refresh);
    await settle();
    document.dispatchEvent(new CustomEvent('visibilitychange'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
