import type { World } from '../kit/world.ts';
import type { PayoneerPolicies } from './policies.ts';

type PayoutStatus = 'Pending' | 'Pending Payee' | 'Transferred' | 'Cancelled';

export interface Reason {
  readonly code: number;
  readonly description: string;
}

/** Money held in one currency: a program's funds and, seen from the account, one of its balances. */
export interface Wallet {
  readonly balanceId: string;
  readonly currency: string;
  minor: number;
}

export interface Program {
  readonly programId: string;
  readonly wallet: Wallet;
}

export interface Payee {
  readonly payeeId: string;
  readonly payoneerId: string;
  readonly registeredAt: number;
  /** Whether the API knows the payee; one who only got a link may be unknown until they registered. */
  known: boolean;
  /** 0 pending, 1 active, 99 inactive. */
  status: 0 | 1 | 99;
  /** What the payee receives; another one than the program's brings a target amount. */
  currency: string;
  method: 'account' | 'bank';
  sessionId: string;
  redirectUrl: string | undefined;
  details: Readonly<Record<string, unknown>>;
}

export interface Moment {
  readonly at: number;
  readonly status: PayoutStatus;
  readonly reason?: Reason;
}

/** One accepted item. A reference that was posted again may have several. */
export interface Payout {
  readonly program: Program;
  readonly reference: string;
  readonly payoutId: string;
  readonly payeeId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string;
  readonly postedAt: number;
  readonly visibleAt: number;
  /** Epoch milliseconds of the wished date, when the sender gave one. */
  readonly payoutDate: number | undefined;
  readonly copyOf: Payout | undefined;
  /** Oldest first; the last one is how things are. */
  readonly history: Moment[];
  /** Whether its amount has left the program's balance. */
  taken: boolean;
}

/** One item of one POST, whatever became of it. */
export interface Posting {
  readonly programId: string;
  readonly reference: string;
  readonly payeeId: string;
  readonly amount: unknown;
  readonly at: number;
  outcome: 'taken' | 'dropped' | 'rejected';
}

/** The witness: money that really moved. Paid = payouts − returns; a cancel never left the program. */
export interface Transfer {
  readonly reference: string;
  readonly payeeId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: number;
  readonly payoutId: string;
  readonly kind: 'payout' | 'cancel' | 'return';
}

export interface Transaction {
  readonly id: string;
  readonly categoryId: 1 | 2 | 3 | 4 | 5 | 6;
  /** 1 pending, 2 completed, 3 cancelled, 4 failed. Mutable: a payment announced today may be cancelled tomorrow. */
  statusId: 1 | 2 | 3 | 4;
  readonly at: number;
  readonly amountMinor: number;
  readonly wallet: Wallet;
  readonly runningMinor: number;
  readonly description: string;
  readonly source: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Token {
  readonly kind: 'application' | 'account' | 'code' | 'refresh';
  readonly expiresAt: number;
  /** Of a code: where it was sent, which the one who spends it has to repeat. */
  readonly redirectUri?: string;
}

export interface State {
  readonly programs: Map<string, Program>;
  readonly wallets: Wallet[];
  readonly payees: Map<string, Payee>;
  /** By program and lower-case reference. */
  readonly payouts: Map<string, Payout[]>;
  readonly postings: Posting[];
  readonly transfers: Transfer[];
  readonly transactions: Transaction[];
  readonly tokens: Map<string, Token>;
  readonly asked: Map<string, number>;
  callsInWindow: number;
  windowEndsAt: number;
  nextNumber: number;
}

export interface PayoneerSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string | undefined;
  readonly programs: readonly { readonly programId: string; readonly currency: string; readonly balanceMinor?: number }[];
  readonly accountId: string;
  /** `'USD/EUR': 920_000` = 0.92 EUR for one USD. */
  readonly ratesPerMillion: Readonly<Record<string, number>>;
}

/** Where notices go: `<target>/<event>`; no target, no notices. */
export interface Notices {
  target: string | undefined;
  secret: string;
  appName: string;
}

/** What every door works on; `state` is replaced on reset. */
export interface Desk {
  readonly world: World;
  readonly settings: PayoneerSettings;
  readonly policies: PayoneerPolicies;
  readonly notices: Notices;
  state: State;
}

export function freshState(settings: PayoneerSettings, world: World): State {
  const programs = new Map<string, Program>();
  for (const { programId, currency, balanceMinor = 0 } of settings.programs) {
    programs.set(programId, { programId, wallet: { balanceId: `9${programId}`, currency, minor: balanceMinor } });
  }
  return {
    programs, wallets: [...programs.values()].map(({ wallet }) => wallet), payees: new Map(), payouts: new Map(), postings: [],
    transfers: [], transactions: [], tokens: new Map(), asked: new Map(), callsInWindow: 0, windowEndsAt: 0,
    nextNumber: 1_600_000_000 + Math.floor(world.random() * 99_000_000),
  };
}

/** Numeric text, counting up, as Payoneer's payout ids look. */
export function nextNumber(desk: Desk): string {
  desk.state.nextNumber += 1;
  return String(desk.state.nextNumber);
}

/** A payee as the API sees it: not one who got a link and did nothing yet, where the policy says so. */
export function knownPayee(desk: Desk, payeeId: string): Payee | undefined {
  const payee = desk.state.payees.get(payeeId);
  return payee?.known ? payee : undefined;
}

/** References are compared without case. */
export function payoutKey(programId: string, reference: string): string {
  return `${programId}/${reference.toLowerCase()}`;
}

export function statusOf(payout: Payout): PayoutStatus {
  return payout.history.at(-1)?.status ?? 'Pending';
}

/** Later, unless the stand-in was reset meanwhile. */
export function later(desk: Desk, ms: number, what: () => void | Promise<void>): void {
  const { state } = desk;
  desk.world.clock.after(ms, () => (desk.state === state ? what() : undefined));
}
