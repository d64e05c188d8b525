import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { fill, messageOf, stayCurrent, stayWatchful, wholeOf, type GraphqlResult } from 'c/quittancePage';
import { label } from './labels';
import { allIssues, issueLimit, issuesOf, issuesOfRequest, type Issue, type IssuesAnswer } from './openIssues';

const choices = [
  { name: 'Retry', label: label.retry, explanation: label.retryText, reasonRequired: true },
  { name: 'Discard', label: label.discard, explanation: label.discardText, reasonRequired: true },
] as const;

/** What a person must look at: on a payment request its own issues, elsewhere all of them. */
export default class SyncIssues extends LightningElement {
  /** The payment request, on its record page only. */
  @api recordId?: string;

  label = label;
  choices = choices;
  found: GraphqlResult<IssuesAnswer> = {};
  leave?: () => void;

  @wire(graphql, { query: '$query', variables: '$variables' })
  wiredIssues(result: GraphqlResult<IssuesAnswer>): void {
    this.found = wholeOf(result);
  }

  get query(): unknown {
    return this.recordId ? issuesOfRequest : allIssues;
  }

  get variables(): Readonly<Record<string, unknown>> {
    return this.recordId ? { requestId: this.recordId } : {};
  }

  connectedCallback(): void {
    // An issue of no payment is announced by no event.
    this.leave = this.recordId ? stayCurrent(() => this.recordId, () => this.refresh()) : stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads the issues again. What fails is told by the wire itself. */
  refresh(): void {
    this.found.refresh?.().catch(() => undefined);
  }

  get isLoading(): boolean {
    return !this.found.data && !this.found.errors;
  }

  get failure(): string | undefined {
    return this.found.errors ? messageOf(this.found.errors, label.failed) : undefined;
  }

  get issues(): readonly Issue[] {
    return this.found.data ? issuesOf(this.found.data) : [];
  }

  get hasIssues(): boolean {
    return this.issues.length > 0;
  }

  get hasMore(): boolean {
    return this.found.data?.uiapi.query.issues.pageInfo?.hasNextPage === true;
  }

  get title(): string {
    return this.hasIssues ? fill(label.titleCount, this.hasMore ? `${issueLimit}+` : this.issues.length) : label.title;
  }

  get moreText(): string {
    return fill(label.more, issueLimit);
  }
}
