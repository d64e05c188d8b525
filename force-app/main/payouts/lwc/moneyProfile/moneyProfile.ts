import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { fill, messageOf, refreshAll, stayCurrent, togetherOf, wholeOf, type GraphqlResult } from 'c/quittancePage';
import { label } from './labels';
import { movementLimit, movementsOf, paymentsQuery, receiptsQuery, type Movement, type MovementsAnswer } from './movements';
import { paymentTotalsQuery, receiptTotalsQuery, totalsOf, type Total, type TotalsAnswer } from './totals';

/** What a contact, an account, an opportunity or a recipient account has to do with money: paid, pending and received by currency, and the latest movements. */
export default class MoneyProfile extends LightningElement {
  @api recordId?: string;

  label = label;
  paymentTotals: GraphqlResult<TotalsAnswer> = {};
  receiptTotals: GraphqlResult<TotalsAnswer> = {};
  payments: GraphqlResult<MovementsAnswer> = {};
  receipts: GraphqlResult<MovementsAnswer> = {};
  leave?: () => void;

  @wire(graphql, { query: '$paymentTotalsQuery', variables: '$wanted' })
  wiredPaymentTotals(result: GraphqlResult<TotalsAnswer>): void {
    this.paymentTotals = wholeOf(result);
  }

  @wire(graphql, { query: '$receiptTotalsQuery', variables: '$wanted' })
  wiredReceiptTotals(result: GraphqlResult<TotalsAnswer>): void {
    this.receiptTotals = wholeOf(result);
  }

  @wire(graphql, { query: '$paymentsQuery', variables: '$wanted' })
  wiredPayments(result: GraphqlResult<MovementsAnswer>): void {
    this.payments = wholeOf(result);
  }

  @wire(graphql, { query: '$receiptsQuery', variables: '$wanted' })
  wiredReceipts(result: GraphqlResult<MovementsAnswer>): void {
    this.receipts = wholeOf(result);
  }

  /** Nothing is asked before the record is known: a filter without a value would find everybody's money. */
  get paymentTotalsQuery(): unknown {
    return this.recordId ? paymentTotalsQuery : undefined;
  }

  get receiptTotalsQuery(): unknown {
    return this.recordId ? receiptTotalsQuery : undefined;
  }

  get paymentsQuery(): unknown {
    return this.recordId ? paymentsQuery : undefined;
  }

  get receiptsQuery(): unknown {
    return this.recordId ? receiptsQuery : undefined;
  }

  get wanted(): { readonly recordId: string | undefined } {
    return { recordId: this.recordId };
  }

  connectedCallback(): void {
    // The page's record never changes status itself: its payments do, whose ids the event names.
    this.leave = stayCurrent(() => undefined, () => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again. What fails is told by the wires themselves. */
  refresh(): void {
    refreshAll([this.paymentTotals, this.receiptTotals, this.payments, this.receipts]);
  }

  get isLoading(): boolean {
    return togetherOf([this.paymentTotals, this.receiptTotals]).isLoading;
  }

  get failure(): string | undefined {
    const { errors } = togetherOf([this.paymentTotals, this.receiptTotals]);
    return errors ? messageOf(errors, label.failed) : undefined;
  }

  get totals(): readonly Total[] {
    return totalsOf(this.paymentTotals.data, this.receiptTotals.data);
  }

  get hasTotals(): boolean {
    return this.totals.length > 0;
  }

  get movementsLoading(): boolean {
    return togetherOf([this.payments, this.receipts]).isLoading;
  }

  get movementsFailure(): string | undefined {
    const { errors } = togetherOf([this.payments, this.receipts]);
    return errors ? messageOf(errors, label.movementsFailed) : undefined;
  }

  get movements(): readonly Movement[] {
    return movementsOf(this.payments.data, this.receipts.data).shown;
  }

  get hasMovements(): boolean {
    return this.movements.length > 0;
  }

  get more(): string | undefined {
    return movementsOf(this.payments.data, this.receipts.data).hasMore ? fill(label.more, movementLimit) : undefined;
  }
}
