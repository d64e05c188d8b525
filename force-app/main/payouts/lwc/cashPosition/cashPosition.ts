import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { currencyOf, fill, fundingOf, fundingQuery, messageOf, refreshAll, stayWatchful, togetherOf, wholeOf, type CashDay, type FundingAccount, type FundingAnswer, type GraphqlResult } from 'c/quittancePage';
import { daysOf, sinceOf } from './days';
import { balancesQuery, flowsOf, paymentsQuery, readingLimit, readingsOf, receiptsQuery, type BalancesAnswer, type MovementsAnswer, type Reading } from './flows';
import { label } from './labels';

type Amount = ReturnType<typeof currencyOf>;

/** The balance of a funding account over the last days, with what came in and went out. */
export default class CashPosition extends LightningElement {
  label = label;
  funded: GraphqlResult<FundingAnswer> = {};
  balances: GraphqlResult<BalancesAnswer> = {};
  payments: GraphqlResult<MovementsAnswer> = {};
  receipts: GraphqlResult<MovementsAnswer> = {};
  chosenId?: string | undefined;
  span = '30';
  /** Now, at the last reading (epoch ms). Kept, so that the search does not change with every rendering. */
  openedAt = Date.now();
  days: readonly CashDay[] = [];
  leave?: () => void;

  @wire(graphql, { query: fundingQuery })
  wiredFunding(result: GraphqlResult<FundingAnswer>): void {
    this.funded = wholeOf(result);
    // What is shown first stays chosen, whichever account learns its balance later.
    this.chosenId ??= this.account?.id;
    this.recount();
  }

  @wire(graphql, { query: '$balancesQuery', variables: '$balancesWanted' })
  wiredBalances(result: GraphqlResult<BalancesAnswer>): void {
    this.balances = wholeOf(result);
    this.recount();
  }

  @wire(graphql, { query: '$paymentsQuery', variables: '$flowsWanted' })
  wiredPayments(result: GraphqlResult<MovementsAnswer>): void {
    this.payments = wholeOf(result);
    this.recount();
  }

  @wire(graphql, { query: '$receiptsQuery', variables: '$flowsWanted' })
  wiredReceipts(result: GraphqlResult<MovementsAnswer>): void {
    this.receipts = wholeOf(result);
    this.recount();
  }

  /** Nothing is asked before an account is known. */
  get balancesQuery(): unknown {
    return this.account ? balancesQuery : undefined;
  }

  get paymentsQuery(): unknown {
    return this.account ? paymentsQuery : undefined;
  }

  get receiptsQuery(): unknown {
    return this.account ? receiptsQuery : undefined;
  }

  get balancesWanted(): Readonly<Record<string, unknown>> {
    return { accountId: this.account?.id, since: sinceOf(this.openedAt, this.dayCount) };
  }

  get flowsWanted(): Readonly<Record<string, unknown>> {
    return { ...this.balancesWanted, currency: this.account?.currency };
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again; a page left open over midnight moves on to the new day. */
  refresh(): void {
    this.openedAt = Date.now();
    this.recount();
    refreshAll([this.funded, this.balances, this.payments, this.receipts]);
  }

  get dayCount(): number {
    return Number(this.span);
  }

  get accounts(): readonly FundingAccount[] {
    return fundingOf(this.funded);
  }

  /** The chosen account, else the first whose balance is known. */
  get account(): FundingAccount | undefined {
    return this.accounts.find(({ id }) => id === this.chosenId) ?? this.accounts.find(({ available }) => available !== undefined) ?? this.accounts[0];
  }

  get accountId(): string | undefined {
    return this.account?.id;
  }

  get accountChoices(): readonly { readonly label: string; readonly value: string }[] {
    return this.accounts.map(({ id, name, currency }) => ({ value: id, label: fill(label.choice, name, currency) }));
  }

  get spanChoices(): readonly { readonly label: string; readonly value: string }[] {
    return ['30', '90'].map((value) => ({ value, label: fill(label.days, value) }));
  }

  get isLoading(): boolean {
    return togetherOf([this.funded]).isLoading;
  }

  get failure(): string | undefined {
    return this.funded.errors ? messageOf(this.funded.errors, label.failed) : undefined;
  }

  get historyLoading(): boolean {
    return togetherOf([this.balances, this.payments, this.receipts]).isLoading;
  }

  get historyFailure(): string | undefined {
    const { errors } = togetherOf([this.balances, this.payments, this.receipts]);
    return errors ? messageOf(errors, label.historyFailed) : undefined;
  }

  /** The account's own latest balance may be newer than its last kept reading. */
  get readings(): readonly Reading[] {
    const { available, availableAt } = this.account ?? {};
    const latest = available === undefined || availableAt === undefined ? [] : [{ at: availableAt, available }];
    return [...readingsOf(this.balances.data), ...latest];
  }

  /** Counts the days anew; kept, because every rendering reads them many times. */
  recount(): void {
    this.days = daysOf(this.openedAt, this.dayCount, this.account?.currency ?? '', this.readings, [...flowsOf(this.payments.data), ...flowsOf(this.receipts.data)]);
  }

  get hasHistory(): boolean {
    return this.days.some(({ balance, received, paid }) => balance !== undefined || received > 0 || paid > 0);
  }

  get moreReadings(): string | undefined {
    return this.balances.data?.uiapi.query.balances.pageInfo?.hasNextPage ? fill(label.more, readingLimit) : undefined;
  }

  get emptyText(): string {
    return fill(label.historyEmptyText, this.dayCount);
  }

  get available(): Amount {
    return currencyOf(this.account?.available, this.account?.currency);
  }

  get availableAt(): string | undefined {
    return this.account?.availableAt;
  }

  get threshold(): Amount {
    return currencyOf(this.account?.threshold, this.account?.currency);
  }

  get isBelow(): boolean {
    return this.threshold !== undefined && this.available !== undefined && this.available.value < this.threshold.value;
  }

  handleAccount(event: CustomEvent<{ readonly value: string }>): void {
    this.chosenId = event.detail.value;
    this.forget();
  }

  handleSpan(event: CustomEvent<{ readonly value: string }>): void {
    this.span = event.detail.value;
    this.forget();
  }

  /** What was read of another account or span is not shown for this one. */
  forget(): void {
    this.balances = {};
    this.payments = {};
    this.receipts = {};
    this.recount();
  }
}
