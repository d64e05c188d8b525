import type { Change, TransactionStatus } from '../domain/change.ts';
import { decimalText } from '../domain/money.ts';
import type { DepartureRow } from '../store/departures.ts';
import { isRemembered, type AttemptRow, type BatchRow, type Payment } from '../store/ledger-rows.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { ReconciliationRow } from '../store/reconciliation.ts';
import type { Office } from './office.ts';
import { providerTotal, sealOf, sumsOf } from './seal.ts';
import { accountsInTheBooks, type AccountsInTheBooks } from './accounts-in-the-books.ts';
import { renderMovements } from './render-movements.ts';
import { renderRest } from './render-rest.ts';

const iso = (at: number | null): string | undefined => (at === null ? undefined : new Date(at).toISOString());
const money = (minor: number | null, currency: string | null) => (minor === null || currency === null ? undefined : { minor, currency });

/**
 * What the books are to remember of a wish once it is answered: which approval it stopped; or null, where it lets the payment go on or that approval counts no more. Only who knows of one says
 * anything: another companion may know another.
 */
function stoppedApprovalAt({ state, granted, letsGoOn, clearsApproval, clearsAction, stopWish, approvedAt }: Payment): string | null | undefined {
  if (clearsApproval && state === 'Needs Correction') return null;
  if (!clearsAction) return undefined;
  if (letsGoOn || granted) return null;
  return stopWish === null ? undefined : iso(approvedAt);
}

function requestChange(office: Office, { key, version }: OutboxRow, payment: Payment, last: AttemptRow | undefined, departure: DepartureRow | undefined, batch: BatchRow | undefined): Change {
  return {
    kind: 'request', key, version, status: payment.granted ? 'Approved for Payout' : payment.state, reason: payment.granted?.reason ?? payment.reason ?? undefined, providerStatus: last && isRemembered(last.batchId) ? undefined : (last?.providerRaw ?? null),
    batchKey: payment.batchId !== null && isRemembered(payment.batchId) ? undefined : batch && isTold(batch) ? `${office.keyPrefix}:${batch.id}` : null, expectedArrival: undefined, needsSecondApproval: payment.needsSecondApproval && payment.state === 'On Hold' && !payment.granted, leavesAt: departure && (iso(departure.leavesAt) ?? null), clearsApproval: payment.clearsApproval && payment.state === 'Needs Correction', answers: payment.clearsAction ? (payment.answeredAction ?? undefined) : undefined, stoppedApprovalAt: stoppedApprovalAt(payment),
  };
}

/** One word for where an attempt stands, from what is known of it. */
function transactionStatus(row: AttemptRow): TransactionStatus {
  if (row.returnedAt !== null) return 'Returned';
  if (row.transferredAt !== null) return 'Transferred';
  if (row.stage === 'refused') return 'Refused';
  if (row.stage === 'settled' && !row.revived) return 'Cancelled';
  if (row.stage === 'unknown') return 'Outcome Unknown';
  if (row.stage === 'accepted' || row.revived) return row.providerStatus === 'payee must act' ? 'Pending Payee' : 'Pending';
  return 'Sending';
}

/** The rate the provider used, seen in what the payee receives: amount and target amount of the same payout. */
function rateOf(row: AttemptRow): { rate: string; source: string; at: string } | undefined {
  if (row.targetMinor === null || row.targetCurrency === null || row.targetCurrency === row.currency || row.askedAt === null) return undefined;
  const scale = 100_000_000n;
  const [target, amount] = [decimalText({ minor: row.targetMinor, currency: row.targetCurrency }, 3), decimalText({ minor: row.amountMinor, currency: row.currency }, 3)].map((text) => BigInt(text.replace('.', '')));
  if (!target || !amount) return undefined;
  const scaled = String((target * scale + amount / 2n) / amount).padStart(9, '0');
  return { rate: `${scaled.slice(0, -8)}.${scaled.slice(-8)}`, source: 'implied by the payout', at: new Date(row.askedAt).toISOString() };
}

function transactionChanges(office: Office, { version }: OutboxRow, row: AttemptRow, fundingAccountId: string | undefined, compared: ReconciliationRow | undefined): readonly Change[] {
  const amount = { minor: row.amountMinor, currency: row.currency };
  const fee = money(row.feeMinor, row.feeCurrency);
  const payout = {
    kind: 'transaction' as const, key: `${office.keyPrefix}:${row.reference}`, version, requestId: row.requestId, batchKey: `${office.keyPrefix}:${row.batchId}`,
    fundingAccountId, reference: row.reference, type: 'Payout' as const, direction: 'Out' as const,
    status: transactionStatus(row), amount, payoutId: row.payoutId ?? undefined, providerStatus: row.providerRaw ?? undefined,
    reason: row.reasonText ? `${row.reasonText} (${row.reasonCode ?? ''})` : undefined, target: money(row.targetMinor, row.targetCurrency),
    fee: fee && row.feeBasis ? { ...fee, basis: row.feeBasis } : undefined, fxRate: rateOf(row), occurredAt: iso(row.sentAt ?? row.plannedAt) ?? '', timeline: row.timeline,
    reconciled: compared && { state: compared.state, at: iso(compared.confirmedAt), detail: compared.detail },
  };
  if (row.returnedAt === null) return [payout];
  // The money that came back is a movement of its own; the payout keeps its story.
  return [payout, { ...payout, key: `${payout.key}:return`, type: 'Return', direction: 'In', status: 'Returned', fee: undefined, reconciled: undefined, occurredAt: iso(row.returnedAt) ?? '' }];
}

/** The books have it, or are told with the next call. One of which everything was taken back before that is never told, and nothing can belong to it there. */
const isTold = ({ requestedCount, told }: BatchRow): boolean => requestedCount > 0 || told;

const batchWord = { intent: 'Sending', sending: 'Sending', unknown: 'Outcome Unknown', open: 'Open', settled: 'Settled' } as const satisfies Record<BatchRow['stage'], string>;

function batchChange(office: Office, { key, version }: OutboxRow, batch: BatchRow, rows: readonly AttemptRow[], payments: ReadonlyMap<string, Payment>, accounts: AccountsInTheBooks): Change {
  const sums = sumsOf(rows, (id) => payments.get(id)?.state);
  const { seal, detail } = sealOf(batch, rows, sums);
  const of = (minor: number) => ({ minor, currency: batch.currency });
  const maybe = (minor: number | null | undefined) => (minor === null || minor === undefined ? undefined : of(minor));
  return {
    kind: 'batch', key: `${office.keyPrefix}:${key}`, version, fundingAccountId: accounts.ofBatch(batch), currency: batch.currency, status: batchWord[batch.stage],
    requestedCount: batch.requestedCount, sentAt: iso(batch.sentAt), seal, sealDetail: detail, requested: of(batch.requestedMinor), approved: maybe(batch.approvedMinor),
    provider: maybe(providerTotal(rows)), movement: maybe(batch.movementMinor), paid: of(sums.paid), returned: of(sums.returned), failed: of(sums.failed),
    held: of(sums.held), inFlight: of(sums.inFlight), residue: of(batch.residueMinor),
  };
}

/** Values of the outbox's records as the ledger has them now. What the ledger no longer has, or only remembers from the books, is left out. */
export async function render(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const { ledger } = office.store;
  const keys = (kind: OutboxRow['kind']): readonly string[] => rows.filter((row) => row.kind === kind).map((row) => row.key);
  const attempts = await ledger.attempts(keys('transaction'));
  const compared = new Map((await office.store.reconciliation.byReferences(keys('transaction'))).map((each) => [each.reference, each]));
  const batches = await ledger.batches(keys('batch'));
  const ofBatches = await ledger.attemptsOfBatch(batches.map((batch) => batch.id));
  const requestAttempts = await ledger.attemptsOf(keys('request'));
  const departures = new Map((await office.store.departures.byIds(keys('request'))).map((departure) => [departure.requestId, departure]));
  const ids = [...keys('request'), ...attempts.map((row) => row.requestId), ...ofBatches.map((row) => row.requestId)];
  const payments = new Map((await ledger.payments([...new Set(ids)])).map((row) => [row.requestId, row]));
  const waited = keys('request').flatMap((key) => payments.get(key)?.batchId ?? []);
  const batchesOfRequests = new Map((waited.length ? await ledger.batches([...new Set(waited)]) : []).map((batch) => [batch.id, batch]));
  const accounts = await accountsInTheBooks(office);
  const ours = rows.flatMap((row): readonly Change[] => {
    if (row.kind === 'request') {
      const payment = payments.get(row.key);
      return payment ? [requestChange(office, row, payment, requestAttempts.findLast((attempt) => attempt.requestId === row.key), departures.get(row.key), batchesOfRequests.get(payment.batchId ?? ''))] : [];
    }
    if (row.kind === 'transaction') {
      const attempt = attempts.find((candidate) => candidate.reference === row.key);
      return attempt && attempt.stage !== 'withdrawn' && !isRemembered(attempt.batchId) ? transactionChanges(office, row, attempt, accounts.ofPayout(attempt, payments.get(attempt.requestId)), compared.get(attempt.reference)) : [];
    }
    if (row.kind !== 'batch') return [];
    const batch = batches.find((candidate) => candidate.id === row.key);
    return batch && !isRemembered(batch.id) && isTold(batch) ? [batchChange(office, row, batch, ofBatches.filter((attempt) => attempt.batchId === batch.id), payments, accounts)] : [];
  });
  return [...ours, ...(await renderMovements(office, rows)), ...(await renderRest(office, rows))];
}
