import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import { moneyText } from '../domain/money.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import { changedSince } from './changed-since.ts';
import { unexplainedFall, whatCanGo } from './funds.ts';
import type { Office } from './office.ts';

/** How the books may have what waits to go again under its reference. */
const goesAgain: ReadonlySet<string> = new Set<PayoutState>(['Sending', 'Outcome Unknown', 'Awaiting Funds']);

/** Why the books, which are told after the store, have come further with it than a store that lost its last commits. A sentence without its end. */
function cameFurther({ sequence }: AttemptRow, claim: Claim | undefined): string | undefined {
  if (claim && claim.sequence !== sequence) return 'it was reserved anew since';
  return claim && !goesAgain.has(claim.request.status) ? `the books call it ${claim.request.status}` : undefined;
}

/** Looked at once more, as the books have them now. What was changed since is held, for the number under which it waits is that of the old approval; what they know more of is asked about at once. */
async function stillMeant(office: Office, books: Pick<PayoutBooks, 'reserved'>, payer: PayoutTerms, rows: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  if (!rows.length) return [];
  const claims = new Map((await books.reserved(rows.map(({ reference }) => reference))).map((claim) => [claim.reference.toLowerCase(), claim]));
  const changed = rows.flatMap((row) => {
    const claim = claims.get(row.reference.toLowerCase());
    const why = cameFurther(row, claim) ?? changedSince(office, payer, row, claim ?? {});
    return why === undefined ? [] : [{ row, why }];
  });
  const now = office.tools.now();
  await office.store.ledger.patchAttemptsQuietly(changed.map(({ row: { reference } }) => [reference, { nextAskAt: now }]));
  if (changed.length) await office.store.timers.atLatest('ask', '', now);
  await office.store.ledger.move(changed.map(({ row: { requestId }, why }) => ({ requestId, event: 'hold', reason: `Not sent again: ${why}. Re-initiate has it looked at anew.` })));
  return rows.filter((row) => !changed.some((one) => one.row === row));
}

/**
 * What the balance says was not taken after all (MONEY.md 3): "not found" alone may be a provider that does not show it yet. What a fall that no payout explains is large
 * enough for is held; a person compares with the provider's statement.
 */
async function notTaken(office: Office, payer: PayoutTerms, lane: Lane, rows: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  if (!rows.length) return [];
  const fell = await unexplainedFall(office, payer, lane);
  // A load hides what was taken before it. What waits for funds waits for just that, and mostly since somebody else took them: it counts there as what was taken back.
  const fellFor = ({ reasonCause }: AttemptRow): number => (reasonCause === 'funds' ? fell.now : fell.atMost);
  const taken = rows.filter((row) => row.amountMinor <= fellFor(row));
  await office.store.ledger.move(taken.map((row) => ({ requestId: row.requestId, event: 'hold', reason: `Not sent again: the balance fell by ${moneyText({ minor: fellFor(row), currency: lane.currency })} since, and no payout explains it. Compare with the provider's statement: it may have been paid. Then Re-initiate.` })));
  return rows.filter((row) => !taken.includes(row));
}

const settledMisses = 2;

/**
 * Whether it is plain that the provider did not take a row of a batch it refused. Where we were not let in nobody looked at the rows: a few spaced "not found" are enough, and more each
 * time it went again. After any other refusal it may have taken some of them all the same (its documents do not say), and only long patience shows that it did not.
 */
function isPlain(row: AttemptRow, { timing, tools }: Office): boolean {
  if (row.reasonCause === 'access') return row.missed >= Math.min(settledMisses + row.posted - 1, timing.giveUpAfterMissed + 1);
  return row.missed >= timing.giveUpAfterMissed && tools.now() - (row.unknownSince ?? tools.now()) >= timing.giveUpAfterMs;
}

/** After so many refusals for lack of funds, although its balance showed enough each time, the provider means something else. */
const fundsRefusals = 3;

/** What was refused for lack of funds and may go again now; what it does not suffice for says so, and what was refused too often is held. */
async function fundedAgain(office: Office, payer: PayoutTerms, lane: Lane, short: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  const { ledger, timers } = office.store;
  const plain = (await whatCanGo(office, payer, lane, short)).filter((row) => isPlain(row, office));
  const often = plain.filter(({ posted }) => posted >= fundsRefusals);
  await ledger.move(often.map(({ requestId, posted, reasonText }) => ({ requestId, event: 'hold', reason: `Refused ${posted} times for lack of funds (${reasonText}), although the balance shows enough. Ask the provider what it wants, then Re-initiate.` })));
  const ready = plain.filter((row) => !often.includes(row));
  if (ready.length) return ready;
  const waiting = short.filter((row) => !often.includes(row));
  await ledger.move(waiting.map((row) => ({ requestId: row.requestId, event: 'run short', reason: `Waits for funds: ${row.reasonText ?? 'the balance does not suffice'}.` })));
  if (waiting.length) await timers.atLatest('funds', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
  return [];
}

/** Rows refused with their batch, asked for and not found: sent again under the SAME reference, in halves, so that the culprit is found. */
export async function nextResend(office: Office, books: Pick<PayoutBooks, 'reserved' | 'paused'>, payer: PayoutTerms, lane: Lane): Promise<readonly AttemptRow[] | undefined> {
  const { ledger } = office.store;
  const goOn = async (chosen: readonly AttemptRow[]): Promise<readonly AttemptRow[] | undefined> => {
    const meant = await notTaken(office, payer, lane, await stillMeant(office, books, payer, chosen));
    // What is reserved is fenced by the switch in the books; what goes again makes no reservation, and choosing it may have taken minutes.
    if (meant.length && (await books.paused())) return undefined;
    return meant.length ? meant : nextResend(office, books, payer, lane);
  };
  const missed = await ledger.refusedAndMissed(lane, settledMisses);
  const funded = await fundedAgain(office, payer, lane, missed.filter((row) => row.reasonCause === 'funds'));
  if (funded.length) return goOn(funded.slice(0, payer.batchLimit));
  const rows = missed.filter((row) => row.reasonCause !== 'funds' && isPlain(row, office));
  const [first] = rows;
  if (!first) return undefined;
  const all = (await ledger.attemptsOfBatch([first.batchId])).filter((row) => row.refusedWithBatch && row.bodyHash === first.bodyHash);
  // Not let in says nothing about the rows: they go together again.
  const half = first.reasonCause === 'access' ? all.length : Math.max(1, Math.ceil(all.length / 2));
  // Only what may go again: a row of the same batch that a person holds stays where it is.
  return goOn(rows.filter((row) => row.batchId === first.batchId && row.bodyHash === first.bodyHash).slice(0, Math.min(half, payer.batchLimit)));
}
