import type { Tools } from '../connectors/connector.ts';
import type { FinanceRules } from '../domain/finance.ts';
import type { Timing } from '../domain/timing.ts';
import type { Store } from '../store/store.ts';

/** What every part of the money protocol works with. */
export interface Office {
  readonly store: Store;
  readonly tools: Tools;
  readonly timing: Timing;
  readonly finance: FinanceRules;
  /** This process, for leases. */
  readonly holder: string;
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
  /** `<provider>:<environment>` in front of keys. */
  readonly keyPrefix: string;
  /** Calls to the books used and allowed today, as last heard. */
  readonly quota: () => { readonly used: number; readonly limit: number } | undefined;
  /** The environment's kill switch. */
  readonly killed: () => boolean;
}
