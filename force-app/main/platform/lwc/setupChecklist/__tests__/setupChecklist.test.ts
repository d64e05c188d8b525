import { updateRecord } from 'lightning/uiRecordApi';
import SetupChecklist from 'c/setupChecklist';
import { all, asks, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../quittancePage/__tests__/mounted';
import { connection } from '../../quittancePage/__tests__/connectionNode';

jest.mock('lightning/graphql', () => ({ ...jest.requireActual<object>('lightning/graphql'), gql: ([text]: readonly string[]) => text }));

const now = Date.UTC(2026, 10, 21, 9);
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const mount = () => mounted('c-setup-checklist', SetupChecklist as never, {});

const list = (edges: unknown[], as = 'found') => ({ uiapi: { query: { [as]: { edges, pageInfo: { hasNextPage: false } } } } });
const request = nodeOf('a01000000000001AAA', { name: 'PR-000007' });
const account = (available: number | null, readAt: string | null) => nodeOf('a04000000000001AAA', { available, readAt });
const recipient = nodeOf('a02000000000001AAA', { name: 'RA-000001', displayName: 'Ines Silva' });
const healthy = connection('a05000000000001AAA', { heartbeatAt: minutesAgo(2), alertGroup: 'Payout_Alerts' });

interface Told {
  readonly connections?: unknown[];
  readonly funding?: unknown[];
  readonly verified?: unknown[];
  readonly completed?: unknown[];
  readonly approved?: unknown[];
}

const names = { connections: 'connections', funding: 'fundingAccounts', verified: 'verifiedRecipient', completed: 'completedPayment', approved: 'approvedPayment' } as const;

async function shown(told: Told): Promise<HTMLElement> {
  const element = await mount();
  for (const [key, name] of Object.entries(names)) graph.emit(list(told[key as keyof Told] ?? [], key === 'connections' ? 'connections' : 'found'), asks(name));
  await settle();
  return element;
}
const stateOf = (element: HTMLElement, key: string): string | undefined => all(element, `[data-step="${key}"] lightning-badge`).map((badge) => (badge as HTMLElement & { label: string }).label)[0];
const detailOf = (element: HTMLElement, key: string): string => textOf(element, `[data-step="${key}"] .detail`);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-setup-checklist', () => {
  it('shows that it loads until every question is answered', async () => {
    const element = await mount();
    graph.emit(list([], 'connections'), asks('connections'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    expect(textOf(element, 'h2')).toBe('Setup checklist');
    await expect(element).toBeAccessible();
  });

  it('calls nothing done in a fresh org, and says what it cannot see', async () => {
    const element = await shown({});
    expect(textOf(element, 'h2')).toBe('Setup checklist: 0 of 10 done');
    expect(all(element, '.step').map((step) => [step.dataset.step, stateOf(element, step.dataset.step ?? '')])).toEqual([
      ['connection', 'To do'], ['bound', 'To do'], ['permissions', 'Look for yourself'], ['approval', 'Look for yourself'], ['alert', 'Look for yourself'],
      ['funding', 'To do'], ['recipient', 'To do'], ['payout', 'To do'], ['events', 'To do'], ['webhooks', 'To do'],
    ]);
    await expect(element).toBeAccessible();
  });

  it('calls done what the records show, and never the permission sets', async () => {
    const element = await shown({ connections: [healthy], funding: [account(0, minutesAgo(1)), account(12.5, minutesAgo(1))], verified: [recipient], completed: [request], approved: [request] });
    expect(textOf(element, 'h2')).toBe('Setup checklist: 9 of 10 done');
    expect(stateOf(element, 'permissions')).toBe('Look for yourself');
    expect(detailOf(element, 'bound')).toBe('Companion companion-1 keeps its books here, in epoch 3 of its ledger.');
    expect(detailOf(element, 'alert')).toContain('Payout_Alerts is named.');
    expect(detailOf(element, 'funding')).toBe('1 funding account holds money.');
    expect(detailOf(element, 'recipient')).toBe('Ines Silva is verified.');
    expect(detailOf(element, 'payout')).toBe('PR-000007 is completed.');
    await expect(element).toBeAccessible();
  });

  it('leads to where each step is done, and says why in a sentence', async () => {
    const element = await shown({ connections: [healthy] });
    expect(all(element, '.step a').map((link) => link.getAttribute('href'))).toEqual([
      '/a05000000000001AAA', '/a05000000000001AAA', '/lightning/setup/PermSets/home', '/lightning/setup/ApprovalProcesses/home', '/lightning/setup/CustomSettings/home',
      '/lightning/o/Funding_Account__c/list', '/lightning/o/Recipient_Account__c/list', '/lightning/o/Payment_Request__c/list', '/a05000000000001AAA', '/a05000000000001AAA',
    ]);
    expect(all(element, '.why').every((why) => /\.$/.test(why.textContent ?? ''))).toBe(true);
  });

  it('does not take an old heartbeat, an unbound companion or unnamed alerts for done', async () => {
    const element = await shown({ connections: [connection('a05000000000001AAA', { heartbeatAt: minutesAgo(16), companionId: null, epoch: 0, alertGroup: null, lastEventAt: null, lastWebhookAt: null })] });
    for (const key of ['connection', 'bound', 'alert', 'events', 'webhooks']) expect([key, stateOf(element, key)]).toEqual([key, 'To do']);
    expect(detailOf(element, 'connection')).toContain('older than 15 minutes');
  });

  it.each([{ companionId: null }, { epoch: 0 }])('calls a companion bound only when both its id and its epoch are said (%#)', async (fields) => {
    const element = await shown({ connections: [connection('a05000000000001AAA', fields)] });
    expect(stateOf(element, 'bound')).toBe('To do');
  });

  it.each([[[account(null, null)], 'No balance was read yet.'], [[account(0, minutesAgo(1))], 'No balance is above zero.']])('tells an account without money from one nobody has read (%#)', async (funding, words) => {
    const element = await shown({ funding });
    expect([stateOf(element, 'funding'), detailOf(element, 'funding')]).toEqual(['To do', expect.stringContaining(words)]);
  });

  it('leaves to a person what one question could not read, and shows the rest', async () => {
    const element = await mount();
    graph.emitErrors([{ message: 'Field is not readable' }]);
    graph.emit(list([healthy], 'connections'), asks('connections'));
    await settle();
    expect([stateOf(element, 'payout'), detailOf(element, 'payout')]).toEqual(['Look for yourself', 'Could not be read: Field is not readable']);
    expect(stateOf(element, 'connection')).toBe('Done');
    await expect(element).toBeAccessible();
  });

  it('says why nothing could be read, and reads again when asked to', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], undefined, refresh);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    await expect(element).toBeAccessible();
    one(element, 'c-page-state').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(5);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
