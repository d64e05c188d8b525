import PayoutCalendar from 'c/payoutCalendar';
import { all, asks, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));

type Amount = { readonly value: number; readonly currency: string };
/** A Saturday morning on the reader's clock. */
const now = new Date(2026, 10, 21, 9).getTime();
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
let made = 0;
const payment = (amount: number, values: Record<string, unknown> = {}) =>
  nodeOf(`a02${(made += 1)}`, { name: `PR-00000${made}`, status: 'Scheduled', amount, currency: 'USD', leavesAt: null, payoutDate: null, dueDate: null, accountId: null, recipient: 'Ada', ...values });
const waiting = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { requests: { edges, pageInfo: { hasNextPage } } } } });

async function shown(...payments: unknown[]): Promise<HTMLElement> {
  const element = await mounted('c-payout-calendar', PayoutCalendar as never, {});
  graph.emit(waiting(payments), asks('waitingPayouts'));
  await settle();
  return element;
}
const amountsIn = (element: Element): string[] => [...element.querySelectorAll('c-currency-amount')].map((found) => (found as Element & { amount?: Amount }).amount).map((amount) => (amount ? `${amount.value} ${amount.currency}` : 'none'));
/** The days on which something leaves: `2026-11-23: 3 payments, 12 USD, 5 EUR`. */
const filled = (element: HTMLElement): string[] =>
  all(element, '.day').filter((day) => day.querySelector('button')).map((day) => `${day.querySelector<HTMLElement & { value?: string }>('lightning-formatted-date-time')?.value}: ${[day.querySelector('button')?.textContent?.trim(), ...amountsIn(day)].join(', ')}`);
const press = async (element: HTMLElement, name: string): Promise<void> => {
  one<HTMLButtonElement>(element, `button[name="${name}"]`).click();
  await settle();
};

beforeEach(() => {
  made = 0;
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-payout-calendar', () => {
  it('shows that it loads', async () => {
    const element = await mounted('c-payout-calendar', PayoutCalendar as never, {});
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says that nothing waits, and what could not be read', async () => {
    const element = await shown();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'Nothing waits to leave' });
    await expect(element).toBeAccessible();
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('waitingPayouts'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
  });

  it('shows four weeks from Monday on, with today marked, and counts each day by currency', async () => {
    const element = await shown(
      payment(10.1, { leavesAt: at(23, 16) }), payment(0.2, { leavesAt: at(23, 16) }), payment(5, { leavesAt: at(23, 17), currency: 'EUR' }),
      payment(7, { status: 'Approved for Payout' }), payment(8, { payoutDate: '2026-12-13' }), payment(9, { status: 'Sending', leavesAt: at(23, 16) }),
    );
    expect(all(element, '.day')).toHaveLength(28);
    expect(all<HTMLElement & { value?: string }>(element, '.day lightning-formatted-date-time')[0]?.value).toBe('2026-11-16');
    expect(textOf(element, '.today')).toContain('Today');
    // What goes at once goes today; what is leaving already is not shown.
    expect(filled(element)).toEqual(['2026-11-21: 1 payment, 7 USD', '2026-11-23: 3 payments, 5 EUR, 10.3 USD', '2026-12-13: 1 payment, 8 USD']);
    expect(all(element, '.aside')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('shows what is late, and what comes after the four weeks, apart', async () => {
    const element = await shown(
      payment(1, { payoutDate: '2026-11-20' }), payment(2, { leavesAt: at(21, 8) }), payment(3, { status: 'Awaiting Funds' }), payment(4, { payoutDate: '2026-12-14' }),
      payment(5, { leavesAt: new Date(now - 60_000).toISOString() }), payment(6, { status: 'Awaiting Funds', payoutDate: '2026-11-25' }),
    );
    expect(textOf(element, '.late')).toMatch(/^Late ?3 payments$/);
    expect(amountsIn(one(element, '.late'))).toEqual(['6 USD']);
    expect(textOf(element, '.later')).toMatch(/^After Sunday, December 13 ?1 payment$/);
    expect(filled(element)).toEqual(['2026-11-21: 1 payment, 5 USD', '2026-11-25: 1 payment, 6 USD']);
    await expect(element).toBeAccessible();
  });

  it('lists the payments of a day when its button is pressed, and hides them again', async () => {
    const element = await shown(payment(10, { leavesAt: at(23, 16) }), payment(11, { payoutDate: '2026-11-23' }));
    const button = one<HTMLButtonElement>(element, 'button[name="2026-11-23"]');
    expect([button.getAttribute('aria-expanded'), button.getAttribute('aria-label')]).toEqual(['false', 'Show 2 payments, Monday, November 23']);
    await press(element, '2026-11-23');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(all(element, '.row a').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([['PR-000001', '/a021'], ['PR-000002', '/a022']]);
    expect(all<HTMLElement & { value?: string }>(element, '.row lightning-formatted-date-time').map(({ value }) => value)).toEqual([at(23, 16), '2026-11-23']);
    await expect(element).toBeAccessible();
    await press(element, '2026-11-23');
    expect(all(element, '.opened')).toEqual([]);
  });

  it('says when more wait than it reads', async () => {
    const element = await mounted('c-payout-calendar', PayoutCalendar as never, {});
    graph.emit(waiting([payment(1)], true), asks('waitingPayouts'));
    await settle();
    expect(textOf(element, '.partial')).toContain('More than 2000 payments wait');
  });

  it.each<[string, (tick: () => void) => void]>([
    ['when the page comes into view again', () => document.dispatchEvent(new CustomEvent('visibilitychange'))], ['by itself, for a companion that has stopped tells nothing', (tick) => tick()],
  ])('moves on with the day %s', async (_, happens) => {
    const ticks = jest.spyOn(globalThis, 'setInterval');
    const element = await shown(payment(1, { payoutDate: '2026-11-22' }));
    jest.spyOn(Date, 'now').mockReturnValue(now + 2 * 86_400_000);
    happens(ticks.mock.calls.at(-1)?.[0] as () => void);
    await settle();
    expect(textOf(element, '.late')).toMatch(/^Late ?1 payment$/);
  });
});
