/** What the people and the outside of one simulation hold of receipts, rates and fees. */
export interface FinanceRecords {
  /** Ids of the opportunities customers pay for. */
  readonly deals: readonly string[];
  /** Ids of the provider's transactions, in the order of their arrival. */
  readonly arrivals: (string | undefined)[];
  /** Ids of the requests that are owed in another currency, in the order in which they were raised. */
  readonly owed: string[];
  /** Every rate the bank ever published, `<day> <currency> <rate>`. */
  readonly published: Set<string>;
}
