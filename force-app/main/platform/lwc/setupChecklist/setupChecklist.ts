import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { connectionsQuery, fill, messageOf, stayWatchful, wholeOf, type ConnectionsAnswer, type GraphqlResult } from 'c/quittancePage';
import { approvedQuery, completedQuery, fundingQuery, verifiedQuery, type Findings, type FundingAnswer, type RecipientAnswer, type RequestAnswer } from './findings';
import { label } from './labels';
import { stepsOf, type SetupStep } from './steps';

/** What is left to do before the first payment, for the admin: done where the records show it, and said plainly where no page can see it. */
export default class SetupChecklist extends LightningElement {
  label = label;
  findings: Findings = { connections: {}, funding: {}, verified: {}, completed: {}, approved: {} };
  /** Now, when it was last looked (epoch ms). */
  nowMs = Date.now();
  leave?: () => void;

  @wire(graphql, { query: connectionsQuery })
  wiredConnections(connections: GraphqlResult<ConnectionsAnswer>): void {
    this.findings = { ...this.findings, connections: wholeOf(connections) };
  }

  @wire(graphql, { query: fundingQuery })
  wiredFunding(funding: GraphqlResult<FundingAnswer>): void {
    this.findings = { ...this.findings, funding: wholeOf(funding) };
  }

  @wire(graphql, { query: verifiedQuery })
  wiredVerified(verified: GraphqlResult<RecipientAnswer>): void {
    this.findings = { ...this.findings, verified: wholeOf(verified) };
  }

  @wire(graphql, { query: completedQuery })
  wiredCompleted(completed: GraphqlResult<RequestAnswer>): void {
    this.findings = { ...this.findings, completed: wholeOf(completed) };
  }

  @wire(graphql, { query: approvedQuery })
  wiredApproved(approved: GraphqlResult<RequestAnswer>): void {
    this.findings = { ...this.findings, approved: wholeOf(approved) };
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  get results(): readonly GraphqlResult<unknown>[] {
    const { connections, funding, verified, completed, approved } = this.findings;
    return [connections, funding, verified, completed, approved];
  }

  /** Reads everything again. What fails is told by the wires themselves. */
  refresh(): void {
    this.nowMs = Date.now();
    for (const { refresh } of this.results) refresh?.().catch(() => undefined);
  }

  /** A list that fills up step by step would call open what is only not read yet. */
  get isLoading(): boolean {
    return this.results.some(({ data, errors }) => !data && !errors);
  }

  /** Where nothing can be read there is no list to show. */
  get failure(): string | undefined {
    const errors = this.results.flatMap(({ errors: each }) => (each ? [each] : []));
    return errors.length === this.results.length ? messageOf(errors, label.failed) : undefined;
  }

  get steps(): readonly SetupStep[] {
    return stepsOf(this.findings, this.nowMs);
  }

  get title(): string {
    if (this.isLoading || this.failure) return label.title;
    return fill(label.titleCount, this.steps.filter(({ state }) => state === 'done').length, this.steps.length);
  }
}
