import type { Timing } from '../domain/timing.ts';
import type { Move } from '../store/ledger.ts';
import { isBusy, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import { isOfAnother } from './import-of-another.ts';
import type { Office } from './office.ts';
import type { Found } from './take-up.ts';

/** What was approved: of one moment there may be two approvals, where a customer's Flow stamps the day only. And the day, which may be put off without one. */
const approvedTerms = ['approvedAt', 'amountMinor', 'currency', 'recipientId', 'payeeKey', 'purpose', 'program', 'invoiceNumber', 'fundingAccountId', 'payoutDate'] as const satisfies readonly (keyof Payment)[];

/** When it was refused; the questions it is worth are reckoned from there. */
const refusedAt = ({ sentAt, plannedAt }: AttemptRow): number => sentAt ?? plannedAt;

const enoughMisses = 2;

/**
 * Refused by name and not proven since to be unknown to the provider, which may have taken another copy of the call that brought it: a new reference would pay it twice. It may not
 * show that copy for a while, so one "not found" is not enough: two spaced ones are, of which the last was asked when the first question about a refusal is due. Where no
 * answer comes, the questions a refusal is worth are waited for, and no longer.
 */
const isUntested = (row: AttemptRow, now: number, { refusedAsksMs }: Timing): boolean =>
  row.stage === 'refused' && (row.missed < enoughMisses || (row.askedAt ?? 0) < refusedAt(row) + (refusedAsksMs[0] ?? 0)) && Math.abs(now - refusedAt(row)) < Math.max(0, ...refusedAsksMs);

/** What keeps a request back: an attempt that has to be tested first, its own or that of another request (`otherName`) for what looks like the same debt. */
interface Doubt {
  readonly requestId: string;
  readonly row: AttemptRow;
  readonly otherName?: string;
}

function whyNot({ row, otherName }: Doubt, { refusedAsksMs: [firstMs = 0] }: Timing): string {
  const until = new Date(refusedAt(row) + firstMs).toISOString().slice(0, 16).replace('T', ' ');
  return `Not sent yet: ${otherName === undefined ? `${row.reference} was refused, and` : `possible duplicate of ${otherName}, which was refused;`} the provider is asked twice whether it took it after all, the second time not before ${until} UTC. It goes out by itself.`;
}

/** Asked as soon as another copy would be known to the provider, and once more when it would have shown by now; a breath after the question before, or the two would be one. */
function dueAt(row: AttemptRow, now: number, { unknownAsksMs: [spacedMs = 0], refusedAsksMs: [firstMs = 0] }: Timing): number {
  const waitMs = row.missed ? Math.max(spacedMs, firstMs) : spacedMs;
  return Math.min(row.nextAskAt ?? Infinity, now + waitMs, Math.max(now, refusedAt(row) + waitMs, (row.askedAt ?? 0) + spacedMs));
}

/** The last answer has the payment planned. */
async function testFirst({ store: { ledger, timers }, tools, timing }: Office, doubts: readonly Doubt[]): Promise<void> {
  if (!doubts.length) return;
  const dues = doubts.map(({ row }) => [row.reference, dueAt(row, tools.now(), timing)] as const);
  await ledger.patchAttemptsQuietly(dues.map(([reference, nextAskAt]) => [reference, { nextAskAt }]));
  await ledger.move(doubts.map((doubt): Move => ({ requestId: doubt.requestId, event: 'withdraw', reason: whyNot(doubt, timing) })));
  await timers.atLatest('ask', '', Math.min(...dues.map(([, at]) => at)));
}

/**
 * Looked at again under lock, inside the caller's transaction: since these were found, a person or the provider may have ended them, or another instance planned them. `used` is
 * the last number that is taken.
 */
export async function stillPayable<Payable extends Found>(office: Office, items: readonly Payable[]): Promise<readonly (Payable & { readonly used: number })[]> {
  const { ledger } = office.store;
  const ids = items.map(({ request }) => request.id);
  const now = new Map((await ledger.payments(ids, 'for update')).map((payment) => [payment.requestId, payment]));
  const rows = await ledger.attemptsOf(ids);
  const busy = new Set(rows.filter(isBusy).map((row) => row.requestId));
  // Whatever the payment says: a reference that is taken here would stop everybody's planning.
  const used = new Map(rows.filter(({ stage, posted }) => stage !== 'withdrawn' || posted > 0).map((row) => [row.requestId, row.number]));
  const own = Map.groupBy(rows, (row) => row.requestId);
  const payable = items.map((item) => ({ ...item, used: used.get(item.request.id) ?? 0 })).filter(({ request, payment }) => {
    const current = now.get(request.id);
    return current !== undefined && (current.state === 'Approved for Payout' || current.state === 'Awaiting Funds') && approvedTerms.every((term) => current[term] === payment[term]) && current.attempt === payment.attempt && !busy.has(request.id) && !isOfAnother(request, own.get(request.id) ?? [], current.attempt);
  });
  // Whose debt was raised anew after a refusal is in the same doubt as one that was corrected.
  const alike = (await ledger.refusedAlike(payable.map(({ request }) => request.id))).map(({ besideId, otherName, ...row }): Doubt => ({ requestId: besideId, otherName, row }));
  const doubts = [...alike, ...rows.map((row): Doubt => ({ requestId: row.requestId, row }))].filter(({ row }) => isUntested(row, office.tools.now(), office.timing));
  const untested = Map.groupBy(doubts, ({ requestId }) => requestId);
  await testFirst(office, payable.flatMap(({ request }) => untested.get(request.id) ?? []));
  return payable.filter(({ request }) => !untested.has(request.id));
}
