import { Problem } from '../domain/problem.ts';
import type { Sighting } from '../domain/payout.ts';
import type { AttemptPatch, Move } from '../store/ledger.ts';
import { isOpen, laneKey, type AttemptRow, type Lane, type Payment } from '../store/ledger-rows.ts';
import { amongOthers, type Verdict } from './among-others.ts';
import { fates } from './fates.ts';
import { endedBefore, judge, nextAskAt } from './judge.ts';
import type { Judgement } from './judgement.ts';
import type { Office } from './office.ts';
import type { Noted } from './noted.ts';
import { putRight } from './put-right.ts';
import { retotal, settleBatches, takeBack } from './settle-batches.ts';

/** By reference, until when a question had been taken up (epoch ms): nobody else puts it before. */
type Taken = ReadonlyMap<string, number | null>;

/**
 * A notice, a person or a recovery wanted a question while one was under way: its time is earlier than the one at which that question was taken up (`taken`), and what
 * that brought is older than the wish. It is put all the same, whatever the schedule says.
 */
function wantedEarlier({ nextAskAt: wanted }: AttemptRow, taken: number | null, askedAt: number, scheduled: number | null): number | null {
  if (wanted === null || taken === null || wanted >= taken || wanted < askedAt) return scheduled;
  return Math.min(wanted, scheduled ?? wanted);
}

const timelineLimit = 60;
function patchOf({ attempt, judgement }: Verdict, now: number, office: Office, taken: number | null): AttemptPatch {
  const patched = { ...attempt, ...judgement.patch };
  const line = judgement.line ? [{ at: new Date(now).toISOString(), text: judgement.line }] : [];
  return {
    ...judgement.patch,
    unknownSince: patched.stage === 'unknown' ? attempt.unknownSince : null,
    nextAskAt: wantedEarlier(attempt, taken, patched.askedAt ?? 0, nextAskAt(patched, now, office.timing)),
    ...(line.length ? { timeline: [...attempt.timeline, ...line].slice(-timelineLimit) } : {}),
  };
}

const worthWriting = ({ attempt, judgement }: Verdict): boolean =>
  judgement.line !== undefined || (judgement.patch.payoutId !== undefined && judgement.patch.payoutId !== attempt.payoutId) || (judgement.patch.stage !== undefined && judgement.patch.stage !== attempt.stage);

/** A cancellation for lack of funds says that the last reading no longer holds: nothing goes out on it. */
async function readAnew(office: Office, lane: Lane): Promise<void> {
  await office.store.lanes.forgetReading(lane);
  await office.store.timers.atLatest('funds', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
}

async function raise(office: Office, verdicts: readonly Verdict[]): Promise<void> {
  for (const { attempt, judgement } of verdicts) {
    if (judgement.stopsLane) await office.store.lanes.stop(attempt, judgement.stopsLane);
    if (judgement.patch.stage === 'settled' && judgement.patch.reasonCause === 'funds') await readAnew(office, attempt);
    if (judgement.issue) await office.store.issues.raise({ ...judgement.issue, source: attempt.reference, requestId: attempt.requestId });
  }
}

async function apply(office: Office, verdicts: readonly Verdict[], taken: Taken): Promise<void> {
  const { ledger } = office.store;
  const now = office.tools.now();
  const written = verdicts.filter(worthWriting);
  const patched = (verdict: Verdict) => [verdict.attempt.reference, patchOf(verdict, now, office, taken.get(verdict.attempt.reference) ?? null)] as const;
  await ledger.patchAttempts(written.map(patched));
  await ledger.patchAttemptsQuietly(verdicts.filter((verdict) => !written.includes(verdict)).map(patched));
  const moves = verdicts.flatMap(({ attempt, judgement }): Move[] =>
    judgement.event ? [{ requestId: attempt.requestId, event: judgement.event, ...(judgement.reason === undefined ? {} : { reason: judgement.reason }), ...(judgement.clearsApproval ? { patch: { clearsApproval: true } } : {}) }] : [],
  );
  await takeBack(office, verdicts.filter(({ judgement }) => judgement.revives).map(({ attempt }) => attempt));
  for (const moved of await ledger.move(moves))
    if ('forbidden' in moved)
      await office.store.issues.raise({ kind: 'forbidden move', source: moved.requestId, severity: 'Critical', requestId: moved.requestId, summary: `"${moved.forbidden}" can't follow "${moved.from}"`, detail: `The provider's answer does not fit the payment's state (${moved.from}). Nothing was changed; a person must compare both records.` });
  await raise(office, verdicts);
  await settleBatches(office, written.map((verdict) => verdict.attempt.batchId));
  // Withdrawn here, and sent by somebody else's store under the same reference: its batch counts it again.
  await retotal(office, verdicts.filter(({ attempt, judgement }) => attempt.stage === 'withdrawn' && (judgement.patch.stage ?? 'withdrawn') !== 'withdrawn').map(({ attempt }) => attempt.batchId));
}

/** Withdrawn here, and known to the provider all the same, while another one of its request is open: like one that a person closed. A request has one open attempt. */
const asClosed = (attempt: AttemptRow, own: readonly AttemptRow[]): AttemptRow => (attempt.stage === 'withdrawn' && own.some(isOpen) ? { ...attempt, stage: 'settled' } : attempt);

/** What the answers mean for the ledger as it stands now: payments first, in the order everybody locks them, so that no wish is carried out meanwhile. */
async function judged(office: Office, asked: readonly AttemptRow[], answers: ReadonlyMap<string, Sighting | Problem>) {
  const { ledger } = office.store;
  const payments = new Map((await ledger.payments([...new Set(asked.map((attempt) => attempt.requestId))], 'for update')).map((row) => [row.requestId, row]));
  const current = await putRight(office, await ledger.attempts(asked.map((attempt) => attempt.reference), 'for update'));
  // A withdrawn one has another beside it where the books gave its number to nobody.
  const withOthers = new Set([...[...payments.values()].filter(({ attempt }) => attempt > 1), ...current.filter(({ stage }) => stage === 'withdrawn')].map(({ requestId }) => requestId));
  const own = Map.groupBy(await ledger.attemptsOf([...withOthers]), ({ requestId }) => requestId);
  // In their order: what is heard of one counts for the later ones of its request that are heard of in the same breath.
  const verdicts = current.toSorted((one, other) => one.number - other.number).flatMap((attempt): Verdict[] => {
    const answer = answers.get(attempt.reference);
    const payment = payments.get(attempt.requestId);
    if (!answer || !payment) return [];
    const others = own.get(attempt.requestId) ?? [];
    const judgement = answer instanceof Problem ? judgeUnreadable(attempt, payment, answer, office) : judge(asClosed(attempt, others), payment, answer, office.timing);
    if (!judgement) return [];
    const verdict = { attempt, payment, judgement: amongOthers({ attempt, payment, judgement }, others) };
    own.set(attempt.requestId, others.map((row) => (row.reference === attempt.reference ? { ...row, ...judgement.patch } : row)));
    return [verdict];
  });
  return { current, verdicts };
}

/** After a refusal by name neither its request, approved again, nor another one for the same debt was planned before this was answered. */
async function lookAtKeptBack({ store: { ledger, timers }, tools }: Office, verdicts: readonly Verdict[]): Promise<void> {
  const refused = verdicts.filter(({ attempt }) => attempt.stage === 'refused').map(({ attempt }) => attempt.requestId);
  if (refused.length && (await ledger.isWaitedFor(refused))) await timers.atLatest('survey', '', tools.now());
}

/** Applies what the provider said to the ledger, one transaction for all. Returns whose payments there was news about. */
export async function hear(office: Office, asked: readonly AttemptRow[], answers: ReadonlyMap<string, Sighting | Problem>): Promise<readonly Noted[]> {
  const taken: Taken = new Map(asked.map((attempt) => [attempt.reference, attempt.nextAskAt]));
  const { current, verdicts } = await office.store.db.transaction(async () => {
    const result = await judged(office, asked, answers);
    await apply(office, result.verdicts, taken);
    await again(office, result.current, answers, taken);
    await lookAtKeptBack(office, result.verdicts);
    return result;
  });
  await tellUnusable(office, current, answers);
  return verdicts.filter(worthWriting).map(({ attempt }) => ({ id: attempt.requestId, note: { reference: attempt.reference, says: wordOf(answers.get(attempt.reference)) } }));
}

/** No answer, or none that can be read: after as long as an unknown outcome may take, a person must look. It is asked on, and an answer still moves it. */
function judgeUnreadable(attempt: AttemptRow, payment: Payment, problem: Problem, { timing, tools }: Office): Judgement | undefined {
  const waited = tools.now() - (attempt.unknownSince ?? attempt.sentAt ?? attempt.plannedAt);
  if (attempt.stage !== 'unknown' || waited < timing.giveUpAfterMs || payment.state === 'On Hold') return undefined;
  const reason = `The provider's answer about ${attempt.reference} can't be used: ${problem.message}`;
  const ended = endedBefore(attempt, payment);
  return {
    patch: { wasLost: true, ...(ended ? { stage: 'settled' as const } : {}) }, event: ended ? 'miss' : 'give up', ...(ended ? {} : { reason }), line: `No usable answer for ${Math.round(waited / 60_000)} minutes: a person must look.`,
    issue: { kind: 'outcome unknown', severity: 'Critical', summary: `Outcome of ${attempt.reference} unknown`, detail: `${reason} Check with the provider, then Retry (ask again), Re-initiate (new attempt) or Cancel.` },
  };
}

/** Since when an answer has been owed: since the doubt began; where there is none, since the question that follows the last usable answer was due, which may be days after it. */
function owedSince(attempt: AttemptRow, { timing }: Office): number {
  if (attempt.unknownSince !== null) return attempt.unknownSince;
  const heardAt = attempt.askedAt ?? attempt.sentAt ?? attempt.plannedAt;
  return nextAskAt(attempt, heardAt, timing) ?? heardAt;
}

/** One issue per connection and hour says that answers can't be used, or have not come for long, also about payouts in no doubt; passing trouble is not worth one. */
async function tellUnusable(office: Office, attempts: readonly AttemptRow[], answers: ReadonlyMap<string, Sighting | Problem>): Promise<void> {
  const unusable = attempts.flatMap((attempt) => {
    const answer = answers.get(attempt.reference);
    const long = office.tools.now() - owedSince(attempt, office) >= office.timing.giveUpAfterMs;
    return answer instanceof Problem && (long || fates[answer.kind] !== 'retry') ? [{ attempt, answer }] : [];
  });
  for (const [source, of] of Map.groupBy(unusable, ({ attempt }) => attempt.connection)) {
    const [first] = of.map(({ answer, attempt }) => `${answer.message} That was about ${attempt.reference}.`);
    const detail = `${first} The questions are put again, and a payout keeps its status until one is answered; one whose outcome is unknown goes to a person. Have the developer check what stands between us and the provider (proxies, firewalls, the address called), and look up with the provider what can't wait.`;
    await office.store.issues.raise({ kind: 'no usable answer', source, severity: 'Warning', by: of.length, summary: `${source} does not answer questions about payouts as expected`, detail });
  }
}

const wordOf = (answer: Sighting | Problem | undefined): string => (answer instanceof Problem || !answer?.found ? 'not found' : answer.raw);

/** Questions that got no answer are put again soon, each with its own patience. Inside the transaction that locked the rows, or a wish between the two would be lost. */
async function again(office: Office, attempts: readonly AttemptRow[], answers: ReadonlyMap<string, Sighting | Problem>, taken: Taken): Promise<void> {
  const now = office.tools.now();
  const unanswered = attempts.flatMap((attempt) => {
    const answer = answers.get(attempt.reference);
    if (answer && !(answer instanceof Problem)) return [];
    // Refused by name it is over as far as anybody knows: where no answer can be read, the few questions it is worth are enough.
    if (attempt.stage === 'refused' && answer instanceof Problem && fates[answer.kind] !== 'retry') return [[attempt.reference, { nextAskAt: nextAskAt(attempt, now, office.timing) }] as const];
    const waitMs = Math.max(answer instanceof Problem ? (answer.retryAfterMs ?? 0) : 0, office.timing.unknownAsksMs[0] ?? 60_000);
    const soon = Math.round(now + waitMs * (1 + office.tools.random()));
    return [[attempt.reference, { nextAskAt: wantedEarlier(attempt, taken.get(attempt.reference) ?? null, 0, soon) }] as const];
  });
  await office.store.ledger.patchAttemptsQuietly(unanswered);
}
