import { createHash } from 'node:crypto';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import { referenceOf } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import type { Move, NewAttempt, NewBatch } from '../store/ledger.ts';
import { laneKey, type Lane } from '../store/ledger-rows.ts';
import { alertShortfall, whatCanGo } from './funds.ts';
import type { Office } from './office.ts';
import { stillPayable } from './still-payable.ts';
import type { Examined } from './examine-all.ts';

export interface Bundled {
  readonly lane: Lane;
  readonly attempts: readonly NewAttempt[];
}
type Payable = Examined & { readonly amountMinor: number; readonly program: string };

const automaticAttempts = 3;
/** What has no due date comes after what has one. */
const dueBy = ({ request }: Payable): string => request.dueDate ?? '9999-12-31';
const byDueDate = (a: Payable, b: Payable): number => (a.request.payoutDate ?? '').localeCompare(b.request.payoutDate ?? '') || dueBy(a).localeCompare(dueBy(b)) || a.payment.foundAt - b.payment.foundAt || a.payment.requestId.localeCompare(b.payment.requestId);

/**
 * Line 1 of the protocol: payable requests become numbered attempts in batches of one program and currency, as far as the funds go, and the
 * intent is committed. The rest waits as Awaiting Funds.
 */
export async function bundle(office: Office, payer: PayoutTerms, examined: readonly Examined[]): Promise<readonly Bundled[]> {
  const payable = examined.flatMap((item): Payable[] => (item.verdict.is === 'payable' ? [{ ...item, amountMinor: item.payment.amountMinor, program: item.verdict.program }] : []));
  const unfit = await setAsideUnfit(office, payer, payable);
  const lanes = Map.groupBy(payable.filter((item) => !unfit.has(item)), (item) => laneKey({ connection: office.payerId, program: item.program, currency: item.payment.currency }));
  const bundled: Bundled[] = [];
  for (const items of lanes.values()) {
    const [first] = items;
    if (!first) continue;
    const lane = { connection: office.payerId, program: first.program, currency: first.payment.currency };
    const affordable = await affordableIn(office, payer, lane, items);
    if (!affordable) continue;
    await parkTheRest(office, lane, items.filter((item) => !affordable.has(item)));
    const attempts = await intend(office, payer, lane, [...affordable]);
    if (attempts.length) bundled.push({ lane, attempts });
  }
  return bundled;
}

/** What the funds of a lane suffice for; undefined when its balance can't be read now: the others go on, and it is tried again at the next sweep. */
async function affordableIn(office: Office, payer: PayoutTerms, lane: Lane, items: readonly Payable[]): Promise<ReadonlySet<Payable> | undefined> {
  try {
    return new Set(await whatCanGo(office, payer, lane, items.toSorted(byDueDate)));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await office.store.cursors.set('full sweep', '0');
    await office.store.issues.raise({ kind: 'balance unread', source: laneKey(lane), severity: 'Warning', summary: `The balance of program ${lane.program} could not be read`, detail: `${error.message} Requests in ${lane.currency} that wait: ${items.length}. They are tried again by themselves.` });
    return undefined;
  }
}

/** Found before anything is reserved: what the provider's field rules forbid, and what has been tried automatically too often. */
async function setAsideUnfit(office: Office, payer: PayoutTerms, payable: readonly Payable[]): Promise<ReadonlySet<Payable>> {
  const unfit = new Map<Payable, Move>();
  for (const item of payable) {
    const { payment } = item;
    const why = payer.unsendable({ ...attemptFor(office, item, 0, '', 0), amount: { minor: payment.amountMinor, currency: payment.currency } });
    if (why) unfit.set(item, { requestId: payment.requestId, event: 'correct', reason: why, patch: { clearsApproval: true } });
    else if (payment.automaticAttempts >= automaticAttempts) unfit.set(item, { requestId: payment.requestId, event: 'hold', reason: `Tried ${automaticAttempts} times for lack of funds. A person must release it with a reason.` });
  }
  await office.store.ledger.move([...unfit.values()]);
  return new Set(unfit.keys());
}

async function parkTheRest(office: Office, lane: Lane, rest: readonly Payable[]): Promise<void> {
  if (!rest.length) return;
  await office.store.ledger.move(rest.map(({ payment }) => ({ requestId: payment.requestId, event: 'run short', reason: 'Waits for funds: the program\'s balance does not suffice now.' })));
  await alertShortfall(office, lane, rest.reduce((total, item) => total + item.amountMinor, 0), rest.length);
  await office.store.timers.atLatest('funds', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
}

function attemptFor(office: Office, { request, payment, program, used = 0 }: Payable & { readonly used?: number }, sequence: number, batchId: string, now: number, orgId = ''): NewAttempt {
  const number = Math.max(request.attempt, payment.attempt, used) + 1;
  return {
    reference: referenceOf(request.id, number), requestId: request.id, number, connection: office.payerId, program, payeeId: payment.payeeId,
    amountMinor: payment.amountMinor, currency: payment.currency, purpose: payment.purpose, orgId, batchId, stage: 'intent', posted: 0, sequence,
    plannedBy: office.holder, plannedAt: now, unknownSince: null, nextAskAt: null,
  };
}

/** Deterministic in what it holds: the same references always make the same batch id. */
const batchIdOf = (references: readonly string[]): string => `B${createHash('sha256').update(references.join()).digest('hex').slice(0, 16)}`;

async function intend(office: Office, payer: PayoutTerms, lane: Lane, found: readonly Payable[]): Promise<readonly NewAttempt[]> {
  const { db, ledger, installation } = office.store;
  return db.transaction(async () => {
    const items = await stillPayable(office, found);
    if (!items.length) return [];
    const now = office.tools.now();
    const last = await installation.takeSequence(items.length);
    const orgId = (await installation.read())?.orgId ?? '';
    const attempts: NewAttempt[] = [];
    const batches: NewBatch[] = [];
    for (let start = 0; start < items.length; start += payer.batchLimit) {
      const part = items.slice(start, start + payer.batchLimit).map((item, index) => attemptFor(office, item, last - items.length + start + index + 1, '', now, orgId));
      const id = batchIdOf([...part.map((row) => row.reference), String(last)]);
      attempts.push(...part.map((row) => ({ ...row, batchId: id })));
      const total = part.reduce((sum, row) => sum + row.amountMinor, 0);
      batches.push({ id, ...lane, fundingAccountId: items[start]?.payment.fundingAccountId ?? null, stage: 'intent', requestedMinor: total, requestedCount: part.length, approvedMinor: total, createdAt: now });
    }
    await ledger.plan(batches, attempts);
    const again = items.filter(({ payment }) => payment.state === 'Awaiting Funds' && payment.attempt > 0);
    await ledger.move(again.map(({ payment }) => ({ requestId: payment.requestId, event: 'release', patch: { automaticAttempts: payment.automaticAttempts + 1 }, alreadyWritten: true })));
    await office.store.timers.atLatest('send', laneKey(lane), now);
    return attempts;
  });
}
