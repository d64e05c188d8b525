import type { PayoutBooks } from '../connectors/connector.ts';
import { examine, type Circumstances } from '../domain/examine.ts';
import { payeeIdOf, type PaymentRequest } from '../domain/payout.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import { whatCanGo } from './funds.ts';
import type { Office } from './office.ts';

/** Duplicates, limits and the payee's standing were asked about when it was first planned. */
const seenBefore: Circumstances = { payee: 'not asked', lookAlikes: [], payeeTodayMinor: 0, currencyTodayMinor: 0, confirmedDuplicate: true, limitReleased: true };

/** Why what waits under its reference must not go out as it is: it may have waited for days, and nobody had to ask for another approval. */
function changedSince({ keyPrefix, tools }: Office, payer: PayoutTerms, row: AttemptRow, request: PaymentRequest | undefined): string | undefined {
  if (!request) return 'the books do not hold its reservation any more';
  if (request.amount.minor !== row.amountMinor || request.amount.currency !== row.currency || payeeIdOf(request.recipient.payeeKey) !== row.payeeId) return 'the amount or the payee was changed';
  const rules = { allowSelfApproval: true, approvalEvidence: 'stamp', limits: {}, keyPrefix, programs: payer.programs, today: new Date(tools.now()).toISOString().slice(0, 10) } as const;
  const verdict = examine(request, rules, seenBefore);
  if (verdict.is === 'payable') return undefined;
  return verdict.is === 'early' ? `its payout date was moved to ${request.payoutDate}` : verdict.why.replace(/^Not sent: |\.$/g, '');
}

/** Looked at once more, as the books have them now. What was changed since is held, for the number under which it waits is that of the old approval. */
async function stillMeant(office: Office, books: Pick<PayoutBooks, 'reserved'>, payer: PayoutTerms, rows: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  if (!rows.length) return [];
  const requests = new Map((await books.reserved(rows.map(({ reference }) => reference))).map(({ reference, request }) => [reference.toLowerCase(), request]));
  const changed = rows.flatMap((row) => {
    const why = changedSince(office, payer, row, requests.get(row.reference.toLowerCase()));
    return why === undefined ? [] : [{ row, why }];
  });
  await office.store.ledger.move(changed.map(({ row: { requestId }, why }) => ({ requestId, event: 'hold', reason: `Not sent again: ${why}. Re-initiate has it looked at anew.` })));
  return rows.filter((row) => !changed.some((one) => one.row === row));
}

/** A refused batch's row counts as not sent after this many spaced "not found". */
const settledMisses = 2;

/** Rows refused with their batch, asked for and not found: sent again under the SAME reference, in halves, so that the culprit is found. */
export async function nextResend(office: Office, books: Pick<PayoutBooks, 'reserved'>, payer: PayoutTerms, lane: Lane): Promise<readonly AttemptRow[] | undefined> {
  const { ledger, timers } = office.store;
  const goOn = async (chosen: readonly AttemptRow[]): Promise<readonly AttemptRow[] | undefined> => {
    const meant = await stillMeant(office, books, payer, chosen);
    return meant.length ? meant : nextResend(office, books, payer, lane);
  };
  const { giveUpAfterMissed, giveUpAfterMs } = office.timing;
  const rows = await ledger.resendable(lane, settledMisses, { missed: giveUpAfterMissed, since: office.tools.now() - giveUpAfterMs });
  const short = rows.filter((row) => row.reasonCause === 'funds');
  const affordable = await whatCanGo(office, payer, lane, short);
  if (affordable.length) return goOn(affordable.slice(0, payer.batchLimit));
  await ledger.move(short.map((row) => ({ requestId: row.requestId, event: 'run short', reason: `Waits for funds: ${row.reasonText ?? 'the balance does not suffice'}.` })));
  if (short.length) await timers.atLatest('funds', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
  const first = rows.find((row) => row.reasonCause !== 'funds');
  if (!first) return undefined;
  const all = (await ledger.attemptsOfBatch([first.batchId])).filter((row) => row.refusedWithBatch && row.bodyHash === first.bodyHash);
  // Not let in says nothing about the rows: they go together again.
  const half = first.reasonCause === 'access' ? all.length : Math.max(1, Math.ceil(all.length / 2));
  // Only what may go again: a row of the same batch that a person holds stays where it is.
  return goOn(rows.filter((row) => row.batchId === first.batchId && row.bodyHash === first.bodyHash && row.reasonCause !== 'funds').slice(0, Math.min(half, payer.batchLimit)));
}
