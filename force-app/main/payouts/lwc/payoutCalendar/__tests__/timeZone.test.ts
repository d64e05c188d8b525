import PayoutCalendar from 'c/payoutCalendar';
import FundingPlan from 'c/fundingPlan';
import { all, asks, cleared, graph, mounted, nodeOf, one, settle } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual('lightning/graphql'), gql: (texts: readonly string[]) => texts.join('') }));
// The browser of these tests lives in UTC.
jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'Pacific/Auckland' }), { virtual: true });

const payment = (leavesAt: string) => nodeOf('a0200000000001AAAA', { name: 'PR-000001', status: 'Scheduled', amount: 5, currency: 'USD', leavesAt, payoutDate: null, dueDate: null, accountId: null, recipient: 'Ada' });
const waiting = (...edges: unknown[]) => ({ uiapi: { query: { requests: { edges, pageInfo: { hasNextPage: false } } } } });
const datesIn = (element: HTMLElement): (string | undefined)[] => all<HTMLElement & { value?: string }>(element, 'lightning-formatted-date-time').map(({ value }) => value);

beforeEach(() => {
  // Sunday evening in UTC, Monday morning in Auckland.
  jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 10, 22, 20));
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('days on the clock of the reader in Salesforce', () => {
  it('begin the calendar with the week of today there, and put a payment on its day there', async () => {
    const element = await mounted('c-payout-calendar', PayoutCalendar as never, {});
    graph.emit(waiting(payment('2026-11-24T20:00:00.000Z')), asks('waitingPayouts'));
    await settle();
    expect(datesIn(element)[0]).toBe('2026-11-23');
    expect(one(element, '.today').querySelector<HTMLElement & { value?: string }>('lightning-formatted-date-time')?.value).toBe('2026-11-23');
    const filled = all(element, '.day').filter((day) => day.querySelector('button'));
    expect(filled.map((day) => day.querySelector<HTMLElement & { value?: string }>('lightning-formatted-date-time')?.value)).toEqual(['2026-11-25']);
  });

  it('say by which day there to load', async () => {
    const element = await mounted('c-funding-plan', FundingPlan as never, {});
    graph.emit(waiting(payment('2026-11-24T20:00:00.000Z')), asks('waitingPayouts'));
    const account = nodeOf('a03000000000001AAA', { name: 'FA-0001', key: 'payoneer:production:100', displayName: 'Main', environment: 'production', currency: 'USD', available: 0, availableAt: null, threshold: null });
    graph.emit({ uiapi: { query: { accounts: { edges: [account], pageInfo: { hasNextPage: false } } } } }, asks('fundingBalances'));
    await settle();
    expect(datesIn(element)).toEqual(['2026-11-25']);
  });
});
