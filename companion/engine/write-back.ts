import type { PayoutBooks } from '../connectors/connector.ts';
import type { Change, Written } from '../domain/change.ts';
import { isWaiting } from '../domain/payout-states.ts';
import { Problem } from '../domain/problem.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { asTheBooksStand } from './as-the-books-stand.ts';
import { backoffMs } from './backoff.ts';
import { carryOutGranted } from './carry-out.ts';
import { giveUpTakenBack } from './give-up-taken-back.ts';
import { importTaken } from './import-claims.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { recover } from './recover.ts';
import { render } from './render.ts';

/** As many records as two calls can carry: what is left waits for the next turn, so that a flood can't hold the store. */
const chunk = 2_000;

/**
 * Tells the books what changed: values are rendered from the ledger now, so only the newest is ever written. An entry leaves the outbox when the
 * books took it or hold a newer one. Returns whose Payment Transaction was written.
 */
export async function writeBack(office: Office, books: PayoutBooks): Promise<readonly Noted[]> {
  const { store, tools } = office;
  const rows = await store.outbox.take(tools.now(), chunk);
  if (!rows.length) return [];
  const changes = await render(office, rows);
  const tell = async () => {
    const told = await books.write(changes);
    await outranked(office, books, rows.filter((row) => told.get(nameOf(office, row)) === 'stale'));
    const refused = (code: string) => rows.filter((row) => row.kind === 'request' && refusedAs(code, told.get(nameOf(office, row)))).map((row) => row.key);
    await importTaken(office, books, [...refused('APPROVAL'), ...refused('FENCE-STOPPED')]);
    await giveUpTakenBack(office, books, refused('STATUS-FORWARD'));
    const settled = await asTheBooksStand(office, { stopped: refused('FENCE-STOPPED'), cancelled: refused('CANCELLED') });
    return { answers: told, settled };
  };
  const heard = await tell().catch((error: unknown) => postponeAll(office, rows, error));
  if (!heard) return [];
  const { answers, settled } = heard;
  const rendered = new Set(changes.map((change) => `${change.kind} ${change.key}`));
  const written = rows.filter((row) => !rendered.has(nameOf(office, row)) || ['written', 'stale'].includes(String(answerOf(office, row, answers))));
  await store.db.transaction(async () => {
    await store.outbox.done(written);
    await carryOutGranted(office, rows.filter((row) => row.kind === 'request' && answers.get(nameOf(office, row)) === 'written'));
    await clearFlags(office, written);
    await store.recipients.written(written.filter((row) => row.kind === 'recipient' && rendered.has(nameOf(office, row))).map((row) => row.key), tools.now());
    await store.conversions.written(rows.filter((row) => row.kind === 'conversion' && answers.get(nameOf(office, row)) === 'written').map((row) => row.key));
    await store.movements.written(keysOf(written, 'receipt'), keysOf(written, 'movement'));
    await store.ledger.batchesTold(written.filter((row) => row.kind === 'batch' && rendered.has(nameOf(office, row))).map((row) => row.key));
    await postponeRefused(office, rows, answers, changes, settled);
    await refuseGranted(office, rows, answers);
    await forgetAnswers(office, rows.filter((row) => answerOf(office, row, answers) === 'asked anew'));
  });
  const told = new Set(written.filter((row) => row.kind === 'transaction').map((row) => row.key));
  return changes.flatMap((change) => (change.kind === 'transaction' && told.has(change.reference) && change.type === 'Payout' ? [{ id: change.requestId, note: { payoutId: change.payoutId, status: change.status, fee: change.fee } }] : []));
}

/**
 * The books hold something newer than what was written. Another instance on this store may have been faster; but if it is no version of this store's,
 * another companion writes too, or this store is an older copy: recovery finds out, and what was not taken is told again in the new epoch.
 */
async function outranked(office: Office, books: PayoutBooks, stale: readonly OutboxRow[]): Promise<void> {
  const { outbox } = office.store;
  const told = stale.filter((row) => !['snapshot', 'rate', 'conversion', 'reporting'].includes(row.kind));
  if (!told.length) return;
  const seen = await books.newestVersion(told.map((row) => ({ kind: row.kind, key: keyOf(office, row) })));
  if (seen <= (await outbox.latest())) return;
  await recover(office, books, seen);
  for (const [kind, rows] of Map.groupBy(told, (row) => row.kind)) await outbox.add(kind, rows.map((row) => row.key), office.tools.now() + office.timing.writeDelayMs);
}

const refusedAs = (code: string, answer: Written | undefined): boolean => typeof answer === 'object' && 'code' in answer && answer.code === code;

/** The books key some records by provider keys; the outbox by our own. */
const keyOf = (office: Office, row: OutboxRow): string => (row.kind === 'transaction' || row.kind === 'batch' ? `${office.keyPrefix}:${row.key}` : row.key);
const keysOf = (rows: readonly OutboxRow[], kind: OutboxRow['kind']): readonly string[] => rows.filter((row) => row.kind === kind).map((row) => row.key);
const nameOf = (office: Office, row: OutboxRow): string => `${row.kind} ${keyOf(office, row)}`;

/** What became of a record; of a payout that came back there are two, and the one that was not written counts. */
function answerOf(office: Office, row: OutboxRow, answers: ReadonlyMap<string, Written>): Written | undefined {
  const both = [nameOf(office, row), `${nameOf(office, row)}:return`].flatMap((name) => answers.get(name) ?? []);
  return both.find((answer) => typeof answer !== 'string') ?? both[0];
}

/** A requested action is cleared in the books once; a person may ask again afterwards. */
async function clearFlags(office: Office, written: readonly OutboxRow[]): Promise<void> {
  const requests = written.filter((row) => row.kind === 'request').map((row) => row.key);
  const issues = written.filter((row) => row.kind === 'issue').map((row) => row.key);
  await office.store.ledger.clearFlags(requests);
  await office.store.issues.clearFlags(issues);
}

/**
 * Wishes that were changed before their answer was told: nothing has come of them, and what stands on the record now is looked at before anything else is
 * told about it. An answer given since is another one.
 */
async function forgetAnswers(office: Office, rows: readonly OutboxRow[]): Promise<void> {
  if (!rows.length) return;
  const { store, tools, timing } = office;
  await store.ledger.payments(keysOf(rows, 'request'), 'for update');
  const unchanged = await store.outbox.unchanged(rows);
  await store.ledger.forgetAnswers(keysOf(unchanged, 'request'));
  await store.issues.forgetAnswers(keysOf(unchanged, 'issue'));
  await store.movements.forgetMatch(keysOf(rows, 'receipt'));
  await store.outbox.postpone(rows.map((row) => ({ ...row, dueAt: tools.now() + timing.writeDelayMs + timing.surveyQuietMs, problem: 'The wish was changed before its answer was told.' })));
  await store.timers.atLatest('survey', '', tools.now());
}

/** What the books do not let go on stays where it is: whoever asked reads why on the record, and may ask again. */
async function refuseGranted(office: Office, rows: readonly OutboxRow[], answers: ReadonlyMap<string, Written>): Promise<void> {
  const { ledger } = office.store;
  for (const payment of await ledger.payments(rows.filter((row) => row.kind === 'request').map((row) => row.key))) {
    const answer = answers.get(`request ${payment.requestId}`);
    if (payment.granted && typeof answer === 'object' && 'refused' in answer)
      await ledger.note(payment.requestId, `${payment.granted.wish.action} was not done: ${answer.refused}`, { granted: null });
  }
}

async function postponeAll(office: Office, rows: readonly OutboxRow[], error: unknown): Promise<undefined> {
  const { store, tools, timing } = office;
  const retryAfterMs = error instanceof Problem ? (error.retryAfterMs ?? 0) : 0;
  const problem = error instanceof Error ? error.message : String(error);
  const limits = { firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs };
  const dueAt = tools.now() + backoffMs(Math.max(...rows.map((row) => row.tries)), limits, tools.random, retryAfterMs);
  await store.outbox.postpone(rows.map((row) => ({ ...row, dueAt, problem })));
  await store.wake.at('outbox', dueAt);
  tools.log.warn(`Write-back: ${problem} ${rows.length} record(s) wait.`, { dueAt });
  return undefined;
}

/** Links that let somebody in, and where a person is reached: no matter of who reads an issue. */
const redacted: readonly string[] = ['link', 'email'];

/** What was to be written, for whoever has to mend the rule or write it by hand. */
const refusedText = (changes: readonly Change[]): string => JSON.stringify(changes, (name, value: unknown) => (redacted.includes(name) && typeof value === 'string' ? '(left out)' : value), 1);

/**
 * An older copy of a store believes in an approval that was taken back since, or the provider contradicted the cancellation that took it back, and the books let nothing wait without
 * one; nor do they let it be held once its approval was taken back. Of what was never reserved, and of what ended unpaid, nothing can be on its way: it waits for its next approval.
 */
async function giveUpApproval({ store: { ledger } }: Office, requestIds: readonly string[]): Promise<void> {
  const attempts = await ledger.attemptsOf(requestIds);
  const ended = new Set(attempts.filter((row) => row.stage === 'settled' && row.transferredAt === null && !row.revived).map((row) => `${row.requestId}/${row.number}`));
  const tried = new Set(attempts.filter((row) => row.stage !== 'withdrawn' || row.revived).map((row) => row.requestId));
  const waiting = (await ledger.payments(requestIds)).filter(({ requestId, attempt, state }) => (isWaiting(state) && (attempt === 0 || ended.has(`${requestId}/${attempt}`))) || (state === 'On Hold' && attempt === 0 && !tried.has(requestId)));
  await ledger.move(waiting.map(({ requestId }) => ({ requestId, event: 'correct', reason: 'Not sent: the approval it was taken up with stands on the record no more. Submit it for approval again.', patch: { clearsApproval: true } })));
}

/** The kind of issue that names what the books refuse to store; its source is the record's kind and key. */
export const writeBackRefused = 'write-back refused';
const sourceOf = ({ kind, key }: Pick<OutboxRow, 'kind' | 'key'>): string => `${kind} ${key}`;
/** Kind and key of the record such an issue is about. */
export const recordOf = (source: string): readonly [OutboxRow['kind'], string] => [source.slice(0, source.indexOf(' ')) as OutboxRow['kind'], source.slice(source.indexOf(' ') + 1)];

/** A row the books refuse is the customer's validation: it is told once, kept, and tried again ever more rarely. */
async function postponeRefused(office: Office, rows: readonly OutboxRow[], answers: ReadonlyMap<string, Written>, changes: readonly Change[], settled: ReadonlySet<string>): Promise<void> {
  const { store, tools, timing } = office;
  const late = rows.flatMap((row) => {
    const answer = answerOf(office, row, answers);
    if (answer === undefined || typeof answer === 'string') return [];
    const problem = 'busy' in answer ? answer.busy : `${answer.code}: ${answer.refused}`;
    const limits = { firstMs: 'busy' in answer ? timing.firstRetryMs : timing.heartbeatMs, longestMs: timing.longestRetryMs * 24 };
    const refused = !('busy' in answer);
    const tells = refused && !row.refusalTold && row.kind !== 'issue' && !(row.kind === 'request' && settled.has(row.key));
    return [{ ...row, problem, refused, tells, refusalTold: row.refusalTold || tells, dueAt: tools.now() + backoffMs(row.tries, limits, tools.random) }];
  });
  await store.outbox.postpone(late);
  await giveUpApproval(office, late.filter((row) => row.kind === 'request' && refusedAs('STATUS-FORWARD', answers.get(nameOf(office, row)))).map((row) => row.key));
  for (const row of late.filter((entry) => entry.refused)) tools.log.error(`Write-back: the books refused ${row.kind} ${row.key}. ${row.problem}`, { tries: row.tries, dueAt: row.dueAt });
  for (const row of late.filter(({ tells }) => tells))
    await store.issues.raise({ kind: writeBackRefused, source: sourceOf(row), severity: 'Critical', summary: `The books refused to store ${row.kind} ${row.key}`.slice(0, 255), detail: `${row.problem} The value is kept and tried again. Correct the rule or the record in the books.`, excerpt: refusedText(changes.filter((change) => [nameOf(office, row), `${nameOf(office, row)}:return`].includes(`${change.kind} ${change.key}`) && typeof answers.get(`${change.kind} ${change.key}`) === 'object')), ...(row.kind === 'request' ? { requestId: row.key } : {}) });
  for (const row of late) await store.wake.at('outbox', row.dueAt);
}
