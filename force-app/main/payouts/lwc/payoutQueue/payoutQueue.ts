import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { fill, fundingOf, fundingQuery, messageOf, notInBalance, oldestBalance, refreshAll, sentQuery, stayWatchful, togetherOf, wholeOf, type FundingAccount, type FundingAnswer, type GraphqlResult, type SentAnswer } from 'c/quittancePage';
import { demandOf, demandQuery, groupLimit, type Demand, type DemandAnswer } from './demand';
import { fundsOf, shortagesOf, type FundsLine } from './funds';
import { label } from './labels';
import { rowLimit, rowsOf, rowsQuery, sectionsOf, statusesOf, type Row, type RowsAnswer, type Section } from './sections';

/** What waits to be paid against the money that is there, and the drafts to submit. */
export default class PayoutQueue extends LightningElement {
  label = label;
  demanded: GraphqlResult<DemandAnswer> = {};
  funded: GraphqlResult<FundingAnswer> = {};
  sent: GraphqlResult<SentAnswer> = {};
  listed: GraphqlResult<RowsAnswer> = {};
  opened?: string | undefined;
  leave?: () => void;

  @wire(graphql, { query: demandQuery })
  wiredDemand(result: GraphqlResult<DemandAnswer>): void {
    this.demanded = wholeOf(result);
  }

  @wire(graphql, { query: fundingQuery })
  wiredFunding(result: GraphqlResult<FundingAnswer>): void {
    this.funded = wholeOf(result);
  }

  @wire(graphql, { query: '$sentQuery', variables: '$sentWanted' })
  wiredSent(result: GraphqlResult<SentAnswer>): void {
    this.sent = wholeOf(result);
  }

  @wire(graphql, { query: '$rowsQuery', variables: '$rowsWanted' })
  wiredRows(result: GraphqlResult<RowsAnswer>): void {
    this.listed = wholeOf(result);
  }

  /** Nothing can be in a balance that is not known. */
  get sentQuery(): unknown {
    return oldestBalance(this.accounts) === undefined ? undefined : sentQuery;
  }

  get sentWanted(): { readonly since: string | undefined } {
    return { since: oldestBalance(this.accounts) };
  }

  /** No request is listed before a section is opened. */
  get rowsQuery(): unknown {
    return this.opened === undefined ? undefined : rowsQuery;
  }

  get rowsWanted(): { readonly statuses: readonly string[] | undefined } {
    return { statuses: statusesOf(this.opened) };
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again; the drafts look after themselves. What fails is told by the wires themselves. */
  refresh(): void {
    refreshAll([this.demanded, this.funded, this.sent, this.listed]);
  }

  get needed(): readonly GraphqlResult<unknown>[] {
    return [this.demanded, this.funded, ...(this.sentQuery ? [this.sent] : [])];
  }

  get isLoading(): boolean {
    return togetherOf(this.needed).isLoading;
  }

  get failure(): string | undefined {
    const { errors } = togetherOf(this.needed);
    return errors ? messageOf(errors, label.failed) : undefined;
  }

  get accounts(): readonly FundingAccount[] {
    return fundingOf(this.funded);
  }

  get demand(): readonly Demand[] {
    return demandOf(this.demanded.data);
  }

  get funds(): readonly FundsLine[] {
    return fundsOf(this.demand, notInBalance(this.sent, this.accounts), this.accounts);
  }

  get hasFunds(): boolean {
    return this.funds.length > 0;
  }

  get shortages(): ReturnType<typeof shortagesOf> {
    return shortagesOf(this.funds);
  }

  get isShort(): boolean {
    return this.shortages.length > 0;
  }

  /** Whether totals lack groups, accounts or payouts. */
  get isPartial(): boolean {
    const pages = [this.demanded.data?.uiapi.aggregate.demand, this.funded.data?.uiapi.query.accounts, this.sent.data?.uiapi.query.sent];
    return pages.some((page) => page?.pageInfo?.hasNextPage === true);
  }

  get partialText(): string {
    return fill(label.partial, groupLimit);
  }

  get sections(): readonly Section[] {
    return sectionsOf(this.demand, this.opened);
  }

  /** The section whose requests are listed. */
  get openSection(): Section | undefined {
    return this.sections.find(({ isOpen }) => isOpen);
  }

  get rows(): readonly Row[] {
    return this.listed.data ? rowsOf(this.listed.data) : [];
  }

  get rowsLoading(): boolean {
    return !this.listed.data && !this.listed.errors;
  }

  get rowsFailure(): string | undefined {
    return this.listed.errors ? messageOf(this.listed.errors, label.rowsFailed) : undefined;
  }

  get moreRows(): string | undefined {
    return this.listed.data?.uiapi.query.requests.pageInfo?.hasNextPage ? fill(label.moreRows, rowLimit) : undefined;
  }

  handleToggle(event: Event): void {
    const { name } = event.currentTarget as HTMLButtonElement;
    this.listed = {};
    this.opened = this.opened === name ? undefined : name;
  }
}
