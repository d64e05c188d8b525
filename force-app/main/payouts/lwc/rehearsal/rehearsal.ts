import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { askForRehearsal, fill, messageOf, refreshAll, stayWatchful, togetherOf, wholeOf, type GraphqlResult, type RehearsalSubject } from 'c/quittancePage';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import RUN_STATUS from '@salesforce/schema/Payment_Run__c.Status__c';
import REQUEST_STATUS from '@salesforce/schema/Payment_Request__c.Status__c';
import { answerOf, type Answer } from './answer';
import { label } from './labels';
import { latestOf, latestQuery, type Latest, type LatestAnswer } from './latest';

/** After this long without an answer the companion is probably not there. */
const lateMs = 60_000;

/** What would become of this run, request or selection if it were approved now. */
export default class Rehearsal extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;

  label = label;
  found: GraphqlResult<LatestAnswer> = {};
  isAsking = false;
  /** Where the answer of another rehearsal will stand, when not on this page. */
  askedLink?: string | undefined;
  /** Now, at the last reading (epoch ms): whoever does not answer sends nothing that would show the page anew. */
  seenAt = Date.now();
  askFailure?: string | undefined;
  leave?: () => void;

  @wire(graphql, { query: latestQuery, variables: '$search' })
  wiredLatest(result: GraphqlResult<LatestAnswer>): void {
    this.found = wholeOf(result);
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  refresh(): void {
    this.seenAt = Date.now();
    refreshAll([this.found]);
  }

  get search(): Readonly<Record<string, unknown>> {
    return { recordId: this.recordId };
  }

  get isLoading(): boolean {
    return togetherOf([this.found]).isLoading;
  }

  get failure(): string | undefined {
    return this.found.errors ? messageOf(this.found.errors, label.failed) : undefined;
  }

  get latest(): Latest | undefined {
    return latestOf(this.found.data);
  }

  /** What another rehearsal would be of. */
  get subject(): RehearsalSubject | undefined {
    if (this.recordId && this.objectApiName === RUN_STATUS.objectApiName) return { run: this.recordId };
    if (this.recordId && this.objectApiName === REQUEST_STATUS.objectApiName) return { request: this.recordId };
    return this.latest?.subject;
  }

  /** Whether this page shows the latest answer about its record; that of a rehearsal shows its own only. */
  get showsAnswers(): boolean {
    return this.objectApiName === RUN_STATUS.objectApiName || this.objectApiName === REQUEST_STATUS.objectApiName;
  }

  get isWaiting(): boolean {
    return this.latest?.status === 'Asked';
  }

  get cannotAsk(): boolean {
    return this.isAsking || this.isWaiting || this.subject === undefined;
  }

  get askLabel(): string {
    return this.isAsking ? label.asking : this.latest ? label.again : label.ask;
  }

  get waitingText(): string {
    return this.seenAt - (this.latest?.askedAt ?? 0) > lateMs ? label.late : label.asked;
  }

  get noAnswer(): string | undefined {
    return this.latest?.status === 'Failed' ? this.latest.verdict : undefined;
  }

  get answer(): Answer | undefined {
    return this.latest?.status === 'Answered' ? answerOf(this.latest.summary, this.latest.lines) : undefined;
  }

  get isUnreadable(): boolean {
    return this.latest?.status === 'Answered' && this.answer === undefined;
  }

  get verdict(): string {
    return this.latest?.verdict ?? '';
  }

  get asOfText(): string {
    const inWords = (at: string | undefined): string => (at ? new Date(at).toLocaleString(undefined, { timeZone: TIME_ZONE }) : '');
    return fill(label.asOf, inWords(this.answer?.at), inWords(this.answer?.factsAsOf));
  }

  get hasShortfalls(): boolean {
    return (this.answer?.shortfalls.length ?? 0) > 0;
  }

  get hasCosts(): boolean {
    return (this.answer?.costs.length ?? 0) > 0;
  }

  async handleAsk(): Promise<void> {
    const { subject } = this;
    if (!subject || this.cannotAsk) return;
    this.isAsking = true;
    this.askFailure = undefined;
    this.askedLink = undefined;
    try {
      const id = await askForRehearsal(subject);
      this.askedLink = this.showsAnswers ? undefined : `/${id}`;
      this.refresh();
    } catch (error) {
      this.askFailure = messageOf(error, label.askFailed);
    } finally {
      this.isAsking = false;
    }
  }
}
