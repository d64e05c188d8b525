import type { Claim, Tools } from '../connectors/connector.ts';
import type { FinanceRules } from '../domain/finance.ts';
import type { History } from '../domain/history.ts';
import type { Timing } from '../domain/timing.ts';
import type { Store } from '../store/store.ts';
import type { HandedOut } from './handed-out.ts';

/** What every part of the money protocol works with. */
export interface Office {
  readonly store: Store;
  readonly tools: Tools;
  readonly timing: Timing;
  readonly finance: FinanceRules;
  /** This process, for leases. */
  readonly holder: string;
  /** What it handed to the provider, kept as long as it lives. */
  readonly handedOut: HandedOut;
  /** What it asked the books to reserve, as long as it does not know their answer. */
  readonly askedToReserve: HandedOut;
  /** The installation's name in the books' claims. */
  readonly companionId: string;
  /** The connection that pays; ledger, dedupe and pace are keyed by it for ever. */
  readonly payerId: string;
  /** The connection that keeps the books. */
  readonly booksId: string;
  /** The connection whose account receives money, where the flow of received payments is cast. */
  readonly receiverId?: string | undefined;
  /** Where our own door is reached from outside; undefined before it is open. */
  readonly door?: () => string | undefined;
  /** What the books held before this store; undefined where they can't say. */
  readonly history: History<Claim> | undefined;
  /** Above this many rows a part of the history is read by an export, in pages. */
  readonly exportAbove: number;
  /** Keeps a file for people beside the store; where it lies. */
  readonly keepFile: (name: string, text: string) => string;
  /** `<provider>:<environment>` in front of keys. */
  readonly keyPrefix: string;
  /** Calls to the books used and allowed today, as last heard. */
  readonly quota: () => { readonly used: number; readonly limit: number } | undefined;
  /** The environment's kill switch. */
  readonly killed: () => boolean;
  /** This process has been told to stop: it begins nothing more. */
  readonly stopping: () => boolean;
}
