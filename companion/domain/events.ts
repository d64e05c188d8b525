/** Everything that can wake a flow, in our words. A hint says only that it is worth asking: it never carries a status. */
export interface Events {
  /** Somebody approved or asked for something in the books. `ids` may be empty: then look everywhere. */
  'work.requested': { readonly kind: string; readonly ids: readonly string[] };
  /** The payer says something happened to a payout. `final` when the word usually ends the journey, so asking is worth it at once. */
  'payout.hinted': { readonly reference: string; readonly word: string; readonly final: boolean };
  'payee.hinted': { readonly payeeId: string; readonly word: string };
  'funds.hinted': { readonly word: string };
  /** The account's provider says that money may have come. */
  'receipt.hinted': { readonly word: string };
  /** Time has come. `key` says for what: a lane, or nothing. */
  'timer.survey': { readonly key: string };
  'timer.send': { readonly key: string };
  'timer.ask': { readonly key: string };
  'timer.funds': { readonly key: string };
  'timer.recipients': { readonly key: string };
  'timer.payees': { readonly key: string };
  'timer.fees': { readonly key: string };
  'timer.receipts': { readonly key: string };
  'timer.balances': { readonly key: string };
  'timer.fee-allocation': { readonly key: string };
  'timer.reconciliation': { readonly key: string };
  'timer.rates': { readonly key: string };
  'timer.reporting': { readonly key: string };
  'timer.rehearse': { readonly key: string };
  'timer.load': { readonly key: string };
  'timer.heartbeat': { readonly key: string };
  /** Something waits to be written into the books. */
  'outbox.due': { readonly key: string };
}
export type EventName = keyof Events;
export type InboundEvent = { [N in EventName]: { readonly name: N; readonly data: Events[N] } }[EventName];
