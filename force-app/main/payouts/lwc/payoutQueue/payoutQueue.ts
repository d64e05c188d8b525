import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { fill, fundingOf, fundingQuery, messageOf, refreshAll, stayWatchful, togetherOf, wholeOf, type FundingAnswer, type GraphqlResult } from 'c/quittancePage';
import { demandOf, demandQuery, groupLimit, type Demand, type DemandAnswer } from './demand';
import { fundsOf, shortagesOf, type FundsLine } from './funds';
import { label } from './labels';
import { rowLimit, rowsOf, rowsQuery, sectionsOf, statusesOf, type Row, type RowsAnswer, type Section } from './sections';

/** What waits to be paid against the money that is there, and the drafts to submit. */
export default class PayoutQueue extends LightningElement {
  label = label;
  demanded: GraphqlResult<DemandAnswer> = {};
  funded: GraphqlResult<FundingAnswer> = {};
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

  @wire(graphql, { query: '$rowsQuery', variables: '$rowsWanted' })
  wiredRows(result: GraphqlResult<RowsAnswer>): void {
    this.listed = wholeOf(result);
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
    refreshAll([this.demanded, this.funded, this.listed]);
  }

  get isLoading(): boolean {
    return togetherOf([this.demanded, this.funded]).isLoading;
  }

  get failure(): string | undefined {
    const { errors } = togetherOf([this.demanded, this.funded]);
    return errors ? messageOf(errors, label.failed) : undefined;
  }

  get demand(): readonly Demand[] {
    return demandOf(this.demanded.data);
  }

  get funds(): readonly FundsLine[] {
    return fundsOf(this.demand, fundingOf(this.funded));
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

  /** Whether totals lack groups or accounts. */
  get isPartial(): boolean {
    return this.demanded.data?.uiapi.aggregate.demand.pageInfo?.hasNextPage === true || this.funded.data?.uiapi.query.accounts.pageInfo?.hasNextPage === true;
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
