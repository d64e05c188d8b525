import type { Survey } from '../connectors/connector.ts';
import { examine, type Circumstances, type Rules, type Verdict } from '../domain/examine.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { Move } from '../store/ledger.ts';
import { departuresOf } from './departures.ts';
import type { Office } from './office.ts';
import { spentBy, startOfDay } from './spent.ts';
import { asStamped, paymentOf, type Found } from './take-up.ts';

/** A request that waits to be paid, and what becomes of it now. */
export type Examined = Found & { readonly verdict: Verdict };

const waitedFor = 'payees waited for';
const anotherApproval: Verdict = { is: 'wrong', why: 'Not sent: the approval on the record is not the one it was taken up with. Submit it for approval again.' };

/** Looks at each request on its own: payable, wrong, doubtful or early. What is not payable is set aside with the reason. */
export async function examineAll(office: Office, survey: Pick<Survey, 'limits' | 'allowSelfApproval' | 'approvalEvidence'> & Partial<Pick<Survey, 'until'>>, payer: Pick<PayoutTerms, 'programs'>, payees: ReadonlyMap<string, Circumstances['payee']>, found: readonly Found[]): Promise<readonly Examined[]> {
  const { ledger } = office.store;
  const now = office.tools.now();
  const rules: Rules = { ...survey, keyPrefix: office.keyPrefix, programs: payer.programs, today: new Date(now).toISOString().slice(0, 10) };
  // By what the books noted last where the clock here is ahead of it: it would pass over the debts of the last weeks. What was not doubted when it was noted is not by this.
  const alike = await ledger.lookAlikes(found.map(({ request }) => request.id), Math.min(now, Date.parse(survey.until ?? '') || now) - office.timing.duplicateWindowMs);
  const spending = spentBy(await ledger.committedSince(startOfDay(now), found.map(({ payment }) => payment)));
  const departs = await departuresOf(office, found);
  const examined = found.map(({ request, payment }): Examined => {
    const stamp = paymentOf(office, request, now);
    const verdict = stamp && !asStamped(payment, stamp) ? anotherApproval : examine(request, rules, {
      payee: payees.get(request.recipient.payeeKey) ?? 'not asked',
      lookAlikes: alike.filter((pair) => pair.requestId === request.id).map((pair) => pair.otherName),
      ...spending.beside(payment), confirmedDuplicate: payment.confirmedDuplicate, limitReleased: payment.limitReleased, departs: departs.get(request.id),
    });
    if (verdict.is === 'payable') spending.add(payment);
    return { request, payment, verdict };
  });
  if (examined.some(({ verdict }) => verdict.is === 'waiting')) await lookAgain(office, examined);
  await ledger.move(examined.flatMap(({ payment, verdict }): Move[] => {
    if (verdict.is === 'wrong') return [{ requestId: payment.requestId, event: 'correct', reason: verdict.why, patch: { clearsApproval: true } }];
    if (verdict.is === 'doubtful') return [{ requestId: payment.requestId, event: 'hold', reason: verdict.why, patch: { needsSecondApproval: verdict.needs === 'a second approval', heldInDoubt: verdict.needs === 'a confirmation' } }];
    if (verdict.is === 'early') return [{ requestId: payment.requestId, event: 'schedule', reason: verdict.why }];
    return payment.state === 'Scheduled' ? [{ requestId: payment.requestId, event: 'fall due', reason: null }] : [];
  }));
  await tellWaiting(office, examined);
  return examined;
}

/** Since when each payee has been waited for, by payee key, epoch ms; as the looks in a row have found it. */
async function waitedSince({ store: { cursors }, tools }: Office, examined: readonly Examined[]): Promise<ReadonlyMap<string, number>> {
  const before = (await cursors.get(waitedFor)) ?? '{}';
  const known = JSON.parse(before) as Readonly<Record<string, number>>;
  const keys = examined.flatMap(({ request, verdict }) => (verdict.is === 'waiting' ? [request.recipient.payeeKey] : []));
  const since = Object.fromEntries([...new Set(keys)].sort().map((key) => [key, known[key] ?? tools.now()]));
  const after = JSON.stringify(since);
  if (after !== before) await cursors.set(waitedFor, after);
  return new Map(Object.entries(since));
}

/** What has waited for an answer for long says why: nothing is wrong with it, so nobody else would. */
async function tellWaiting(office: Office, examined: readonly Examined[]): Promise<void> {
  const { store: { ledger, issues }, payerId, tools, timing } = office;
  const since = await waitedSince(office, examined);
  const long = examined.flatMap(({ request, payment, verdict }) => {
    const reason = verdict.is === 'waiting' ? `Not sent yet: ${verdict.why}` : undefined;
    const waited = tools.now() - (since.get(request.recipient.payeeKey) ?? tools.now());
    return reason !== undefined && reason !== payment.reason && payment.state !== 'Scheduled' && waited >= timing.giveUpAfterMs ? [{ ...payment, reason }] : [];
  });
  const [first] = long;
  if (!first) return;
  await ledger.move(long.map(({ requestId, reason }): Move => ({ requestId, event: 'withdraw', reason })));
  // An issue of its own: what the provider said in its own words, where it said anything, must stay readable.
  await issues.raise({
    kind: 'payee unclear', source: `${payerId}, waited for`, severity: 'Warning', by: long.length, summary: `Payments have waited long for ${payerId}'s word about their payees`,
    detail: `${first.name} is one of ${long.length}. ${first.reason} The Status Reason of each says why it waits. Nothing is sent to these payees before that; then it goes on by itself.`,
  });
}

/**
 * Everything is looked at again: soon after the provider said something of a payee, then after ever longer, up to the next sweep. A look that found out nothing
 * new must not ask for another at once, for each of them reads all that waits.
 */
async function lookAgain({ store, tools, timing }: Office, examined: readonly Found[]): Promise<void> {
  const now = tools.now();
  const heardAt = Math.max(0, ...(await store.payeeChecks.byIds(examined.map(({ request }) => request.recipient.id))).map(({ checkedAt }) => checkedAt));
  const soonMs = timing.writeDelayMs + timing.surveyQuietMs;
  await store.cursors.set('full sweep', '0');
  await store.timers.atLatest('survey', '', now + Math.min(Math.max(soonMs, timing.sweepMs), Math.max(soonMs, Math.abs(now - heardAt))));
}
