import { receive, settle, type Arrival, type MovementStatus } from './accounts.ts';
import { cancel, giveBack, goOn, reasons, waitForPayee } from './lifecycle.ts';
import { toText } from './money.ts';
import { accountFunded } from './notices.ts';
import { type PayeeFacts, setPayee } from './payees.ts';
import type { PayoneerPolicies } from './policies.ts';
import { type Desk, nextNumber, statusOf, type Notices, type Payout, payoutKey, type Posting, type State, type Transfer } from './state.ts';

/** What tests and the operator doors do to the stand-in, beside calling it. */
export interface PayoneerHandle {
  readonly state: State;
  /** Mutable: the next call sees the change. */
  readonly policies: PayoneerPolicies;
  /** Mutable: where notices go. */
  readonly webhooks: Notices;
  /** Moves funds into a program; throws when there is no such program. */
  fund(programId: string, amountMinor: number): Promise<void>;
  /** The bank sends a transferred payout back; throws when that reference was not transferred. */
  returnPayout(reference: string): Promise<void>;
  /** The provider gives up what is not transferred yet, for a reason of its own; throws when there is no such payout. */
  cancelPayout(reference: string, why: keyof typeof reasons): Promise<void>;
  /** An accepted payout waits until its payee has done something; false when it is not pending. */
  waitForPayee(reference: string): boolean;
  /** What waited for its payee goes on. */
  goOn(reference: string): void;
  setPayee(payeeId: string, facts?: PayeeFacts): Promise<void>;
  /** A customer's payment arrives on the account, or something else moves there; answers the id of its transaction. */
  receive(arrival: Arrival): string;
  /** A movement gets another status; throws when there is no such transaction. */
  settle(id: string, status: MovementStatus): void;
  /** The account holder takes the consent back: no token of it works any more. */
  withdrawConsent(): void;
  /** Every POSTed item, oldest first, and how often its reference was posted in all. */
  payouts(): readonly (Posting & { readonly timesPosted: number })[];
  /** The witness: money that really moved. Paid = payouts − returns; a cancel never left the program. */
  transfers(): readonly Transfer[];
}

export function handleOf(desk: Desk): PayoneerHandle {
  return {
    get state() {
      return desk.state;
    },
    policies: desk.policies,
    webhooks: desk.notices,
    fund: (programId, amountMinor) => fund(desk, programId, amountMinor),
    returnPayout: (reference) => returnPayout(desk, reference),
    cancelPayout: (reference, why) => cancel(desk, latest(desk, reference), reasons[why]),
    waitForPayee: (reference) => waitForPayee(desk, latest(desk, reference)),
    goOn: (reference) => goOn(desk, latest(desk, reference)),
    setPayee: (payeeId, facts) => setPayee(desk, payeeId, facts),
    receive: (arrival) => receive(desk, arrival),
    settle: (id, status) => settle(desk, id, status),
    withdrawConsent: () => [...desk.state.tokens].forEach(([token, { kind }]) => kind !== 'application' && desk.state.tokens.delete(token)),
    payouts: () => counted(desk),
    transfers: () => desk.state.transfers,
  };
}

async function fund(desk: Desk, programId: string, amountMinor: number): Promise<void> {
  const program = desk.state.programs.get(programId);
  if (!program) throw new Error(`Payoneer stand-in: there is no program "${programId}". Its programs are ${[...desk.state.programs.keys()].join(', ')}.`);
  const { wallet } = program;
  wallet.minor += amountMinor;
  if (desk.policies.webhookAccountFunded) await accountFunded(desk, nextNumber(desk), toText(amountMinor, wallet.currency), toText(wallet.minor, wallet.currency));
}

async function returnPayout(desk: Desk, reference: string): Promise<void> {
  const wanted = reference.toLowerCase();
  const payout = [...desk.state.payouts.values()].flat().find((each) => each.reference.toLowerCase() === wanted && statusOf(each) === 'Transferred');
  if (!payout) throw new Error(`Payoneer stand-in: "${reference}" is not transferred, so no bank can send it back.`);
  await giveBack(desk, payout);
}

function latest({ state }: Desk, reference: string): Payout {
  const wanted = reference.toLowerCase();
  const payout = [...state.payouts.values()].flat().findLast((each) => each.reference.toLowerCase() === wanted);
  if (!payout) throw new Error(`Payoneer stand-in: no payout was made under "${reference}".`);
  return payout;
}

function counted({ state }: Desk): readonly (Posting & { readonly timesPosted: number })[] {
  const times = new Map<string, number>();
  const key = ({ programId, reference }: Posting): string => payoutKey(programId, reference);
  for (const posting of state.postings) times.set(key(posting), (times.get(key(posting)) ?? 0) + 1);
  return state.postings.map((posting) => ({ ...posting, timesPosted: times.get(key(posting)) ?? 0 }));
}
