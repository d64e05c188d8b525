import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { departureLimit, departuresOf, departuresQuery, fill, fundingOf, fundingQuery, messageOf, notInBalance, oldestBalance, refreshAll, sentQuery, stayWatchful, togetherOf, wholeOf, type DeparturesAnswer, type FundingAnswer, type GraphqlResult, type SentAnswer } from 'c/quittancePage';
import { label } from './labels';
import { linesOf, missingOf, type PlanLine } from './lines';

/** What can go now with the money that is there, and what to load by when so that everything leaves on its day. */
export default class FundingPlan extends LightningElement {
  label = label;
  waiting: GraphqlResult<DeparturesAnswer> = {};
  funded: GraphqlResult<FundingAnswer> = {};
  sent: GraphqlResult<SentAnswer> = {};
  lines: readonly PlanLine[] = [];
  leave?: () => void;

  @wire(graphql, { query: departuresQuery })
  wiredWaiting(result: GraphqlResult<DeparturesAnswer>): void {
    this.waiting = wholeOf(result);
    this.plan();
  }

  @wire(graphql, { query: fundingQuery })
  wiredFunding(result: GraphqlResult<FundingAnswer>): void {
    this.funded = wholeOf(result);
    this.plan();
  }

  @wire(graphql, { query: '$sentQuery', variables: '$sentWanted' })
  wiredSent(result: GraphqlResult<SentAnswer>): void {
    this.sent = wholeOf(result);
    this.plan();
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again; a page left open over midnight moves on to the new day. */
  refresh(): void {
    this.plan();
    refreshAll([this.waiting, this.funded, this.sent]);
  }

  /** Plans anew; kept, because every rendering reads it many times. */
  plan(): void {
    const accounts = fundingOf(this.funded);
    this.lines = linesOf(departuresOf(this.waiting), notInBalance(this.sent, accounts), accounts, Date.now());
  }

  /** Nothing can be in a balance that is not known. */
  get sentQuery(): unknown {
    return oldestBalance(fundingOf(this.funded)) === undefined ? undefined : sentQuery;
  }

  get sentWanted(): { readonly since: string | undefined } {
    return { since: oldestBalance(fundingOf(this.funded)) };
  }

  get needed(): readonly GraphqlResult<unknown>[] {
    return [this.waiting, this.funded, ...(this.sentQuery ? [this.sent] : [])];
  }

  get isLoading(): boolean {
    return togetherOf(this.needed).isLoading;
  }

  get failure(): string | undefined {
    const { errors } = togetherOf(this.needed);
    return errors ? messageOf(errors, label.failed) : undefined;
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get missing(): ReturnType<typeof missingOf> {
    return missingOf(this.lines);
  }

  get isMissing(): boolean {
    return this.missing.length > 0;
  }

  get isEnough(): boolean {
    return this.lines.every(({ isEnough }) => isEnough);
  }

  get isPartial(): boolean {
    return [this.waiting.data?.uiapi.query.requests, this.sent.data?.uiapi.query.sent].some((page) => page?.pageInfo?.hasNextPage === true);
  }

  get partialText(): string {
    return fill(label.partial, departureLimit);
  }
}
