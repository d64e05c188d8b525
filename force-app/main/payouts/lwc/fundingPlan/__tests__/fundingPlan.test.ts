import FundingPlan from 'c/fundingPlan';
import { all, asks, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));

type Amount = { readonly value: number; readonly currency: string };
const [usdId, eurId] = ['a03000000000001AAA', 'a03000000000002AAA'];
const account = (id: string, values: Record<string, unknown> = {}) => nodeOf(id, { name: 'FA-0001', key: 'payoneer:production:100', displayName: 'Main', environment: 'production', currency: 'USD', available: 100, availableAt: '2026-11-21T08:00:00.000Z', threshold: null, ...values });
const accounts = (...edges: unknown[]) => ({ uiapi: { query: { accounts: { edges, pageInfo: { hasNextPage: false } } } } });
let made = 0;
const payment = (amount: number, values: Record<string, unknown> = {}) =>
  nodeOf(`a02${(made += 1)}`, { name: `PR-00000${made}`, status: 'Scheduled', amount, currency: 'USD', leavesAt: null, payoutDate: null, dueDate: null, accountId: usdId, recipient: 'Ada', ...values });
const waiting = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { requests: { edges, pageInfo: { hasNextPage } } } } });

const sent = (...edges: unknown[]) => ({ uiapi: { query: { sent: { edges, pageInfo: { hasNextPage: false } } } } });

async function shown(payments: unknown, funding: unknown, payouts: unknown = sent()): Promise<HTMLElement> {
  const element = await mounted('c-funding-plan', FundingPlan as never, {});
  graph.emit(payments, asks('waitingPayouts'));
  graph.emit(funding, asks('fundingBalances'));
  await settle();
  graph.emit(payouts, asks('sentSince'));
  await settle();
  return element;
}
/** Amounts and words of a cell, as `1250.5 USD 2 payments`; dates as they were handed over. */
function cellOf(cell: Element): string {
  const amounts = [...cell.querySelectorAll('c-currency-amount')].map((found) => (found as Element & { amount?: Amount }).amount).map((amount) => (amount ? `${amount.value} ${amount.currency}` : 'none'));
  const dates = [...cell.querySelectorAll('lightning-formatted-date-time')].map((found) => String((found as Element & { value?: string }).value));
  return [...dates, ...amounts, (cell.textContent ?? '').replace(/\s+/g, ' ').trim()].filter((part) => part !== '').join(' ');
}
const lines = (element: HTMLElement): string[][] => all(element, '.line').map((line) => [...line.querySelectorAll('th, td')].map(cellOf));

beforeEach(() => {
  made = 0;
  jest.spyOn(Date, 'now').mockReturnValue(new Date(2026, 10, 21, 9).getTime());
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-funding-plan', () => {
  it('shows that it loads until payments and balances are there', async () => {
    const element = await mounted('c-funding-plan', FundingPlan as never, {});
    graph.emit(waiting([]), asks('waitingPayouts'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says that nothing waits, and what could not be read', async () => {
    const element = await shown(waiting([]), accounts(account(usdId)));
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'Nothing waits to be paid' });
    graph.emitErrors([{ message: 'Too many requests' }], asks('waitingPayouts'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'Too many requests' });
    await expect(element).toBeAccessible();
  });

  it('says what can go today, what waits for funds, and what to load by when', async () => {
    const element = await shown(waiting([
      payment(60.1, { payoutDate: '2026-11-01' }), payment(50), payment(39.9), payment(20, { leavesAt: new Date(2026, 10, 23, 16).toISOString() }), payment(5, { payoutDate: '2026-12-24' }),
    ]), accounts(account(usdId)));
    // The overdue one goes first; the next is too large for what is left and blocks nobody behind it.
    expect(lines(element)).toEqual([['Main', '100 USD', '100 USD 2 payments', '50 USD 1 payment', '2026-11-21 2026-11-23 2026-12-24 50 USD 20 USD 5 USD for 3 paymentsfor 1 paymentfor 1 payment']]);
    expect(cellOf(one(element, '.summary'))).toBe('75 USD To load in all:');
    await expect(element).toBeAccessible();
  });

  it('takes off what is on its way, and gives what names no account to the only one of its currency', async () => {
    const element = await shown(waiting([payment(70, { status: 'Outcome Unknown' }), payment(30, { accountId: null })]), accounts(account(usdId), account(eurId, { currency: 'EUR', displayName: 'Second' })));
    expect(lines(element)).toEqual([['Main', '30 USD without 1 payment on the way', '30 USD 1 payment', 'Nothing', 'Nothing']]);
    expect(textOf(element, '.summary')).toBe('Enough for everything that waits');
  });

  it('takes off what was sent after the balance was read, and plans nothing on an account nothing is paid from', async () => {
    const payout = nodeOf('a04000000000001AAA', { amount: 70, currency: 'USD', accountId: usdId, at: '2026-11-21T08:30:00.000Z' });
    const element = await shown(waiting([payment(30, { accountId: null })]), accounts(account(usdId), account(eurId, { key: 'payoneer:production:4000001-USD', displayName: 'Own' })), sent(payout));
    expect(lines(element)).toEqual([['Main', '30 USD without 1 payment on the way', '30 USD 1 payment', 'Nothing', 'Nothing']]);
  });

  it('plans nothing for an account whose balance is not known, nor where it can not know the account', async () => {
    const element = await shown(waiting([payment(5, { accountId: null }), payment(6, { currency: 'EUR', accountId: eurId })], true), accounts(account(usdId), account('a03000000000003AAA'), account(eurId, { currency: 'EUR', displayName: 'Second', available: null })));
    expect(lines(element)).toEqual([['Second', 'Not known', 'Not known', 'Not known', 'Not known'], ['Left to the recipients, USD', 'Not known', 'Not known', 'Not known', 'Not known']]);
    expect(textOf(element, '.partial')).toContain('More than 2000 payments wait');
    expect(textOf(element, '.summary')).toBe('');
    await expect(element).toBeAccessible();
  });

  it('counts nothing against an account that a request does not name, and takes no balance of another currency', async () => {
    const element = await shown(waiting([payment(5, { accountId: 'a03000000000009AAA' }), payment(7, { currency: 'JPY' })]), accounts(account(usdId)));
    expect(lines(element)).toEqual([['Main', ...Array<string>(4).fill('Not known')], ['An account that is not shown to you', ...Array<string>(4).fill('Not known')]]);
  });

  it('counts the decimals of each currency exactly', async () => {
    const element = await shown(waiting([payment(0.1), payment(0.2), payment(0.3, { payoutDate: '2026-11-22' })]), accounts(account(usdId, { available: 0.3 })));
    expect(lines(element)).toEqual([['Main', '0.3 USD', '0.3 USD 2 payments', 'Nothing', '2026-11-22 0.3 USD for 1 payment']]);
  });

  it('reads again when the page comes into view', async () => {
    await mounted('c-funding-plan', FundingPlan as never, {});
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(waiting([]), asks('waitingPayouts'), refresh);
    await settle();
    document.dispatchEvent(new CustomEvent('visibilitychange'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
