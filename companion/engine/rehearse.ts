import type { Fees, Payees } from '../connectors/connector.ts';
import type { PayoutTerms, RehearsalView } from '../domain/rehearsal-roles.ts';
import type { Circumstances } from '../domain/examine.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import { isWaiting, type PayoutState } from '../domain/payout-states.ts';
import { Problem } from '../domain/problem.ts';
import { summarise, type Foresight, type Rehearsal, type RehearsedLane, type RehearsedLine } from '../domain/rehearsal.ts';
import type { Lane, Payment } from '../store/ledger-rows.ts';
import { arrivals } from './arrivals.ts';
import { bundle } from './bundle.ts';
import { checkPayees } from './check-payees.ts';
import { readFunds } from './funds.ts';
import { mayNotSend, pauseSeen } from './may-not-send.ts';
import type { Office } from './office.ts';
import { lanesAsRehearsed } from './rehearsed-lanes.ts';
import { examineAll } from './examine-all.ts';
import { takeUp } from './take-up.ts';

/** Who answers a rehearsal's questions. There is nobody among them who could send. */
export interface RehearsalCast {
  readonly payer: PayoutTerms;
  readonly payees: Payees | undefined;
  readonly fees: Pick<Fees, 'estimate'> | undefined;
}

/** An approval would make these payable; they are rehearsed as if somebody entitled gave it now. */
const beforeApproval: ReadonlySet<PayoutState> = new Set<PayoutState>(['Draft', 'Submitted', 'Rejected', 'Recalled', 'Needs Correction']);
/** The provider is asked about so many payees at most before a rehearsal; the rest is judged by what is known. */
const payeesToAsk = 10;

/** As it would stand after an approval by somebody who is neither its submitter nor its creator and has not touched the payee. */
function asIfApproved(request: PaymentRequest, at: string): PaymentRequest {
  const [approver, submitter] = ['(an approver)', '(its submitter)'];
  const { runTrouble: _, ...own } = request;
  return {
    ...own, status: 'Approved for Payout',
    stamp: { amount: request.amount, recipientId: request.recipient.id, payeeKey: request.submittedPayeeKey ?? request.recipient.payeeKey, purpose: request.purpose, approvedAt: at, approvedById: approver, submittedById: submitter },
    evidence: { instanceId: '(rehearsed)', actorId: approver, submittedById: submitter, completedAt: at },
  };
}

/** Thrown to leave the transaction: nothing of a rehearsal is ever committed. */
class Discarded<T> extends Error {
  readonly told: T;
  constructor(told: T) {
    super('A rehearsal is never committed.');
    this.told = told;
  }
}

/** Does the work on the ledger as it stands and takes everything back, whatever comes of it: there is no path on which this transaction commits. */
async function discarding<T>(office: Office, work: () => Promise<T>): Promise<T> {
  try {
    return await office.store.db.transaction(async (): Promise<never> => {
      throw new Discarded(await work());
    });
  } catch (error) {
    if (error instanceof Discarded) return error.told as T;
    throw error;
  }
}

/** One bounded refresh before: each program's balance once unless it was read lately, and a few payees of whom nothing is known lately. What can't be had is judged by what is known. */
async function refresh(office: Office, { payer, payees }: RehearsalCast, requests: readonly PaymentRequest[]): Promise<void> {
  const { store, tools, timing } = office;
  const now = tools.now();
  const known = await store.payeeChecks.fresh(requests.map(({ recipient }) => recipient.payeeKey), now - timing.payeeStatusFreshMs);
  const unknown = [...new Map(requests.filter(({ recipient }) => !known.has(recipient.payeeKey)).map((request) => [request.recipient.payeeKey, request])).values()];
  if (payees) await checkPayees(office, payees, unknown.slice(0, payeesToAsk).map((request) => ({ request })));
  const currencies = new Set(requests.map(({ amount }) => amount.currency));
  for (const { program, currency } of payer.programs.filter((each) => currencies.has(each.currency))) {
    const lane = { connection: office.payerId, program, currency };
    const readAt = (await store.lanes.read(lane))?.availableAt;
    if (readAt != null && now - readAt < timing.fundsFreshMs) continue;
    await readFunds(office, payer, lane).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
    });
  }
}

/** What the books last heard of a payee, where this ledger was never told. */
const fromBooks: Readonly<Record<string, Circumstances['payee']>> = { Active: 'active', Pending: 'pending', Inactive: 'inactive', Declined: 'inactive' };

async function payeesAsKnown(office: Office, requests: readonly PaymentRequest[]): Promise<ReadonlyMap<string, Circumstances['payee']>> {
  const known = await office.store.payeeChecks.fresh(requests.map(({ recipient }) => recipient.payeeKey), 1);
  return new Map(requests.map(({ recipient }) => [recipient.payeeKey, known.get(recipient.payeeKey) ?? fromBooks[recipient.status] ?? 'not asked']));
}

const verdicts: Readonly<Partial<Record<PayoutState, Foresight>>> = { 'Approved for Payout': 'pays later', Scheduled: 'pays later', 'Awaiting Funds': 'short', 'On Hold': 'held', 'Needs Correction': 'refused' };

interface Outcome {
  readonly payment: Payment | undefined;
  readonly program: string | undefined;
  /** The day its schedule lets it leave, YYYY-MM-DD in UTC. */
  readonly leavesOn: string | undefined;
  readonly planned: boolean;
  readonly why: string;
}

/** The production path on the requests, up to the committed intent: taken up, examined, bundled as far as the funds go. Runs where everything is taken back. */
async function walk(office: Office, cast: RehearsalCast, view: RehearsalView, given: readonly PaymentRequest[]): Promise<ReadonlyMap<string, Outcome>> {
  const payees = await payeesAsKnown(office, given);
  // The books are told of an active payee before anything is reserved: here they count as told.
  const requests = given.map((request) => (payees.get(request.recipient.payeeKey) === 'active' ? { ...request, recipient: { ...request.recipient, status: 'Active' } } : request));
  const examined = await examineAll(office, view, cast.payer, payees, await takeUp(office, { requests, unreadable: [] }));
  const bundled = await bundle(office, cast.payer, examined);
  const planned = new Set(bundled.flatMap(({ attempts }) => attempts.map(({ requestId }) => requestId)));
  const after = new Map((await office.store.ledger.payments(requests.map(({ id }) => id))).map((payment) => [payment.requestId, payment]));
  const taken = new Map(examined.map((item) => [item.request.id, item.verdict]));
  const leaves = new Map((await office.store.departures.byIds(requests.map(({ id }) => id))).map(({ requestId, leavesAt }) => [requestId, leavesAt]));
  return new Map(requests.flatMap(({ id }): [string, Outcome][] => {
    const verdict = taken.get(id);
    if (!verdict) return [];
    const payment = after.get(id);
    // A request that waits carries the reason of the look that made it wait; one that goes carries none that still counts.
    const why = planned.has(id) ? '' : payment?.state === 'Approved for Payout' ? (verdict.is === 'waiting' ? verdict.why : 'Its program\'s balance could not be read. It is tried again by itself.') : (payment?.reason ?? '');
    const leavesAt = leaves.get(id);
    const leavesOn = leavesAt && leavesAt > office.tools.now() ? new Date(leavesAt).toISOString().slice(0, 10) : undefined;
    return [[id, { payment, planned: planned.has(id), why, leavesOn, program: verdict.is === 'payable' ? verdict.program : payment?.program }]];
  }));
}

function lineOf(request: PaymentRequest, assumed: boolean, outcome: Outcome | undefined, stopped: string | undefined, fees: RehearsalCast['fees'], arrivesAt: string | undefined): RehearsedLine {
  const common = { requestId: request.id, name: request.name, amount: request.amount, wantedOn: outcome?.leavesOn ?? request.payoutDate ?? request.dueDate, asIfApproved: assumed };
  const nothing = { program: undefined, fee: undefined, arrivesAt: undefined };
  if (!outcome) return { ...common, ...nothing, ...(request.status === 'On Hold' ? { foresight: 'held', why: 'It is On Hold: a person must release or cancel it.' } : { foresight: 'over', why: `It is ${request.status} already; nothing more is sent for it.` }) };
  const foresight = outcome.planned ? 'pays' : (verdicts[outcome.payment?.state ?? 'Completed'] ?? 'over');
  if (stopped && foresight !== 'refused' && foresight !== 'over') return { ...common, ...nothing, foresight: 'held', why: outcome.why && foresight === 'held' ? outcome.why : `Not sent: ${stopped}.` };
  if (foresight === 'refused' || foresight === 'held' || foresight === 'over') return { ...common, ...nothing, foresight, why: outcome.why };
  return { ...common, foresight, why: outcome.why, program: outcome.program, fee: fees?.estimate(request.amount), arrivesAt };
}

/** What those take that wait already is not there for what is rehearsed. */
function withoutOthers(lanes: readonly RehearsedLane[], waiting: readonly PaymentRequest[], outcomes: ReadonlyMap<string, Outcome>): readonly RehearsedLane[] {
  return lanes.map((lane) => {
    const taken = waiting.filter(({ id, amount }) => outcomes.get(id)?.planned && outcomes.get(id)?.program === lane.program && amount.currency === lane.currency);
    return lane.availableMinor === undefined ? lane : { ...lane, availableMinor: lane.availableMinor - taken.reduce((sum, { amount }) => sum + amount.minor, 0) };
  });
}

/** How old the oldest status is that was believed of these payees (epoch ms), and of how many nothing was ever heard. */
async function payeeFacts(office: Office, requests: readonly PaymentRequest[]): Promise<{ readonly oldestAt: number; readonly notAsked: number }> {
  const now = office.tools.now();
  const recipients = [...new Map(requests.map(({ recipient }) => [recipient.payeeKey, recipient])).values()];
  const own = new Map((await office.store.payeeChecks.byIds(recipients.map(({ id }) => id))).filter(({ checkedAt }) => checkedAt > 0).map((check) => [check.recipientId, check.checkedAt]));
  const heard = recipients.map(({ id, status, statusCheckedAt }) => own.get(id) ?? (fromBooks[status] && statusCheckedAt ? Date.parse(statusCheckedAt) : undefined));
  return { oldestAt: Math.min(now, ...heard.filter((at) => at !== undefined)), notAsked: heard.filter((at) => at === undefined).length };
}

/**
 * What would happen if these requests were approved now: the production path's own functions (take-up, examination, funds, bundling, may-not-send) on the
 * ledger as it stands, in a transaction that is always taken back, so that nothing is planned, told or sent. Outside calls: at most one balance per
 * program of these currencies and ten payees, before the transaction; none inside. While it runs the embedded store serves nobody else.
 * What is planned in it would, were it ever seen, belong to another process, and such rows are asked about, never sent (once.ts).
 */
export async function rehearse(office: Office, cast: RehearsalCast, view: RehearsalView): Promise<Rehearsal> {
  const now = office.tools.now();
  const at = new Date(now).toISOString();
  const concerned = view.requests.filter(({ status }) => beforeApproval.has(status) || isWaiting(status));
  await refresh(office, cast, concerned);
  const still: Office = { ...office, holder: `rehearsal by ${office.holder}`, timing: { ...office.timing, fundsFreshMs: Number.MAX_SAFE_INTEGER } };
  // Nobody is asked inside the transaction: a program whose balance was never read counts as unread.
  const asRead: RehearsalCast = { ...cast, payer: { ...cast.payer, funds: () => Promise.reject(new Problem('unreachable', 'The balance has not been read yet.')) } };
  const walked = await discarding(office, async () => {
    // Before the walk: afterwards what was rehearsed would count as on its way.
    // The look at hand is the latest word on the kill switch; like everything here it is not kept.
    await still.store.cursors.set(pauseSeen, `${view.paused ? 'on' : 'off'} ${still.tools.now()}`);
    const lanes = await lanesAsRehearsed(still, asRead.payer, view, (lane: Lane) => mayNotSend(still, { paused: () => Promise.resolve(view.paused) }, lane));
    const rehearsed = concerned.map((request) => (beforeApproval.has(request.status) ? asIfApproved(request, at) : request));
    const outcomes = await walk(still, asRead, view, [...rehearsed, ...view.waiting]);
    return { lanes: withoutOthers(lanes, view.waiting, outcomes), outcomes };
  });
  const arrival = await arrivals(office, cast.payer);
  const { oldestAt, notAsked } = await payeeFacts(office, concerned);
  const lines = view.requests.map((request) => {
    const outcome = walked.outcomes.get(request.id);
    const stopped = walked.lanes.find(({ program, currency, isStopped }) => isStopped && program === outcome?.program && currency === request.amount.currency)?.heldUp;
    return lineOf(request, beforeApproval.has(request.status), outcome, stopped, cast.fees, arrival(outcome?.program, outcome?.leavesOn ?? request.payoutDate));
  });
  const used = walked.lanes.filter((lane) => lines.some(({ program, amount }) => program === lane.program && amount.currency === lane.currency));
  return summarise({ at, lines, lanes: used, unreadable: view.unreadable, facts: { asOf: new Date(Math.min(oldestAt, ...used.flatMap(({ availableAt }) => availableAt ?? []))).toISOString(), payeesNotAsked: notAsked } });
}
