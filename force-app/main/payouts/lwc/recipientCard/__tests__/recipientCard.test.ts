import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import RecipientCard from 'c/recipientCard';
import { all, asks, cleared, graph, mounted, nodeOf, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000007AAA' }), { virtual: true });
jest.mock('lightning/graphql', () => ({ ...jest.requireActual<object>('lightning/graphql'), gql: ([text]: readonly string[]) => text }));

const [recipientId, otherId, contactId, changer, verifier] = ['a02000000000001AAA', 'a02000000000002AAA', '003000000000001AAA', '005000000000001AAA', '005000000000002AAA'];
const now = Date.UTC(2026, 10, 21, 9);
const daysAgo = (days: number): string => new Date(now - days * 86_400_000 - 3_600_000).toISOString();
const link = 'https://payouts.example/register/1';

const recipient = (fields: Record<string, unknown> = {}, id = recipientId) =>
  nodeOf(id, {
    name: 'RA-000007', displayName: 'Ines Silva', provider: 'payoneer', payeeKey: 'payoneer:sandbox:100:payee-17', country: 'PT', proposedFirst: false, status: 'Active', checkedAt: daysAgo(1),
    verification: 'Verified', verifiedAt: daysAgo(2), verifiedBy: verifier, changedAt: daysAgo(3), changedBy: changer, link: null, reason: null, waiting: null, lastModified: '2026-11-21T09:00:00.000Z', ...fields,
  });
const recipients = (edges: unknown[], hasNextPage = false) => ({ uiapi: { query: { recipients: { edges, pageInfo: { hasNextPage } } } } });
const people = { uiapi: { query: { people: { edges: [nodeOf(changer, { name: 'Fay Finance' }), nodeOf(verifier, { name: 'Vera Verifier' })] } } } };
const sum = (to: string, currency: string, amount: number, count: number) => ({ node: { aggregate: { recipient: { value: to }, currency: { value: currency }, amount: { sum: { value: amount } }, count: { count: { value: count } } } } });
const paid = (edges: unknown[]) => ({ uiapi: { aggregate: { paid: { edges } } } });
const mount = (recordId = recipientId) => mounted('c-recipient-card', RecipientCard as never, { recordId });

async function shown(edges: unknown[] = [recipient()], { recordId = recipientId, sums = [] as unknown[], more = false } = {}): Promise<HTMLElement> {
  const element = await mount(recordId);
  graph.emit(recipients(edges, more), asks('recipientAccounts'));
  await settle();
  graph.emit(people, asks('peopleOfRecipients'));
  graph.emit(paid(sums), asks('paidToRecipients'));
  await settle();
  return element;
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  cleared();
  jest.restoreAllMocks();
});

describe('c-recipient-card', () => {
  it('shows that it loads until the recipient is there', async () => {
    const element = await mount();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'loading' });
    await expect(element).toBeAccessible();
  });

  it('says why it could not be read, and reads again when asked to', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emitErrors([{ message: 'INSUFFICIENT_ACCESS' }], asks('recipientAccounts'), refresh);
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', message: 'INSUFFICIENT_ACCESS' });
    one(element, 'c-page-state').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('reads again every minute: no event tells the answer to a wish for a recipient', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'setTimeout', 'Date'] });
    await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emitErrors([{ message: 'not now' }], asks('recipientAccounts'), refresh);
    await settle();
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
  });

  it('says that a contact has no recipient account yet, and where to create one', async () => {
    const element = await shown([], { recordId: contactId });
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'empty', heading: 'No recipient account yet' });
    expect(graph.getLastConfig()).toMatchObject({ query: undefined });
    await expect(element).toBeAccessible();
  });

  it('shows payee, provider, country, when they were last checked, and who verified them', async () => {
    const element = await shown();
    expect(textOf(element, '.name')).toBe('Ines Silva');
    expect(all(element, '.name a')).toEqual([]);
    expect(all(element, '.fact').map((fact) => (fact.textContent ?? '').replace(/\s+/g, ' ').trim())).toEqual(['Providerpayoneer', 'CountryPT', 'Last checked with the provider', 'Payee keypayoneer:sandbox:100:payee-17']);
    expect(one<{ value: string }>(element, '.fact lightning-formatted-date-time').value).toBe(daysAgo(1));
    expect(textOf(element, '.verification')).toBe('Verified by Vera Verifier');
    expect(one<{ value: string }>(element, '.verified lightning-formatted-date-time').value).toBe(daysAgo(2));
    expect(textOf(element, '.when')).toBe('Payee details changed 3 days ago by Fay Finance');
    expect(textOf(element, '.ask')).toContain('Ask the payee by a way you already know');
    expect(all(element, 'c-requested-action:not(.asks)')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['Invited', 'send them the registration link'], ['Pending', 'nothing to do but wait'], ['Active', 'The provider pays this payee.'], ['Inactive', 'Compare the payee key'], ['Declined', 'Ask the provider why'], [null, 'The provider was not asked yet.'],
  ])('says what the status %s means and what to do', async (status, words) => {
    const element = await shown([recipient({ status, checkedAt: null })]);
    expect(one<{ label: string }>(element, '.standing lightning-badge').label).toBe(status ?? 'Not known');
    expect(textOf(element, '.standing p')).toContain(words);
    expect(one(element, '.fact_checked').textContent).toContain('Never');
    await expect(element).toBeAccessible();
  });

  it('lets a second person verify, and reads again afterwards', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(recipients([recipient({ verification: 'Unverified', verifiedAt: null, verifiedBy: null })]), asks('recipientAccounts'), refresh);
    await settle();
    expect(textOf(element, '.verification')).toContain('Not verified: a second person must check');
    const action = one<{ choices: unknown[] }>(element, 'c-requested-action:not(.asks)');
    expect(action).toMatchObject({ recordId: recipientId, subject: 'recipient', seenAt: '2026-11-21T09:00:00.000Z', choices: [expect.objectContaining({ name: 'Verified', label: 'Verify', reasonRequired: false })] });
    expect(all(element, '.own')).toEqual([]);
    action.dispatchEvent(new CustomEvent('asked'));
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: recipientId }]);
    expect(updateRecord).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it.each([['has no key at the provider yet', { payeeKey: null }], ['was changed by nobody knows whom', { changedBy: null }]])('offers nobody to verify who %s', async (_, refused) => {
    expect(all(await shown([recipient({ verification: 'Unverified', ...refused })]), 'c-requested-action:not(.asks)')).toEqual([]);
  });

  it('tells who changed the payee that somebody else has to verify', async () => {
    const element = await shown([recipient({ verification: 'Unverified', changedBy: '005000000000007AAA' })]);
    expect(textOf(element, '.when')).toBe('Payee details changed 3 days ago by you');
    expect(textOf(element, '.own')).toContain('a second person has to verify');
    expect(all(element, '.ask')).toEqual([]);
  });

  it('offers the registration link and copies it, or says that it could not', async () => {
    const writeText = jest.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('not allowed'));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const element = await shown([recipient({ status: 'Invited', link })]);
    expect(all(element, '.link a').map((each) => [each.getAttribute('href'), each.getAttribute('rel')])).toEqual([[link, 'noopener noreferrer']]);
    one(element, '.copy').click();
    await settle();
    expect(writeText).toHaveBeenCalledWith(link);
    expect(textOf(element, '.copied')).toBe('The link was copied.');
    one(element, '.copy').click();
    await settle();
    expect(textOf(element, '.copied')).toContain('copy it by hand');
    await expect(element).toBeAccessible();
  });

  it.each([['Invited', null, 'There is none yet. Ask for Invite'], ['Active', null, 'None is needed'], ['Invited', 'data:text/html,1', 'does not begin with https://'], ['Invited', 'http://payouts.example/1', 'does not begin with https://']])('explains why a payee who is %s has no link (%s)', async (status, said, words) => {
    const element = await shown([recipient({ status, link: said })]);
    expect(textOf(element, '.no-link')).toContain(words);
    expect(all(element, '.link, .copy')).toEqual([]);
  });

  it('offers the link of a sandbox on the same machine', async () => {
    const element = await shown([recipient({ status: 'Invited', link: 'http://127.0.0.1:8181/partners/lp.aspx?token=1' })]);
    expect(all(element, '.link a').map((each) => each.getAttribute('href'))).toEqual(['http://127.0.0.1:8181/partners/lp.aspx?token=1']);
  });

  it.each([
    [{ status: 'Active' }, ['Check']], [{ status: null, payeeKey: null }, ['Invite']], [{ status: 'Declined' }, ['Invite', 'Check']],
  ])('offers to invite who is not registered and to check whom the provider may know: %p', async (fields, names) => {
    const element = await shown([recipient(fields)]);
    const asked = one<{ choices: readonly { name: string }[] }>(element, '.asks');
    expect(asked).toMatchObject({ recordId: recipientId, subject: 'invitation' });
    expect(asked.choices.map(({ name }) => name)).toEqual(names);
  });

  it('says what the companion found and what waits for it, and reads again when something was asked for', async () => {
    const element = await mount();
    const refresh = jest.fn().mockResolvedValue(undefined);
    graph.emit(recipients([recipient({ status: 'Pending', reason: 'The e-mail here is "a@b.example", the provider has "c@d.example". Correct one of them.', waiting: 'Check' })]), asks('recipientAccounts'), refresh);
    await settle();
    expect(textOf(element, '.reason')).toContain('Correct one of them.');
    expect(one(element, '.asks')).toMatchObject({ waiting: 'Check' });
    one(element, '.asks').dispatchEvent(new CustomEvent('asked'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('adds up by currency what this payee was paid, and nobody else', async () => {
    const element = await shown([recipient()], { sums: [sum(recipientId, 'USD', 1250.5, 2), sum(otherId, 'USD', 9, 1), sum(recipientId, 'JPY', 5000, 1)] });
    expect(all(element, '.paid').map((row) => [row.querySelector<HTMLElement & { amount: unknown }>('c-currency-amount')?.amount, row.querySelector('span')?.textContent])).toEqual([
      [{ value: 5000, currency: 'JPY', decimals: 0 }, '1 payment'], [{ value: 1250.5, currency: 'USD', decimals: 2 }, '2 payments'],
    ]);
    expect(textOf(await shown(), '.unpaid')).toBe('Nothing was paid yet.');
    await expect(element).toBeAccessible();
  });

  it('says what could not be added up, and shows the rest', async () => {
    const element = await mount();
    graph.emit(recipients([recipient()]), asks('recipientAccounts'));
    await settle();
    graph.emitErrors([{ message: 'too many rows' }], asks('paidToRecipients'));
    await settle();
    expect(one(element, 'c-page-state')).toMatchObject({ kind: 'error', heading: 'What was paid could not be read', message: 'too many rows' });
    expect(textOf(element, '.name')).toBe('Ines Silva');
  });

  it('lists all recipient accounts of a contact or account, with links, and says when there are more', async () => {
    const element = await shown([recipient({ displayName: null, verifiedBy: '005000000000009AAA' }, otherId), recipient({ proposedFirst: true, name: 'RA-000008', link })], { recordId: contactId, more: true });
    expect(all(element, '.name a').map((each) => [each.getAttribute('href'), each.textContent])).toEqual([[`/${recipientId}`, 'Ines Silva'], [`/${otherId}`, 'RA-000007']]);
    expect(all<HTMLElement & { label: string }>(element, '.slds-grid_align-spread lightning-badge').map(({ label }) => label)).toEqual(['Proposed first']);
    expect(all(element, '.verification')[1]?.textContent).toBe('Verified');
    expect(one<{ label: string }>(element, '.copy').label).toBe('Copy the link: Ines Silva');
    expect(textOf(element, '.more')).toBe('Only the first 20 are shown.');
    await expect(element).toBeAccessible();
  });
});
