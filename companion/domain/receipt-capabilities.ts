import type { Clue, Findings } from './receipt-match.ts';
import type { Money } from './money.ts';
import type { Movement } from './movements.ts';

/** What a connection must have where money that arrives is read. */
export interface ReceiptCapabilities {
  readonly consent?: Consent;
  readonly receipts?: Receipts;
  readonly receiptBooks?: ReceiptBooks;
  readonly accountBalances?: AccountBalances;
}

/** Where a connection keeps what must outlive a start and nobody may read. Sealed by the store; absent when no key is configured. */
export interface Vault {
  read(name: string): Promise<string | undefined>;
  keep(name: string, text: string): Promise<void>;
  /** Keeps what `next` makes of what is kept, and nothing when it answers undefined. It is asked again when another instance kept something meanwhile. @returns whether anything was kept. */
  change(name: string, next: (text: string | undefined) => string | undefined): Promise<boolean>;
  forget(name: string): Promise<void>;
}

/** Whether an account holder lets us look at an account. Only `given` allows a call; the others say why not and what to do. */
export type ConsentStanding =
  | { readonly state: 'given'; readonly detail: string }
  | { readonly state: 'missing' | 'refused' | 'off'; readonly detail: string };

/** The account holder's consent, given once in a browser and kept. */
export interface Consent {
  /** Without any call. `off` when it could not be kept and so must not be asked for. */
  standing(): Promise<ConsentStanding>;
  /** The provider's page where it is given; `state` comes back with the answer. */
  page(returnUrl: string, state: string): string;
  /** Turns the code of the answer into a kept consent. @throws Problem `refused` when it is another account's or the code is not taken. */
  accept(code: string, returnUrl: string): Promise<{ readonly account: string }>;
}

/** The movements of one account between two moments (epoch ms, both included). */
export interface Movements {
  readonly movements: readonly Movement[];
  /** Fees of payouts by reference in lower case, where a line names the payout and its fee. */
  readonly fees: ReadonlyMap<string, Money>;
  /** Lines that could not be read, each with the reason; they are asked for again with the next look. */
  readonly unreadable: readonly string[];
  /** False when there was more than may be read at once: ask for a shorter time. */
  readonly complete: boolean;
}

/** What arrives on an account, where it can only be polled. */
export interface Receipts {
  /** In front of a transaction's id: `<provider>:<environment>:<account>`. Undefined while no account is known. */
  keyPrefix(): Promise<string | undefined>;
  read(from: number, to: number): Promise<Movements>;
}

/** What lies on an account in one currency. */
export interface AccountBalance {
  /** `<account>-<currency>`: what the key of its Funding Account ends with. */
  readonly account: string;
  readonly available: Money;
  /** Epoch ms. */
  readonly asOf: number;
}

/** The account holder's own balances, by consent. */
export interface AccountBalances {
  /** Those in use, one for each currency. @throws Problem `busy`, `unreachable`, `refused`, `unmapped` */
  read(): Promise<readonly AccountBalance[]>;
}

/** What the books know of those who pay us. */
export interface ReceiptBooks {
  /** By the clue's key; `unreadable` says what the books did not let us look at, in words. */
  lookUp(clues: readonly Clue[]): Promise<{ readonly findings: ReadonlyMap<string, Findings>; readonly unreadable: readonly string[] }>;
}
