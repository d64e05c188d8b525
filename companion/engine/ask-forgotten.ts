import type { Payouts } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import { referenceOf, type Sighting } from '../domain/payout.ts';
import { recoveredBatch, type AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import type { Examined } from './examine-all.ts';

/** An attempt of this request that was made before the store was lost. */
interface Forgotten {
  readonly item: Examined;
  readonly reference: string;
  readonly number: number;
}

function forgottenOf(item: Examined, rows: readonly AttemptRow[]): readonly Forgotten[] {
  const { id, attempt } = item.request;
  return Array.from({ length: Math.max(0, attempt - 1) }, (_, before) => before + 1)
    .filter((number) => item.verdict.is === 'payable' && !rows.some((row) => row.requestId === id && row.number === number))
    .map((number) => ({ item, number, reference: referenceOf(id, number) }));
}

/** Found on its way, or paid, and in which program. */
interface Alive {
  readonly answer: Extract<Sighting, { found: true }>;
  readonly program: string;
}

/** What the provider says of these in each of its programs, by reference: the request may have been paid from another one before it was corrected, and no program knows what left from another. */
async function askEverywhere(payer: Pick<Payouts, 'ask' | 'programs'>, forgotten: readonly Forgotten[]): Promise<ReadonlyMap<string, Alive | Problem | 'not alive'>> {
  const found = new Map<string, Alive | Problem | 'not alive'>();
  for (const program of new Set([...forgotten.map(({ item: { payment } }) => payment.program), ...payer.programs.map((each) => each.program)])) {
    const answers = await payer.ask(forgotten.map(({ reference, item: { payment } }) => ({ reference, program, amount: { minor: payment.amountMinor, currency: payment.currency } })));
    for (const { reference } of forgotten) {
      const answer = answers.get(reference) ?? new Problem('unknown', 'No answer.');
      const before = found.get(reference) ?? 'not alive';
      const isAlive = !(answer instanceof Problem) && answer.found && answer.status !== 'cancelled';
      if (isAlive) found.set(reference, { answer, program });
      else found.set(reference, answer instanceof Problem && before === 'not alive' ? answer : before);
    }
  }
  return found;
}

/** What left under it is told by the provider alone: the record has been corrected since. Closed as a person had closed it, so that all is said which is said of those. */
async function keep(office: Office, { item: { payment }, reference, number }: Forgotten, { answer: { payeeId, amount }, program }: Alive, orgId: string): Promise<void> {
  const { ledger, timers } = office.store;
  const now = office.tools.now();
  const lane = { connection: office.payerId, program, currency: amount.currency };
  const id = recoveredBatch(`${reference}/${lane.program}/${lane.currency}`, now);
  await ledger.plan(
    [{ id, ...lane, fundingAccountId: null, stage: 'settled', requestedMinor: amount.minor, requestedCount: 1, approvedMinor: amount.minor, createdAt: now }],
    [{ reference, requestId: payment.requestId, number, ...lane, payeeId, amountMinor: amount.minor, purpose: payment.purpose, orgId, batchId: id, stage: 'settled', posted: 2, sequence: 0, plannedBy: office.holder, plannedAt: now, unknownSince: null, nextAskAt: now }],
  );
  await timers.atLatest('ask', '', now);
}

/**
 * The books hold the last number of a request only. A store that was lost does not know the earlier ones, of which one may be on its way although it was called over: each is asked about
 * before the next number is planned. @returns those of which none is alive; the others are looked at again with the next sweep
 */
export async function askForgotten(office: Office, payer: Pick<Payouts, 'ask' | 'programs'>, examined: readonly Examined[]): Promise<readonly Examined[]> {
  const { db, ledger, installation, cursors, timers } = office.store;
  const again = examined.filter(({ request }) => request.attempt > 1);
  const rows = again.length ? await ledger.attemptsOf(again.map(({ request }) => request.id)) : [];
  const forgotten = again.flatMap((item) => forgottenOf(item, rows));
  if (!forgotten.length) return examined;
  const answers = await askEverywhere(payer, forgotten);
  const orgId = (await installation.read())?.orgId ?? '';
  const kept = new Set<Examined>();
  await db.transaction(async () => {
    for (const one of forgotten) {
      const answer = answers.get(one.reference) ?? 'not alive';
      if (answer === 'not alive') continue;
      kept.add(one.item);
      if (!(answer instanceof Problem)) await keep(office, one, answer, orgId);
      else await ledger.move([{ requestId: one.item.request.id, event: 'withdraw', reason: `Not sent yet: this store does not know what became of ${one.reference}, and the provider could not be asked. It goes out by itself.` }]);
    }
    if (!kept.size) return;
    await cursors.set('full sweep', '0');
    await timers.atLatest('survey', '', office.tools.now() + office.timing.sweepMs);
  });
  return examined.filter((item) => !kept.has(item));
}
