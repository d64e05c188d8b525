import type { LoadPart } from './first-load.ts';
import type { ListedRecipient } from './recipient-findings.ts';

/** One page of what the books held before; `Claim` is how they remember a reservation. */
export interface HistoryPage<Claim> {
  /** Rows as the books counted them, and those of them nobody could read. */
  readonly rows: number;
  readonly unreadable: number;
  readonly claims: readonly Claim[];
  readonly recipients: readonly ListedRecipient[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}
/** How an export stands: the books may lose it (`gone`), or give it up. */
export type ExportState = { readonly is: 'preparing' } | { readonly is: 'ready'; readonly rows: number } | { readonly is: 'failed'; readonly why: string } | { readonly is: 'gone' };

/** What the books hold from before this ledger, in pages of bounded size that can be gone on with after an interruption. Reads only. */
export interface History<Claim> {
  /** How many payments ended since (ISO 8601), and how many recipients there are: one call. */
  count(since: string): Promise<Readonly<Record<LoadPart, number>>>;
  /** Orders an export of everything of one part. One whose answer was lost is never read, and the books forget it. */
  order(part: LoadPart, since: string): Promise<string>;
  look(exportId: string): Promise<ExportState>;
  /** The pages of a ready export, one call each, beginning at a place an earlier page named. */
  pages(part: LoadPart, exportId: string, from: string | undefined): AsyncIterable<HistoryPage<Claim>>;
  /** All of a part that is small, without an export. Can't be gone on with. */
  listed(part: LoadPart, since: string): AsyncIterable<HistoryPage<Claim>>;
  /** The export is not needed any more. */
  forget(exportId: string): Promise<void>;
}
