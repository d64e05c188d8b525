import type { Payees, PayeeStatus } from '../connectors/connector.ts';
import type { Circumstances } from '../domain/examine.ts';
import { payeeAccountOf, payeeIdOf, type PaymentRequest, type Recipient } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import type { Payment } from '../store/ledger-rows.ts';
import { fates } from './fates.ts';
import type { Office } from './office.ts';

/** A request whose payee is asked about; without a payment, where it was not taken up. */
interface Waiting {
  readonly request: PaymentRequest;
  readonly payment?: Pick<Payment, 'state'>;
}
type Known = Circumstances['payee'];

/** More questions than this would hold up everything else of the turn; the rest is asked by the next look. */
const payeesAtOnce = 300;

/** From another place each time where there are too many: those whose question is never answered must not keep the rest from being asked about. */
function inTurn<T>({ tools }: Office, all: readonly T[]): readonly T[] {
  const start = all.length > payeesAtOnce ? Math.floor(tools.random() * all.length) : 0;
  return [...all.slice(start), ...all.slice(0, start)];
}

/**
 * Whom to ask about, in this order: who is owed something that may leave today, then whose payout date or departure lies ahead and was not looked at before,
 * so that what is wrong is told early. What is Scheduled is asked about on its day.
 */
async function inOrder(office: Office, found: readonly Waiting[]): Promise<readonly Recipient[]> {
  const { store, tools } = office;
  const now = tools.now();
  const today = new Date(now).toISOString().slice(0, 10);
  const departures = new Map((await store.departures.byIds(found.map(({ request }) => request.id))).map((row) => [row.requestId, row.leavesAt ?? 0]));
  const isEarly = ({ request }: Waiting): boolean => (departures.get(request.id) ?? 0) > now || (request.payoutDate ?? '') > today;
  const { due = [], early = [] } = Object.groupBy(found, (each) => (isEarly(each) ? 'early' : 'due'));
  const ahead = early.filter(({ payment }) => payment?.state !== 'Scheduled');
  return [...new Map([...inTurn(office, due), ...ahead].map(({ request: { recipient } }) => [recipient.payeeKey, recipient])).values()];
}

/** Whose payee was heard to be active lately. Bad news is asked for again: what was corrected and approved anew must not come back on what was true before. */
async function activeOf({ store, tools, timing }: Office, found: readonly Waiting[]): Promise<ReadonlySet<string>> {
  const since = tools.now() - timing.payeeStatusFreshMs;
  const checks = await store.payeeChecks.fresh([...new Set(found.map(({ request }) => request.recipient.payeeKey))], since);
  const inBooks = ({ status, statusCheckedAt }: Recipient): PayeeStatus | undefined => (status === 'Active' && statusCheckedAt && Date.parse(statusCheckedAt) > since ? 'active' : undefined);
  return new Set(found.flatMap(({ request: { recipient } }) => ((checks.get(recipient.payeeKey) ?? inBooks(recipient)) === 'active' ? [recipient.payeeKey] : [])));
}

async function keep({ store, tools, timing }: Office, recipient: Recipient, status: PayeeStatus): Promise<void> {
  const now = tools.now();
  // Together: an answer kept without its way to the books would count as fresh here and hold the request up there.
  await store.db.transaction(async () => {
    await store.payeeChecks.keep(recipient.id, recipient.payeeKey, status, now);
    await store.outbox.add('recipient', [recipient.id], now + timing.writeDelayMs);
  });
}

/** What no repetition will mend is told with the provider's own words, once for the connection and hour. */
async function tellUnusable({ store: { issues }, payerId }: Office, problems: readonly Problem[]): Promise<void> {
  const lasting = problems.filter(({ kind }) => fates[kind] !== 'retry');
  const [first] = lasting;
  if (!first) return;
  await issues.raise({ kind: 'payee unclear', source: payerId, severity: 'Warning', by: lasting.length, summary: `${payerId} does not answer questions about payees as expected`, detail: `${first.message} Nothing is sent to these payees: what is on hold for it goes on when a person releases it, what waits goes on by itself.` });
}

/**
 * Passing trouble waits for the next look, and so does a refusal of ourselves (credentials, rights), which is no news of any payee and must not hold up all
 * of them. What is said of this payee, and can't be understood as a status, is for a person.
 */
const meaningOf = ({ kind }: Problem): Known => (fates[kind] === 'retry' || kind === 'refused' ? 'no answer' : 'unclear');

/** Whose details at the provider are others than were verified, though the books have them Verified still: they refused to be told, or their turn has not come. */
async function changedUntold({ store: { recipients } }: Office, found: readonly Waiting[]): Promise<readonly string[]> {
  const rows = await recipients.byIds([...new Set(found.map(({ request }) => request.recipient.id))]);
  const untold = new Set(rows.filter(({ changeUntold }) => changeUntold).map(({ recipientId }) => recipientId));
  return found.flatMap(({ request: { recipient } }) => (untold.has(recipient.id) ? [recipient.payeeKey] : []));
}

/**
 * Asks the provider about payees whose status was not confirmed lately; one question per payee, the answer goes to the books too. By payee key; who is not in
 * it was not asked about. Trouble is an answer: nothing is thrown for a Problem.
 */
export async function checkPayees(office: Office, payees: Payees | undefined, found: readonly Waiting[]): Promise<ReadonlyMap<string, Known>> {
  const active = await activeOf(office, found);
  const known = new Map<string, Known>([...active].map((payeeKey) => [payeeKey, 'active']));
  if (!payees) return known;
  const open = await inOrder(office, found.filter(({ request: { recipient: { payeeKey } } }) => payeeKey !== '' && !active.has(payeeKey)));
  const problems: Problem[] = [];
  await Promise.all(open.slice(0, payeesAtOnce).map(async (recipient) => {
    const answer = await payees.status(payeeAccountOf(recipient.payeeKey), payeeIdOf(recipient.payeeKey)).catch((error: unknown) => {
      if (error instanceof Problem) return error;
      throw error;
    });
    known.set(recipient.payeeKey, answer instanceof Problem ? meaningOf(answer) : answer);
    if (answer instanceof Problem) problems.push(answer);
    else await keep(office, recipient, answer);
  }));
  await tellUnusable(office, problems);
  for (const { payeeKey } of open.slice(payeesAtOnce)) known.set(payeeKey, 'asked later');
  for (const payeeKey of await changedUntold(office, found)) known.set(payeeKey, 'changed');
  return known;
}
