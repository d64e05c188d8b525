import PayoutQueue from 'c/payoutQueue';
import { all, askedWith, asks, cleared, graph, groupOf, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));

type Amount = { readonly value: number; readonly currency: string };
const [usdId, eurId] = ['a03000000000001AAA', 'a03000000000002AAA'];
const account = (id: string, values: Record<string, unknown> = {}) => nodeOf(id, { name: 'FA-0001', key: 'payoneer:production:100', displayName: 'Main', environment: 'production', currency: 'USD', available: 1000, availableAt: '2026-11-21T08:00:00.000Z', threshold: null, ...values });
const accounts = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { accounts: { edges, pageInfo: { hasNextPage } } } } });
const group = (status: string, currency: string, amount: number, count: number, accountId: string | null = null) =>
  groupOf({ status: { value: status }, currency: { value: currency }, accountId: { value: accountId }, amount: { sum: { value: amount } }, count: { count: { value: count } } });
const demand = (edges: unknown[], hasNextPage = false) => ({ uiapi: { aggregate: { demand: { edges, pageInfo: { hasNextPage } } } } });
const rows = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { requests: { edges, pageInfo: { hasNextPage } } } } });

const payout = (amount: number, accountId: string | null, at: string, currency = 'USD') => nodeOf(`a04${amount}`, { amount, currency, accountId, at });
const sent = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { sent: { edges, pageInfo: { hasNextPage } } } } });

const mount = () => mounted('c-payout-queue', PayoutQueue as never, {});
async function shown(groups: unknown[], funding: unknown[], hasNextPage = false, payouts = sent([])): Promise<HTMLElement> {
  const element = await mount();
  graph.emit(demand(groups, hasNextPage), asks('queueDemand'));
  graph.emit(accounts(funding), asks('fundingBalances'));
  await settle();
  graph.emit(payouts, asks('sentSince'));
  await settle();
  return element;
}
/** Amounts and words of a cell, as `1250.5 USD 2 requests`. */
function cellOf(cell: Element): string {
  const amounts = [...cell.querySelectorAll('c-currency-amount')].map((shownAmount) => (shownAmount as Element & { amount?: Amount }).amount).map((amount) => (amount ? `${amount.value} ${amount.currency}` : 'none'));
  return [...amounts, (cell.textContent ?? '').replace(/\s+/g, ' ').trim()].filter((part) => part !== '').join(' ');
}
const lines = (element: HTMLElement): string[][] => all(element, '.line').map((line) => [...line.querySelectorAll('th, td')].map(cellOf));

afterEach(cleared);

describe('c-payout-queue', () => {
  it('shows that it loads until both requests and accounts are there', async () => {
    const element = await mount();
    graph.emit(demand([]), asks('queueDemand'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says why the sums could not be read, and offers the drafts all the same', async () => {
    const element = await mount();
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('queueDemand'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    expect(all(element, 'c-payout-drafts')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('says that nothing waits', async () => {
    const element = await shown([], []);
    expect(one(element, '.funds c-page-state')).toMatchObject({ kind: 'empty', heading: 'Nothing waits to be paid' });
    expect(all(element, '.section h3').map((heading) => heading.textContent)).toEqual(['Waiting for approval', 'Approved or scheduled', 'Awaiting funds', 'Needs correction', 'On hold or outcome unknown']);
    expect(all(element, '.section .count').map((count) => count.textContent)).toEqual(['0', '0', '0', '0', '0']);
    expect(all(element, '.toggle')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('sets what is to be paid against the funds, and says how much is short now and later', async () => {
    const element = await shown(
      [group('Awaiting Funds', 'USD', 900.1, 2, usdId), group('Scheduled', 'USD', 200.2, 1), group('Submitted', 'USD', 50, 3), group('On Hold', 'USD', 5000, 1, usdId)],
      [account(usdId), account(eurId, { displayName: null, environment: 'sandbox', currency: 'EUR', available: 10 })],
    );
    expect(lines(element)).toEqual([
      ['FA-0001 (sandbox)', 'EUR', '0 EUR 0 requests', '0 EUR 0 requests', '10 EUR', 'Enough', 'Enough'],
      ['Main', 'USD', '1100.3 USD 3 requests', '50 USD 3 requests', '1000 USD', '100.3 USD', '150.3 USD'],
    ]);
    expect(cellOf(one(element, '.shortage'))).toBe('100.3 USD Short now:');
    await expect(element).toBeAccessible();
  });

  it('says that the known balances are enough', async () => {
    const element = await shown([group('Scheduled', 'USD', 1000, 1)], [account(usdId)]);
    expect(textOf(element, '.shortage')).toBe('The known balances are enough for everything that is approved.');
  });

  it('counts requests without an account against what several accounts of the currency have left over', async () => {
    const element = await shown([group('Approved for Payout', 'USD', 900, 1, usdId), group('Approved for Payout', 'USD', 250, 1)], [account(usdId), account(eurId, { displayName: 'Second', available: 100 })]);
    expect(lines(element)[0]).toEqual(['Account known when paid', 'USD', '250 USD 1 request', '0 USD 0 requests', '200 USD', '50 USD', '50 USD']);
  });

  it('takes off what is on its way, as the funding plan does', async () => {
    const element = await shown([group('Sending', 'USD', 300, 2, usdId), group('Outcome Unknown', 'USD', 100.5, 1), group('Scheduled', 'USD', 700, 1, usdId)], [account(usdId)]);
    expect(lines(element)).toEqual([['Main', 'USD', '700 USD 1 request', '0 USD 0 requests', '599.5 USD without 3 requests on the way', '100.5 USD', '100.5 USD']]);
    expect(one(element, '.section_held .count').textContent).toBe('1');
  });

  it('takes off what is on its way from what several accounts have left over too', async () => {
    const element = await shown(
      [group('Sending', 'USD', 600, 1, usdId), group('Outcome Unknown', 'USD', 30, 1), group('Approved for Payout', 'USD', 500, 1)], [account(usdId), account(eurId, { displayName: 'Second', available: 100 })],
    );
    expect(lines(element)[0]?.slice(4)).toEqual(['470 USD without 1 request on the way', '30 USD', '30 USD']);
  });

  it('takes off what was sent after the balance was read, and asks for no more than that', async () => {
    const [before, after] = ['2026-11-21T07:59:59.000Z', '2026-11-21T08:00:00.000+0000'];
    const payouts = sent([payout(300, usdId, after), payout(50, null, after), payout(100, usdId, before), payout(40, eurId, after), payout(7, usdId, after, 'EUR')]);
    const element = await shown([group('Approved for Payout', 'USD', 700, 1, usdId)], [account(usdId), account(eurId, { currency: 'EUR', displayName: 'Second', available: null, availableAt: null })], false, payouts);
    expect(askedWith('sentSince')).toEqual({ since: '2026-11-21T08:00:00.000Z' });
    expect(lines(element)[1]?.slice(4)).toEqual(['650 USD without 2 requests on the way', '50 USD', '50 USD']);
  });

  it('waits for what was sent, says why it could not be read, and that it is not all', async () => {
    const element = await mount();
    graph.emit(demand([group('Scheduled', 'USD', 7, 1)]), asks('queueDemand'));
    graph.emit(accounts([account(usdId)]), asks('fundingBalances'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    graph.emit(sent([], true), asks('sentSince'));
    await settle();
    expect(all(element, '.partial')).toHaveLength(1);
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('sentSince'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
  });

  it('counts no money nothing is paid from', async () => {
    const own = account(eurId, { key: 'payoneer:production:4000001-USD', displayName: 'Own', available: 500_000 });
    const element = await shown([group('Approved for Payout', 'USD', 1200, 1)], [account(usdId), own]);
    expect(lines(element)).toEqual([
      ['Main', 'USD', '1200 USD 1 request', '0 USD 0 requests', '1000 USD', '200 USD', '200 USD'], ['Own', 'USD', '0 USD 0 requests', '0 USD 0 requests', '500000 USD', 'Enough', 'Enough'],
    ]);
    cleared();
    const open = await shown([group('Approved for Payout', 'USD', 1200, 1)], [account(usdId), own, account('a03000000000003AAA', { displayName: 'Third', available: 100 })]);
    expect(lines(open)[0]).toEqual(['Account known when paid', 'USD', '1200 USD 1 request', '0 USD 0 requests', '1100 USD', '100 USD', '100 USD']);
  });

  it('shows what is on its way from an account nobody knows yet, also where nothing else waits for it', async () => {
    const element = await shown([group('Sending', 'USD', 900, 1)], [account(usdId), account(eurId, { displayName: 'Second', available: 100 })]);
    expect(lines(element)[0]).toEqual(['Account known when paid', 'USD', '0 USD 0 requests', '0 USD 0 requests', '200 USD without 1 request on the way', 'Enough', 'Enough']);
  });

  it('compares with no balance that is not known or of another currency', async () => {
    const element = await shown([group('Scheduled', 'GBP', 7, 1), group('Scheduled', 'JPY', 7, 1, usdId)], [account(usdId, { available: null, availableAt: null })]);
    expect(lines(element)).toEqual([
      ['Account known when paid', 'GBP', '7 GBP 1 request', '0 GBP 0 requests', 'Not known', 'Not known', 'Not known'],
      ['Main', 'JPY', '7 JPY 1 request', '0 JPY 0 requests', 'Not known', 'Not known', 'Not known'],
      ['Main', 'USD', '0 USD 0 requests', '0 USD 0 requests', 'Not known', 'Not known', 'Not known'],
    ]);
  });

  it('says that sums are not complete', async () => {
    const element = await shown([group('Scheduled', 'USD', 7, 1)], [account(usdId)], true);
    expect(textOf(element, '.partial')).toContain('more than 2000 groups');
    expect(all(await shown([], []), '.partial')).toEqual([]);
  });

  it('adds each section up by currency, and never across currencies', async () => {
    const element = await shown([group('On Hold', 'USD', 0.1, 1), group('Outcome Unknown', 'USD', 0.2, 1), group('Outcome Unknown', 'JPY', 5000, 4)], []);
    expect([textOf(element, '.section_held h3'), textOf(element, '.section_held .count')]).toEqual(['On hold or outcome unknown', '6']);
    expect(all(element, '.section_held li').map(cellOf)).toEqual(['5000 JPY 4 requests', '0.3 USD 2 requests']);
  });

  it('counts the requests of a currency only where there are several', async () => {
    const element = await shown([group('Awaiting Funds', 'USD', 12, 3)], []);
    expect(all(element, '.section_funds li').map(cellOf)).toEqual(['12 USD']);
    expect(textOf(element, '.section_funds .count')).toBe('3');
  });

  it('lists the requests of a section when it is opened, and asks for none before', async () => {
    const element = await shown([group('Needs Correction', 'USD', 12, 1), group('Submitted', 'USD', 12, 1)], []);
    expect(askedWith('queueRows')).toBeUndefined();
    const toggle = () => one(element, '.section_correction .toggle');
    expect([toggle().textContent, toggle().getAttribute('aria-label'), toggle().getAttribute('aria-expanded')]).toEqual(['Show', 'Show the requests: Needs correction', 'false']);
    toggle().click();
    await settle();
    expect(askedWith('queueRows')).toEqual({ statuses: ['Needs Correction'] });
    expect(one(element, '.opened c-page-state')).toMatchObject({ kind: 'loading' });
    const row = { node: { ...(nodeOf('a01000000000001AAA', { name: 'PR-000001', status: 'Needs Correction', reason: 'Payee unknown', amount: 12, currency: 'USD', due: '2026-12-01' }) as { node: object }).node, recipient: { name: { value: 'Ines Silva' } } } };
    graph.emit(rows([row], true), asks('queueRows'));
    await settle();
    expect(all(element, '.row th, .row td').map(cellOf)).toEqual(['PR-000001', 'Ines Silva', '12 USD', 'Needs Correction: Payee unknown', '']);
    expect(one(element, '.row a').getAttribute('href')).toBe('/a01000000000001AAA');
    expect(textOf(element, '.more-rows')).toBe('There are more than 50. What is due first is shown.');
    await expect(element).toBeAccessible();
    expect(one(element, '.opened').getAttribute('aria-label')).toBe('Needs correction (1)');
    expect([toggle().textContent, toggle().getAttribute('aria-expanded')]).toEqual(['Hide', 'true']);
    toggle().click();
    await settle();
    expect(all(element, '.row')).toEqual([]);
  });

  it('says why the requests of a section could not be read', async () => {
    const element = await shown([group('Submitted', 'USD', 12, 1)], []);
    one(element, '.toggle').click();
    await settle();
    graph.emitErrors([{ message: 'Too many requests' }], asks('queueRows'));
    await settle();
    expect(one(element, '.opened c-page-state')).toMatchObject({ kind: 'error', message: 'Too many requests' });
  });

  it('reads again when drafts were submitted', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(demand([]), asks('queueDemand'), refresh);
    await settle();
    one(element, 'c-payout-drafts').dispatchEvent(new CustomEvent('submitted'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
