import type { Timing } from '../domain/timing.ts';
import type { Move } from '../store/ledger.ts';
import { isBusy, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import type { Found } from './take-up.ts';

/** What was approved: of one moment there may be two approvals, where a customer's Flow stamps the day only. And the day, which may be put off without one. */
const approvedTerms = ['approvedAt', 'amountMinor', 'currency', 'recipientId', 'payeeKey', 'purpose', 'program', 'invoiceNumber', 'fundingAccountId', 'payoutDate'] as const satisfies readonly (keyof Payment)[];

/**
 * Refused by name and not asked about since: the provider may have taken another copy of the call that brought it, and a new reference would pay it twice. Where no
 * answer comes, the questions a refusal is worth are waited for, and no longer.
 */
const isUntested = ({ stage, asked, askedAt, sentAt, plannedAt }: AttemptRow, now: number, { refusedAsksMs }: Timing): boolean =>
  stage === 'refused' && (asked === 0 || (askedAt ?? 0) <= (sentAt ?? plannedAt)) && Math.abs(now - (sentAt ?? plannedAt)) < Math.max(0, ...refusedAsksMs);

/** What keeps a request back: an attempt that has to be tested first, its own or that of another request (`otherName`) for what looks like the same debt. */
interface Doubt {
  readonly requestId: string;
  readonly row: AttemptRow;
  readonly otherName?: string;
}

const whyNot = ({ row, otherName }: Doubt): string =>
  `Not sent yet: ${otherName === undefined ? `${row.reference} was refused, and` : `possible duplicate of ${otherName}, which was refused;`} the provider is asked first whether it took it after all. It goes out by itself.`;

/** Asked about as soon as another copy would be known to the provider; the answer has the payment planned. */
async function testFirst({ store: { ledger, timers }, tools, timing }: Office, doubts: readonly Doubt[]): Promise<void> {
  if (!doubts.length) return;
  const [now, [firstMs = 0]] = [tools.now(), timing.unknownAsksMs];
  const dueAt = ({ row: { sentAt, plannedAt, nextAskAt } }: Doubt): number => Math.min(nextAskAt ?? Infinity, now + firstMs, Math.max(now, (sentAt ?? plannedAt) + firstMs));
  await ledger.patchAttemptsQuietly(doubts.map((doubt) => [doubt.row.reference, { nextAskAt: dueAt(doubt) }]));
  await ledger.move(doubts.map((doubt): Move => ({ requestId: doubt.requestId, event: 'withdraw', reason: whyNot(doubt) })));
  await timers.atLatest('ask', '', Math.min(...doubts.map(dueAt)));
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
  const payable = items.map((item) => ({ ...item, used: used.get(item.request.id) ?? 0 })).filter(({ request, payment }) => {
    const current = now.get(request.id);
    return current !== undefined && (current.state === 'Approved for Payout' || current.state === 'Awaiting Funds') && approvedTerms.every((term) => current[term] === payment[term]) && current.attempt === payment.attempt && !busy.has(request.id);
  });
  // Whose debt was raised anew after a refusal is in the same doubt as one that was corrected.
  const alike = (await ledger.refusedAlike(payable.map(({ request }) => request.id))).map(({ besideId, otherName, ...row }): Doubt => ({ requestId: besideId, otherName, row }));
  const doubts = [...alike, ...rows.map((row): Doubt => ({ requestId: row.requestId, row }))].filter(({ row }) => isUntested(row, office.tools.now(), office.timing));
  const untested = Map.groupBy(doubts, ({ requestId }) => requestId);
  await testFirst(office, payable.flatMap(({ request }) => untested.get(request.id) ?? []));
  return payable.filter(({ request }) => !untested.has(request.id));
}
