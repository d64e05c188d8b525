import { nextState, waitingStates, type PayoutEvent, type PayoutState } from '../domain/payout-states.ts';
import { farthestMs } from '../domain/timing.ts';
import type { Database } from './database.ts';
import { attemptColumns, batchColumns, paymentColumns, type AttemptRow, type BatchRow, type Lane, type Payment } from './ledger-rows.ts';
import type { Outbox } from './outbox.ts';
import { patchRows } from './patch-rows.ts';
import { jsonOf } from './values.ts';

export type NewPayment = Omit<Payment, 'state' | 'reason' | 'automaticAttempts' | 'batchId' | 'clearsApproval' | 'clearsAction' | 'actionClearedAt' | 'answeredAction' | 'answeredAt' | 'stopWish' | 'letsGoOn' | 'granted' | 'confirmedDuplicate' | 'heldInDoubt' | 'limitReleased' | 'needsSecondApproval' | 'updatedAt'>;
export type AttemptPatch = Partial<Pick<AttemptRow, (typeof mutableAttemptColumns)[number]>>;
export type BatchPatch = Partial<Pick<BatchRow, (typeof mutableBatchColumns)[number]>>;
export type PaymentPatch = Partial<Pick<Payment, (typeof mutablePaymentColumns)[number]>>;

/** One thing that happened to a payment. The state table decides what it means. */
export interface Move {
  readonly requestId: string;
  readonly event: PayoutEvent;
  /** Shown to people; undefined keeps the old one, null clears it. */
  readonly reason?: string | null;
  readonly patch?: Omit<PaymentPatch, 'state' | 'reason' | 'updatedAt'>;
  /** True when the books know already (a reservation wrote it). */
  readonly alreadyWritten?: boolean;
}
export type Moved = { readonly requestId: string; readonly from: PayoutState; readonly to: PayoutState } | { readonly requestId: string; readonly from: PayoutState | undefined; readonly forbidden: PayoutEvent };

const mutablePaymentColumns = [
  'state', 'reason', 'attempt', 'automaticAttempts', 'batchId', 'clearsApproval', 'clearsAction', 'answeredAction', 'answeredAt', 'stopWish', 'letsGoOn', 'granted', 'confirmedDuplicate', 'heldInDoubt', 'limitReleased', 'needsSecondApproval', 'updatedAt', 'approvedAt',
  'approvedById', 'submittedById', 'evidence', 'amountMinor', 'currency', 'owedMinor', 'owedCurrency', 'recipientId', 'payeeKey', 'payeeId', 'purpose', 'invoiceNumber',
  'fundingAccountId', 'payoutDate', 'connection', 'program', 'foundAt',
] as const;
const mutableAttemptColumns = [
  'stage', 'posted', 'bodyHash', 'payoutId', 'providerStatus', 'providerRaw', 'reasonCode', 'reasonText', 'reasonCause', 'targetMinor', 'targetCurrency',
  'feeMinor', 'feeCurrency', 'feeBasis', 'refusedWithBatch', 'sentAt', 'hintedAt', 'askedAt', 'asked', 'missed', 'cancelledFirstAt',
  'transferredAt', 'returnedAt', 'nextAskAt', 'unknownSince', 'wasLost', 'stranger', 'paidAgain', 'revived', 'timeline', 'batchId',
] as const;
const mutableBatchColumns = ['stage', 'requestedMinor', 'requestedCount', 'approvedMinor', 'movementMinor', 'residueMinor', 'bodyHash', 'sentAt', 'settledAt'] as const;

const insertPayments = `
  insert into payment (request_id, name, connection, program, currency, amount_minor, owed_minor, owed_currency, recipient_id, payee_key, payee_id, purpose, invoice_number,
    funding_account_id, payout_date, approved_at, approved_by_id, submitted_by_id, evidence, state, attempt, found_at, updated_at)
  select "requestId", name, connection, program, currency, "amountMinor", "owedMinor", "owedCurrency", "recipientId", "payeeKey", "payeeId", purpose, "invoiceNumber",
    "fundingAccountId", "payoutDate", "approvedAt", "approvedById", "submittedById", evidence, $2, attempt, "foundAt", "foundAt"
  from jsonb_to_recordset($1::jsonb) as x("requestId" text, name text, connection text, program text, currency text, "amountMinor" bigint, "owedMinor" bigint, "owedCurrency" text, "recipientId" text,
    "payeeKey" text, "payeeId" text, purpose text, "invoiceNumber" text, "fundingAccountId" text, "payoutDate" text, "approvedAt" bigint,
    "approvedById" text, "submittedById" text, evidence jsonb, attempt int, "foundAt" bigint)
  on conflict (request_id) do nothing`;

const insertBatches = `
  insert into batch (id, connection, program, currency, funding_account_id, stage, requested_minor, requested_count, approved_minor, created_at)
  select id, connection, program, currency, "fundingAccountId", stage, "requestedMinor", "requestedCount", "approvedMinor", "createdAt"
  from jsonb_to_recordset($1::jsonb) as x(id text, connection text, program text, currency text, "fundingAccountId" text, stage text,
    "requestedMinor" bigint, "requestedCount" int, "approvedMinor" bigint, "createdAt" bigint)
  on conflict (id) do nothing`;

const insertAttempts = `
  insert into attempt (reference, request_id, number, connection, program, payee_id, amount_minor, currency, purpose, org_id, batch_id, stage, posted,
    sequence, planned_by, planned_at, unknown_since, next_ask_at, timeline)
  select reference, "requestId", number, connection, program, "payeeId", "amountMinor", currency, purpose, "orgId", "batchId", stage, posted,
    sequence, "plannedBy", "plannedAt", "unknownSince", "nextAskAt", coalesce(timeline, '[]'::jsonb)
  from jsonb_to_recordset($1::jsonb) as x(reference text, "requestId" text, number int, connection text, program text, "payeeId" text, "amountMinor" bigint,
    currency text, purpose text, "orgId" text, "batchId" text, stage text, posted int, sequence bigint, "plannedBy" text, "plannedAt" bigint, "unknownSince" bigint,
    "nextAskAt" bigint, timeline jsonb)`;

/** Beside a payment `p`, each other one (`o`) that looks like the same debt. */
const oneDebt = `
  cross join lateral (values (p.currency, p.amount_minor), (p.owed_currency, p.owed_minor)) d (currency, minor)
  join lateral (
    select * from payment paid where lower(paid.payee_id) = lower(p.payee_id) and paid.currency = d.currency and paid.amount_minor = d.minor and invoice_key(paid.invoice_number) = invoice_key(p.invoice_number)
    union all select * from payment owed where lower(owed.payee_id) = lower(p.payee_id) and owed.owed_currency = d.currency and owed.owed_minor = d.minor and invoice_key(owed.invoice_number) = invoice_key(p.invoice_number)
  ) o on o.connection = p.connection and o.request_id <> p.request_id`;

/** As long as the record's field. */
const longestReason = 255;
const atLane = 'connection = $1 and program = $2 and currency = $3';
const laneParams = ({ connection, program, currency }: Lane): string[] => [connection, program, currency];

export type NewBatch = Pick<BatchRow, 'id' | 'connection' | 'program' | 'currency' | 'fundingAccountId' | 'stage' | 'requestedMinor' | 'requestedCount' | 'approvedMinor' | 'createdAt'>;
export type NewAttempt = Pick<AttemptRow, 'reference' | 'requestId' | 'number' | 'connection' | 'program' | 'payeeId' | 'amountMinor' | 'currency' | 'purpose' | 'orgId' | 'batchId' | 'stage' | 'posted' | 'sequence' | 'plannedBy' | 'plannedAt' | 'unknownSince' | 'nextAskAt'>;

/**
 * Our record of intents and attempts: the first of the three witnesses. Every change of a payment's state goes through `move`, which asks the
 * state table and puts the record into the outbox in the same transaction.
 */
export function openLedger(db: Database, outbox: Outbox, now: () => number, writeDelayMs: number) {
  const payments = (ids: readonly string[], lock: '' | 'for update'): Promise<readonly Payment[]> =>
    db.query<Payment>(`select ${paymentColumns} from payment where request_id = any($1::text[]) order by request_id ${lock}`, [ids]);
  /** The row of a statement that always gives one. */
  const only = async <T extends object>(sql: string, params: readonly unknown[] = []): Promise<T> => (await db.query<T>(sql, params))[0] as T;

  const announce = (kind: 'request' | 'transaction' | 'batch', keys: readonly string[]): Promise<void> => outbox.add(kind, keys, now() + writeDelayMs);

  return {
    payments: (ids: readonly string[], lock: '' | 'for update' = '') => payments(ids, lock),
    /** Which of these requests a person has to look at: they hold up nobody else. */
    onHold: async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
      new Set((await db.query<{ id: string }>("select request_id as id from payment where request_id = any($1::text[]) and state = 'On Hold'", [ids])).map((row) => row.id)),
    paymentsIn: (states: readonly PayoutState[]) => db.query<Payment>(`select ${paymentColumns} from payment where state = any($1::text[]) order by found_at, request_id`, [states]),

    /** Keeps new payments as Approved for Payout; the ids that were new. */
    takeUp: async (rows: readonly NewPayment[], state: PayoutState = 'Approved for Payout'): Promise<readonly string[]> =>
      rows.length ? (await db.query<{ id: string }>(`${insertPayments} returning request_id as id`, [jsonOf(rows), state])).map((row) => row.id) : [],

    /** Applies what happened, under a row lock and by the state table. What the table forbids changes nothing and is reported. */
    move: (moves: readonly Move[]): Promise<readonly Moved[]> =>
      db.transaction(async () => {
        const at = now();
        const current = new Map((await payments([...new Set(moves.map((move) => move.requestId))], 'for update')).map((row) => [row.requestId, row]));
        // By payment: two moves of one in a row are one change, for an UPDATE takes only one of two patches of a row.
        const patches = new Map<string, PaymentPatch>();
        const told: string[] = [];
        const result = moves.map((move): Moved => {
          const payment = current.get(move.requestId);
          const forbidden = { requestId: move.requestId, from: payment?.state, forbidden: move.event };
          if (!payment) return forbidden;
          const to = nextState(payment.state, move.event);
          if (to === 'never') return forbidden;
          // Whatever a wish was granted for is over; and what stops a payment stops one that was to go on.
          const over = payment.granted !== null && (to !== payment.state || move.event === 'hold');
          // The doubt it was held in is one of that hold alone: a later wish must not count as the answer to it.
          const doubts = to === payment.state ? {} : { heldInDoubt: false, needsSecondApproval: false };
          const patch: PaymentPatch = { ...(over ? { granted: null } : {}), ...doubts, ...move.patch, state: to, updatedAt: at, ...(move.reason === undefined ? {} : { reason: move.reason?.slice(0, longestReason) ?? null }) };
          current.set(move.requestId, { ...payment, ...patch });
          const changed = over || to !== payment.state || (move.reason !== undefined && patch.reason !== payment.reason) || move.patch !== undefined;
          if (changed) patches.set(move.requestId, { ...patches.get(move.requestId), ...patch });
          if (changed && !move.alreadyWritten) told.push(move.requestId);
          return { requestId: move.requestId, from: payment.state, to };
        });
        await patchRows(db, { name: 'payment', key: 'request_id', columns: mutablePaymentColumns }, [...patches]);
        await announce('request', told);
        return result;
      }),

    /**
     * Other requests that look like the same debt: payee (whatever the program), amount, currency and invoice. What is owed in another currency is compared as well as
     * what is paid, for each day's rate makes another amount of it; so is the one with the other, for a debt may be raised once as it is owed and once as it is paid. One counts that may have been paid since `since`, or may
     * still be, whichever of the two was found first; one of which nothing was ever planned only when it was found first. A person who has confirmed the other one beside
     * this one has answered for both. Pairs of [request, other].
     */
    lookAlikes: (ids: readonly string[], since: number) =>
      db.query<{ requestId: string; otherId: string; otherName: string }>(
        `select distinct p.request_id as "requestId", o.request_id as "otherId", o.name as "otherName" from payment p
         ${oneDebt}
         where p.request_id = any($1::text[]) and not p.confirmed_duplicate and (
           (o.state not in ('Cancelled', 'Needs Correction') and o.found_order < p.found_order
             and (o.found_at >= $2 or o.state in ('Approved for Payout', 'Scheduled', 'Awaiting Funds', 'On Hold')))
           or (not (o.confirmed_duplicate and p.found_order < o.found_order) and exists (select 1 from attempt a where a.request_id = o.request_id and (
             a.stage in ('intent', 'reserved', 'sending', 'unknown', 'accepted') or a.transferred_at >= $2
             or (a.stage = 'settled' and a.transferred_at is null and a.cancelled_first_at is null and coalesce(a.sent_at, a.planned_at) >= $2)))))`,
        [ids, since],
      ),

    /** Attempts of other requests that look like the same debt, which were refused by name and are still to be asked about; for a request that a person confirmed, none. */
    refusedAlike: (ids: readonly string[]) =>
      db.query<AttemptRow & { readonly besideId: string; readonly otherName: string }>(
        `select distinct p.request_id as "besideId", o.name as "otherName", ${attemptColumns.replace(/(^|, )(\w+) as/g, '$1a.$2 as')} from payment p
         ${oneDebt}
         join attempt a on a.request_id = o.request_id and a.stage = 'refused' and a.next_ask_at is not null
         where p.request_id = any($1::text[]) and not p.confirmed_duplicate`,
        [ids],
      ),

    /** Whether one of these, or another that looks like the same debt, waits to be paid. */
    isWaitedFor: async (ids: readonly string[]): Promise<boolean> =>
      (
        await only<{ waits: boolean }>(
          `select exists (select 1 from payment where request_id = any($1::text[]) and state = any($2::text[])) or exists (select 1 from payment p ${oneDebt} where p.request_id = any($1::text[]) and o.state = any($2::text[])) as waits`,
          [ids, waitingStates],
        )
      ).waits,

    /** How long the last payouts of a program took from sending to the provider's word that they were paid, in milliseconds, the latest first. */
    transferTimes: async (connection: string, program: string, limit: number): Promise<readonly number[]> =>
      (await db.query<{ tookMs: number }>('select transferred_at - sent_at as "tookMs" from attempt where connection = $1 and program = $2 and transferred_at is not null and sent_at is not null order by sent_at desc limit $3', [connection, program, limit])).map((row) => row.tookMs),

    /**
     * What was planned or sent to each payee (whatever the program), and in each currency, since `since`, and did not come to nothing: minor units. What waits to go out, for the first time or again, goes today.
     * Attempts that one of the requests `found` did not have yet, by its number, are told apart under its id: another instance has planned them meanwhile.
     */
    committedSince: (since: number, found: readonly Pick<Payment, 'requestId' | 'attempt'>[] = []) =>
      db.query<{ connection: string; payeeId: string; currency: string; minor: number; requestId: string | null }>(
        `select p.connection, p.payee_id as "payeeId", a.currency, sum(a.amount_minor)::bigint as minor, f."requestId" from attempt a join payment p using (request_id)
           left join jsonb_to_recordset($2::jsonb) as f("requestId" text, attempt int) on f."requestId" = a.request_id and f.attempt < a.number
         where (a.planned_at >= $1 or a.sent_at >= $1 or a.stage in ('intent', 'reserved') or (a.stage = 'unknown' and a.refused_with_batch)) and a.stage not in ('withdrawn', 'refused') and not (a.stage = 'settled' and a.transferred_at is null and a.cancelled_first_at is not null)
         group by 1, 2, 3, 5`,
        [since, jsonOf(found.map(({ requestId, attempt }) => ({ requestId, attempt })))],
      ),

    /** Intents of a lane, committed before anything else happens (MONEY.md 2.1). A withdrawn intent was never reserved: its reference is free. */
    plan: (batches: readonly NewBatch[], attempts: readonly NewAttempt[]): Promise<void> =>
      db.transaction(async () => {
        await db.query("delete from attempt where reference = any($1::text[]) and stage = 'withdrawn' and posted = 0", [attempts.map((row) => row.reference)]);
        await db.query(insertBatches, [jsonOf(batches)]);
        await db.query(insertAttempts, [jsonOf(attempts)]);
      }),

    attempts: (references: readonly string[], lock: '' | 'for update' = '') =>
      db.query<AttemptRow>(`select ${attemptColumns} from attempt where lower(reference) = any($1::text[]) ${lock}`, [references.map((reference) => reference.toLowerCase())]),
    /** Which of these references (lower case, of our form) have a number that their request has come to: what was paid under them before a store was lost is ours, though no row of it is left. */
    comeTo: async (references: readonly string[]): Promise<ReadonlySet<string>> =>
      new Set((await db.query<{ reference: string }>('select reference from unnest($1::text[]) as reference join payment p on lower(p.request_id) = left(reference, 18) where right(reference, 2)::int <= p.attempt', [references])).map(({ reference }) => reference)),
    attemptsIn: (stages: readonly AttemptRow['stage'][]) => db.query<AttemptRow>(`select ${attemptColumns} from attempt where stage = any($1::text[]) order by planned_at, reference`, [stages]),
    attemptsOf: (requestIds: readonly string[]) => db.query<AttemptRow>(`select ${attemptColumns} from attempt where request_id = any($1::text[]) order by number`, [requestIds]),
    attemptsOfBatch: (batchIds: readonly string[]) => db.query<AttemptRow>(`select ${attemptColumns} from attempt where batch_id = any($1::text[]) order by reference`, [batchIds]),
    /** Rows of a lane in some stages, in the order they were planned. */
    inLane: (lane: Lane, stages: readonly AttemptRow['stage'][], limit = 100_000) =>
      db.query<AttemptRow>(`select ${attemptColumns} from attempt where ${atLane} and stage = any($4::text[]) order by sequence, reference limit $5`, [...laneParams(lane), stages, limit]),
    /** Rows of a lane somebody else planned and has not sent, and those of anybody that are being sent, in the order they were planned. */
    dangling: (lane: Lane, holder: string) =>
      db.query<AttemptRow>(`select ${attemptColumns} from attempt where ${atLane} and (stage = 'sending' or (stage in ('intent', 'reserved') and planned_by <> $4)) order by sequence, reference`, [...laneParams(lane), holder]),
    /** Rows of a lane this process reserved, and those it only planned whose request does not say `reason` yet, in the order they were planned. */
    unsent: (lane: Lane, holder: string, reason: string) =>
      db.query<AttemptRow>(
        `select ${attemptColumns} from attempt where ${atLane} and planned_by = $4 and (stage = 'reserved'
           or (stage = 'intent' and exists (select 1 from payment p where p.request_id = attempt.request_id and p.reason is distinct from $5))) order by sequence, reference`,
        [...laneParams(lane), holder, reason.slice(0, longestReason)],
      ),
    /** The first row of a lane that keeps the others back: it is being sent, or nobody knows what became of it and no person looks at it. Undefined when there is none. */
    undecidedIn: async (lane: Lane): Promise<string | undefined> =>
      (
        await db.query<{ reference: string }>(
          `select reference from attempt where ${atLane} and (stage = 'sending' or (stage = 'unknown' and not refused_with_batch
             and not exists (select 1 from payment p where p.request_id = attempt.request_id and p.state = 'On Hold'))) order by sequence, reference limit 1`,
          laneParams(lane),
        )
      )[0]?.reference,
    /** Sent from a lane, or about to be, and not certainly in the balance the provider told at `readAt` (epoch ms): what that reading does not show, minor units. */
    committedMinor: async (lane: Lane, readAt: number): Promise<number> =>
      (
        await only<{ minor: number }>(
          `select coalesce(sum(amount_minor), 0)::bigint as minor from attempt where ${atLane}
             and (stage in ('intent', 'reserved', 'sending') or (stage = 'unknown' and not refused_with_batch) or (stage = 'accepted' and (provider_status is null or coalesce(sent_at, 0) >= $4)))`,
          [...laneParams(lane), readAt],
        )
      ).minor,
    /** Lanes with something planned, or refused with its batch and waiting to go again. */
    lanesWaiting: () => db.query<Lane>("select distinct connection, program, currency from attempt where stage in ('intent', 'reserved') or (stage = 'unknown' and refused_with_batch) order by 1, 2, 3"),
    /** Requests that wait here, of which nothing is under way, and are not among those `seen` to wait in the books at `lookedAt`, epoch ms, though the books were told: the last to change, and in each look other ones of the rest, for what was recalled there stays among them. */
    waitingElsewhere: async (seen: readonly string[], lookedAt: number): Promise<readonly string[]> =>
      (
        await db.query<{ requestId: string }>(
          `with elsewhere as (
             select request_id, row_number() over (order by updated_at desc) as newest, row_number() over (order by md5(request_id || $2::bigint)) as turn
             from payment p where state = any($1::text[]) and updated_at < $2 and request_id <> all($3::text[])
               and not exists (select 1 from attempt a where a.request_id = p.request_id and a.stage in ('intent', 'reserved', 'sending', 'accepted', 'unknown')) and not exists (select 1 from outbox o where o.kind = 'request' and o.key = p.request_id))
           select request_id as "requestId" from elsewhere where newest <= 100 or turn <= 100 order by newest`,
          [waitingStates, lookedAt, seen],
        )
      ).map((row) => row.requestId),
    /** Since when the oldest unknown outcome is, epoch ms; undefined when all are known. */
    oldestUnknown: async (): Promise<number | undefined> =>
      (await only<{ at: number | null }>("select min(coalesce(unknown_since, $1)) as at from attempt where stage = 'unknown'", [now()])).at ?? undefined,

    /** Moves exactly these rows from one stage to another if nobody else did meanwhile; the references that moved. An unknown one only while it is refused with its batch: whoever doubts that takes it back. */
    advance: async (references: readonly string[], from: AttemptRow['stage'], to: AttemptRow['stage'], plannedBy: string): Promise<readonly string[]> =>
      (
        await db.query<{ reference: string }>(
          "update attempt set stage = $3, planned_by = $4 where reference = any($1::text[]) and stage = $2 and (refused_with_batch or ($2 <> 'unknown' and planned_by = $4)) returning reference",
          [references, from, to, plannedBy],
        )
      ).map((row) => row.reference),

    /** Refused with their batch, not found at least `missed` times since, and still wanted. */
    refusedAndMissed: (lane: Lane, missed: number) =>
      db.query<AttemptRow>(
        `select ${attemptColumns} from attempt where ${atLane} and stage = 'unknown' and refused_with_batch and missed >= $4
           and exists (select 1 from payment p where p.request_id = attempt.request_id and p.attempt = attempt.number and p.state in ('Outcome Unknown', 'Awaiting Funds', 'Sending')) order by reference`,
        [...laneParams(lane), missed],
      ),

    patchAttempts: (patches: readonly (readonly [reference: string, patch: AttemptPatch])[]): Promise<void> =>
      db.transaction(async () => {
        await patchRows(db, { name: 'attempt', key: 'reference', columns: mutableAttemptColumns }, patches);
        await announce('transaction', patches.map(([reference]) => reference));
      }),
    /** Bookkeeping nobody needs to read in the books. */
    patchAttemptsQuietly: (patches: readonly (readonly [reference: string, patch: AttemptPatch])[]): Promise<void> =>
      patchRows(db, { name: 'attempt', key: 'reference', columns: mutableAttemptColumns }, patches),
    patchBatches: (patches: readonly (readonly [id: string, patch: BatchPatch])[]): Promise<void> =>
      db.transaction(async () => {
        await patchRows(db, { name: 'batch', key: 'id', columns: mutableBatchColumns }, patches);
        // A batch's sums are worth no call of their own: they ride along with its payments, or wait.
        await outbox.add('batch', patches.map(([id]) => id), now() + writeDelayMs * 5);
      }),
    /** These batches are in the books now: what becomes of them is told there, even that nothing is left of them. */
    batchesTold: (ids: readonly string[]): Promise<unknown> => db.query('update batch set told = true where id = any($1::text[]) and not told', [ids]),
    batches: (ids: readonly string[]) => db.query<BatchRow>(`select ${batchColumns} from batch where id = any($1::text[])`, [ids]),
    /**
     * How these batches stand by their rows: unsettled while any row's outcome is unknown; a row a person looks at no longer holds up the others. `isSeen` where the
     * provider ever spoke of a row.
     */
    standings: (ids: readonly string[]) =>
      db.query<Pick<BatchRow, 'id' | 'stage' | 'sentAt' | 'settledAt'> & { readonly isSeen: boolean }>(
        `select b.id, b.sent_at as "sentAt", b.settled_at as "settledAt", coalesce(bool_or(a.provider_status is not null), false) as "isSeen",
           case when bool_or(a.stage in ('sending', 'unknown') and p.state is distinct from 'On Hold') then 'unknown'
             when bool_or(a.stage = 'accepted') then 'open' when bool_or(a.stage in ('reserved', 'intent')) then 'intent' else 'settled' end as stage
         from batch b left join attempt a on a.batch_id = b.id left join payment p on p.request_id = a.request_id where b.id = any($1::text[]) group by b.id order by b.id`,
        [ids],
      ),
    batchesIn: (stages: readonly BatchRow['stage'][]) => db.query<BatchRow>(`select ${batchColumns} from batch where stage = any($1::text[]) order by created_at, id`, [stages]),
    /** Submitted batches of a lane whose money may have moved since `since` (epoch ms): open ones, and those with a transfer or return since. */
    batchesMoving: (lane: Lane, since: number) =>
      db.query<BatchRow>(
        `select ${batchColumns} from batch where ${atLane} and sent_at is not null and (stage <> 'settled' or movement_minor is null or settled_at >= $4
           or id in (select batch_id from attempt where returned_at >= $4 or transferred_at >= $4)) order by created_at, id`,
        [...laneParams(lane), since],
      ),

    /** Batches of a lane whose seal is broken by at least `minor` the other way (a rise for a positive one), the latest first. */
    batchesOver: (lane: Lane, minor: number) =>
      db.query<BatchRow>(`select ${batchColumns} from batch where ${atLane} and residue_minor * sign($4::bigint) <= -abs($4::bigint) order by created_at desc, id`, [...laneParams(lane), minor]),

    brokenIn: (lane: Lane) => db.query<BatchRow>(`select ${batchColumns} from batch where ${atLane} and residue_minor <> 0`, [...laneParams(lane)]),

    /** References whose time to be asked has come; the claim moves their next question ahead by `leaseMs`. */
    dueToAsk: (at: number, leaseMs: number, limit: number) =>
      db.query<AttemptRow>(
        `with due as (update attempt t set next_ask_at = $1::bigint + $2::bigint from (
           select reference from attempt where next_ask_at <= $1 or next_ask_at > $1 + ${farthestMs}::bigint order by next_ask_at, reference limit $3 for update skip locked) d
         where t.reference = d.reference returning ${attemptColumns.replace(/(^|, )(\w+) as/g, '$1t.$2 as')}) select * from due order by reference`,
        [at, leaseMs, limit],
      ),
    hasAttempts: async (): Promise<boolean> => (await only<{ found: boolean }>('select exists (select 1 from attempt) as found')).found,
    openCount: async (): Promise<number> =>
      (await only<{ count: number }>("select count(*)::int as count from attempt where stage in ('reserved', 'sending', 'unknown', 'accepted')")).count,
    /** When the oldest payout was sent, since `since` (epoch ms), whose actual fee is not known. */
    oldestWithoutFee: async (since: number): Promise<number | undefined> =>
      (await only<{ at: number | null }>("select min(sent_at) as at from attempt where transferred_at >= $1 and fee_basis is distinct from 'Actual'", [since])).at ?? undefined,
    nextAsk: async (): Promise<number | undefined> =>
      (await only<{ at: number | null }>('select least(min(next_ask_at), (select $1::bigint from attempt where next_ask_at > $2 limit 1)) as at from attempt', [now(), now() + farthestMs])).at ?? undefined,

    /** The approved amounts of a batch's requests as stamped: one side of the seal. */
    stampedTotal: async (requestIds: readonly string[]): Promise<number> =>
      (await only<{ minor: number }>('select coalesce(sum(amount_minor), 0)::bigint as minor from payment where request_id = any($1::text[])', [requestIds])).minor,

    /** These rows' outcome is not known any more; the ones of which that is true: what was heard of meanwhile is left as it is. */
    loseSight: async (references: readonly string[]): Promise<ReadonlySet<string>> =>
      new Set((await db.query<{ reference: string }>("update attempt set stage = 'unknown' where reference = any($1::text[]) and stage in ('intent', 'reserved', 'sending') returning reference", [references])).map((row) => row.reference)),

    /**
     * Earlier attempts of requests whose later one is being imported: that later one speaks for the request now. How they ended was not seen here, so they are
     * asked about like what a person closed: should the provider pay one after all, somebody has to hear of it. The batches they belong to.
     */
    settleOlder: (requestIds: readonly string[]) =>
      db.query<{ readonly batchId: string }>(
        `update attempt set stage = 'settled', next_ask_at = $2 where request_id = any($1::text[]) and stage in ('intent', 'reserved', 'sending', 'unknown', 'accepted')
         returning batch_id as "batchId"`,
        [requestIds, now()],
      ),
    /**
     * The books know better where these payments stand than an older copy of this ledger. An answer to a wish that they were not told of yet goes with the state it was given in: the wish
     * stands there still, and is looked at anew.
     */
    adopt: (rows: readonly { readonly requestId: string; readonly attempt: number; readonly batchId?: string; readonly state: PayoutState; readonly reason: string | null }[]): Promise<void> =>
      db.transaction(async () => {
        await patchRows(db, { name: 'payment', key: 'request_id', columns: mutablePaymentColumns }, rows.map(({ requestId, ...patch }) => [requestId, { ...patch, ...(patch.state === 'On Hold' ? {} : { heldInDoubt: false, needsSecondApproval: false }), updatedAt: now() }]));
        await db.query('update payment set clears_action = false, answered_action = null, answered_at = null, granted = null where request_id = any($1::text[]) and clears_action', [rows.map(({ requestId }) => requestId)]);
      }),
    /** These numbers are never given to another attempt of their requests. */
    useUp: (rows: readonly Pick<AttemptRow, 'requestId' | 'number'>[]): Promise<unknown> =>
      db.query('update payment p set attempt = greatest(p.attempt, x.number) from jsonb_to_recordset($1::jsonb) as x("requestId" text, number int) where p.request_id = x."requestId"', [jsonOf(rows)]),
    /** Attempts an older copy of this ledger may have sent again after the copy was made. */
    distrust: (references: readonly string[]): Promise<unknown> =>
      db.query('update attempt set posted = greatest(posted, 2) where reference = any($1::text[])', [references]),

    /**
     * Withdraws what has not left, whoever planned it: by the stage the sender checks before the call, so that nothing that was withdrawn can leave and
     * nothing that left is withdrawn. The rows that were.
     */
    withdraw: (requestIds: readonly string[], stages: readonly ('intent' | 'reserved')[]) =>
      db.query<AttemptRow>(`update attempt set stage = 'withdrawn' where request_id = any($1::text[]) and stage = any($2::text[]) returning ${attemptColumns}`, [requestIds, stages]),

    /** Rows refused with their batch, as an older copy remembers them: they may have gone out again since. They are asked about like any other. */
    distrustParked: (at: number) =>
      db.query<{ readonly reference: string }>("update attempt set refused_with_batch = false, posted = greatest(posted, 2), unknown_since = $1, next_ask_at = $1 where stage = 'unknown' and refused_with_batch returning reference", [at]),

    /**
     * Rows refused with their batch before this process began. That they were not found then is no longer believed, for this store may be a copy made
     * before they went out again: they are asked about anew before they may be sent again.
     */
    askParkedAnew: (holder: string, at: number): Promise<unknown> =>
      db.query("update attempt set missed = 0, next_ask_at = $2 where stage = 'unknown' and refused_with_batch and planned_by <> $1", [holder, at]),

    /** Answers a person's wish in words or by a grant, without moving anything. */
    note: (requestId: string, reason: string | undefined, answers: Pick<PaymentPatch, 'clearsAction' | 'answeredAction' | 'answeredAt' | 'stopWish' | 'letsGoOn' | 'granted'>): Promise<void> =>
      db.transaction(async () => {
        await patchRows(db, { name: 'payment', key: 'request_id', columns: mutablePaymentColumns }, [[requestId, { ...answers, ...(reason === undefined ? {} : { reason: reason.slice(0, longestReason) }), updatedAt: now() }]]);
        await announce('request', [requestId]);
      }),

    /** Somebody asked to stop it, whatever is answered: nothing that has to be told. */
    heed: (requestId: string, wish: string): Promise<unknown> => db.query('update payment set stop_wish = $2 where request_id = $1', [requestId, wish]),

    /** The wish that was answered no longer stands in the books: nothing is to be cleared there. */
    forgetAnswers: (requestIds: readonly string[]): Promise<unknown> => db.query('update payment set clears_action = false, granted = null where request_id = any($1::text[])', [requestIds]),

    /** What the books were told to clear is cleared. */
    clearFlags: (requestIds: readonly string[]): Promise<unknown> =>
      db.query(
        `update payment p set clears_action = false, clears_approval = clears_approval and state <> 'Needs Correction', granted = null, action_cleared_at = case when clears_action then $2::bigint else action_cleared_at end where request_id = any($1::text[]) and (clears_action or clears_approval)
         and not exists (select 1 from outbox where kind = 'request' and key = p.request_id)`,
        [requestIds, now()],
      ),

    audit: (entry: { readonly requestId: string; readonly action: string; readonly reason: string; readonly byId: string }): Promise<unknown> =>
      db.query('insert into audit (request_id, action, reason, by_id, at) values ($1, $2, $3, $4, $5)', [entry.requestId, entry.action, entry.reason, entry.byId, now()]),
    announce,
  };
}
