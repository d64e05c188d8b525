import type { Call, Reply } from '../kit/stand-in.ts';
import { begin, reasons } from './lifecycle.ts';
import { type Fault, fault, refusal, refusedBatch } from './refusal.ts';
import { type Desk, nextNumber, statusOf, type Payout, payoutKey, type Posting, type Program } from './state.ts';
import { type Item, readBatch, readItem } from './read-batch.ts';

/** `POST /v4/programs/:program/masspayouts`: all or nothing at the counter, everything else later. Source: facts 3.1. */
export function submit(desk: Desk, call: Call, program: Program): Reply {
  const { policies } = desk;
  const raw = readBatch(parsed(call), policies.caseInsensitiveRoot);
  if (!raw || raw.length === 0) return refusal(400, 'The Payments field is required', { target: 'Payments' });
  if (raw.length > policies.maxBatch) return refusal(400, `A call may hold ${policies.maxBatch} payments at most`, { target: 'Payments' });
  const postings = raw.map((each) => noted(desk, program, each));
  const read = raw.map((each) => readItem(each, program.wallet.currency, policies));
  const malformed = read.filter((each) => Array.isArray(each)).flat();
  if (malformed.length > 0) return refusedBatch(policies, 'One or more fields are invalid', malformed);
  const items = read.filter((each): each is Item => !Array.isArray(each));
  const refused = refusedAtOnce(desk, program, items);
  if (refused) return refused;
  items.forEach((item, at) => {
    const posting = postings[at];
    if (posting) posting.outcome = take(desk, program, item);
  });
  return { status: 201, body: { result: 'Payments Created' } };
}

function parsed(call: Call): unknown {
  try {
    return call.json();
  } catch {
    return undefined;
  }
}

/** Even a refused item is remembered: the question is how often something was asked for. */
function noted(desk: Desk, program: Program, raw: unknown): Posting {
  const given = new Map<string, unknown>(typeof raw === 'object' && raw !== null ? Object.entries(raw) : []);
  const text = (name: string): string => String(given.get(name) ?? '');
  const posting: Posting = {
    programId: program.programId, reference: text('client_reference_id'), payeeId: text('payee_id'), amount: given.get('amount'),
    at: desk.world.clock.now(), outcome: 'rejected',
  };
  desk.state.postings.push(posting);
  return posting;
}

function refusedAtOnce(desk: Desk, program: Program, items: readonly Item[]): Reply | undefined {
  const { policies } = desk;
  const twice = policies.duplicate === 'reject-batch' ? duplicates(desk, program, items) : [];
  if (twice.length > 0) return refusedBatch(policies, reasons.duplicate.description, twice);
  const payees = items.flatMap((item) => payeeFaults(desk, item));
  if (payees.length > 0) return refusedBatch(policies, payees[0]?.message ?? '', payees);
  const wanted = items.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (policies.insufficient === 'reject' && wanted > program.wallet.minor - promised(desk, program)) {
    return refusal(400, "Insufficient funds in the program's balance", { target: 'amount' });
  }
  return undefined;
}

function duplicates(desk: Desk, program: Program, items: readonly Item[]): Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ reference }) => {
    const key = payoutKey(program.programId, reference);
    const known = desk.state.payouts.has(key) || seen.has(key);
    seen.add(key);
    return known ? [fault('client_reference_id', reference, reasons.duplicate.description, reasons.duplicate.code)] : [];
  });
}

function payeeFaults({ state, policies }: Desk, { payeeId }: Item): Fault[] {
  const payee = state.payees.get(payeeId);
  const named = ({ code, description }: { code: number; description: string }): Fault[] => [fault('payee_id', payeeId, description, code)];
  if (!payee) return policies.unknownPayee === 'reject' ? named(reasons.unknownPayee) : [];
  const unfit = payee.status === 99 || (payee.status === 0 && policies.pendingPayee !== 'wait');
  return unfit && policies.inactivePayee === 'reject' ? named(reasons.inactivePayee) : [];
}

/** Submitted, but not taken from the balance yet. */
function promised(desk: Desk, program: Program): number {
  let sum = 0;
  for (const payout of [...desk.state.payouts.values()].flat()) {
    if (payout.program === program && !payout.taken && !payout.copyOf && statusOf(payout) === 'Pending') sum += payout.amountMinor;
  }
  return sum;
}

function take(desk: Desk, program: Program, item: Item): Posting['outcome'] {
  const { state, policies, world } = desk;
  const key = payoutKey(program.programId, item.reference);
  const copies = state.payouts.get(key) ?? [];
  const first = policies.duplicate === 'pay-again' ? undefined : copies[0];
  if (first && policies.duplicate === 'drop-item') return 'dropped';
  const at = world.clock.now();
  const payout: Payout = {
    ...item, program, copyOf: first, postedAt: at, visibleAt: at + policies.visibleAfterMs, history: [{ at, status: 'Pending' }], taken: false,
    payoutId: first && policies.duplicatePayoutId === 'same' ? first.payoutId : nextNumber(desk),
  };
  state.payouts.set(key, [...copies, payout]);
  begin(desk, payout);
  return 'taken';
}
