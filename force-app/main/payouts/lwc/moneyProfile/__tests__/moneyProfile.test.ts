import MoneyProfile from 'c/moneyProfile';
import { all, askedWith, asks, cleared, graph, groupOf, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));

const recordId = '003000000000001AAA';
const total = (currency: string, amount: number, status?: string) => groupOf({ ...(status ? { status: { value: status } } : {}), currency: { value: currency }, amount: { sum: { value: amount } } });
const totals = (...edges: unknown[]) => ({ uiapi: { aggregate: { totals: { edges } } } });
const movement = (id: string, at: string | null, values: Record<string, unknown> = {}) => nodeOf(id, { name: id, at, about: 'Rent', status: 'Completed', amount: 12, currency: 'USD', ...values });
const movements = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { movements: { edges, pageInfo: { hasNextPage } } } } });

const mount = (props: Record<string, unknown> = { recordId }) => mounted('c-money-profile', MoneyProfile as never, props);
interface Told { readonly paid?: unknown; readonly received?: unknown; readonly payments?: unknown; readonly receipts?: unknown }
async function shown({ paid = totals(), received = totals(), payments = movements([]), receipts = movements([]) }: Told = {}): Promise<HTMLElement> {
  const element = await mount();
  graph.emit(paid, asks('profilePaymentTotals'));
  graph.emit(received, asks('profileReceiptTotals'));
  graph.emit(payments, asks('profilePayments'));
  graph.emit(receipts, asks('profileReceipts'));
  await settle();
  return element;
}
const amounts = (row: HTMLElement): unknown[] => [...row.querySelectorAll('c-currency-amount')].map((shownAmount) => (shownAmount as Element & { amount?: { value: number } }).amount?.value);

afterEach(cleared);

describe('c-money-profile', () => {
  it('shows that it loads, and asks by the id of the record', async () => {
    const element = await mount();
    expect(all(element, 'c-page-state')).toHaveLength(2);
    for (const name of ['profilePaymentTotals', 'profileReceiptTotals', 'profilePayments', 'profileReceipts']) expect(askedWith(name)).toEqual({ recordId });
    await expect(element).toBeAccessible();
  });

  it('asks for nothing before the record is known', async () => {
    await mount({});
    for (const name of ['profilePaymentTotals', 'profileReceiptTotals', 'profilePayments', 'profileReceipts']) expect(askedWith(name)).toBeUndefined();
  });

  it('says that there is no money yet', async () => {
    const element = await shown();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'No money yet' });
    expect(textOf(element, '.none')).toBe('There are none.');
    await expect(element).toBeAccessible();
  });

  it('adds paid, pending and received up by currency, and never across currencies', async () => {
    const element = await shown({ paid: totals(total('USD', 10, 'Completed'), total('USD', 0.1, 'Submitted'), total('USD', 0.2, 'In Progress'), total('JPY', 5000, 'On Hold')), received: totals(total('EUR', 7), total('USD', 3)) });
    expect(all(element, '.total').map((row) => [row.querySelector('th')?.textContent, ...amounts(row)])).toEqual([['EUR', 0, 0, 7], ['JPY', 0, 5000, 0], ['USD', 10, 0.3, 3]]);
    await expect(element).toBeAccessible();
  });

  it('lists payments and receipts together, the latest first, with links', async () => {
    const element = await shown({
      payments: movements([movement('a01000000000002AAA', '2026-11-20T10:00:00.000Z'), movement('a01000000000001AAA', '2026-11-01T10:00:00.000Z')]),
      receipts: movements([movement('a05000000000001AAA', '2026-11-10T10:00:00.000Z', { status: 'Matched', about: 'INV-7' }), movement('a05000000000002AAA', null, { status: 'Received', match: 'Proposed' })]),
    });
    expect(all(element, '.movement a').map((link) => link.getAttribute('href'))).toEqual(['/a01000000000002AAA', '/a05000000000001AAA', '/a01000000000001AAA', '/a05000000000002AAA']);
    expect(all(element, '.kind').map((kind) => kind.textContent)).toEqual(['Payment', 'Receipt', 'Payment', 'Receipt']);
    expect(all(element, '.movement')[1]?.textContent).toContain('INV-7Matched');
    expect(all(element, '.movement')[3]?.textContent).toContain('Proposed');
    expect(all(element, '.more')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('says that there are more than it shows, whether they were read or not', async () => {
    const many = Array.from({ length: 8 }, (_, at) => `a010000000000${at}`);
    const element = await shown({ payments: movements(many.map((id) => movement(id, '2026-11-20T10:00:00.000Z'))), receipts: movements(many.map((id) => movement(`r${id}`, '2026-11-20T10:00:00.000Z'))) });
    expect(all(element, '.movement')).toHaveLength(10);
    expect(textOf(element, '.more')).toBe('There are more. The latest 10 are shown.');
    cleared();
    expect(textOf(await shown({ receipts: movements([movement('r1', null)], true) }), '.more')).toContain('There are more.');
  });

  it('says what could not be read and shows the rest, and reads again when asked to', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('profileReceiptTotals'));
    graph.emit(movements([movement('a01000000000002AAA', '2026-11-20T10:00:00.000Z')]), asks('profilePayments'), refresh);
    graph.emit(movements([]), asks('profileReceipts'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    expect(all(element, '.movement')).toHaveLength(1);
    await expect(element).toBeAccessible();
    one(element, 'c-page-state').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    graph.emitErrors([{ message: 'Too many requests' }], asks('profilePayments'));
    await settle();
    expect(one(element, '.movements c-page-state')).toMatchObject({ kind: 'error', message: 'Too many requests' });
  });
});
