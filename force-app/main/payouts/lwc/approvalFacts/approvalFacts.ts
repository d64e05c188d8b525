import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { graphql } from 'lightning/graphql';
import { counted, currencyOf, fill, messageOf, stayCurrent, textOr, wholeOf, type GraphqlResult, type RecordResult } from 'c/quittancePage';
import USER_ID from '@salesforce/user/Id';
import USER_NAME from '@salesforce/schema/User.Name';
import AMOUNT from '@salesforce/schema/Payment_Request__c.Amount__c';
import CURRENCY from '@salesforce/schema/Payment_Request__c.Currency__c';
import RECIPIENT from '@salesforce/schema/Payment_Request__c.Recipient__c';
import STATUS from '@salesforce/schema/Payment_Request__c.Status__c';
import SUBMITTED_KEY from '@salesforce/schema/Payment_Request__c.Approved_Payee_Key__c';
import { label } from './labels';
import { payeeOf, recipientFields, type Payee } from './payee';
import { totalsOf, totalsQuery, twinDays, twinsOf, twinsQuery, type Total, type TotalsAnswer, type Twin, type TwinsAnswer } from './standing';

const dayMs = 86_400_000;

/** What an approver should know before approving. */
export default class ApprovalFacts extends LightningElement {
  @api recordId?: string;

  label = label;
  request: RecordResult = {};
  recipient: RecordResult = {};
  changer: RecordResult = {};
  verifier: RecordResult = {};
  twins: GraphqlResult<TwinsAnswer> = {};
  totals: GraphqlResult<TotalsAnswer> = {};
  /** Now, when the page was opened (epoch ms). Kept, so that the search does not change with every rendering. */
  openedAt = Date.now();
  leave?: () => void;

  @wire(getRecord, { recordId: '$recordId', fields: [AMOUNT, CURRENCY, RECIPIENT], optionalFields: [STATUS, SUBMITTED_KEY] })
  wiredRequest(result: RecordResult): void {
    this.request = result;
  }

  @wire(getRecord, { recordId: '$recipientId', fields: [recipientFields.name], optionalFields: recipientFields.optional })
  wiredRecipient(result: RecordResult): void {
    this.recipient = result;
  }

  @wire(getRecord, { recordId: '$changedById', fields: [USER_NAME] })
  wiredChanger(result: RecordResult): void {
    this.changer = result;
  }

  @wire(getRecord, { recordId: '$verifiedById', fields: [USER_NAME] })
  wiredVerifier(result: RecordResult): void {
    this.verifier = result;
  }

  @wire(graphql, { query: '$twinsQuery', variables: '$twinsSearch' })
  wiredTwins(result: GraphqlResult<TwinsAnswer>): void {
    this.twins = wholeOf(result);
  }

  @wire(graphql, { query: totalsQuery })
  wiredTotals(result: GraphqlResult<TotalsAnswer>): void {
    this.totals = wholeOf(result);
  }

  connectedCallback(): void {
    this.leave = stayCurrent(() => undefined, () => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again. What fails is told by the wires themselves. */
  refresh(): void {
    const ids = [this.recordId, this.recipientId].flatMap((recordId) => (recordId ? [{ recordId }] : []));
    if (ids.length > 0) notifyRecordUpdateAvailable(ids).catch(() => undefined);
    this.twins.refresh?.().catch(() => undefined);
    this.totals.refresh?.().catch(() => undefined);
  }

  get recipientId(): string | undefined {
    return textOr(getFieldValue(this.request.data, RECIPIENT), undefined);
  }

  get changedById(): string | undefined {
    return textOr(getFieldValue(this.recipient.data, recipientFields.changedBy), undefined);
  }

  get verifiedById(): string | undefined {
    return textOr(getFieldValue(this.recipient.data, recipientFields.verifiedBy), undefined);
  }

  /** Nothing is searched for before it is known what. */
  get twinsQuery(): unknown {
    return this.recipientId && this.amount ? twinsQuery : undefined;
  }

  get twinsSearch(): Readonly<Record<string, unknown>> {
    return {
      requestId: this.recordId,
      recipientId: this.recipientId,
      amount: this.amount?.value,
      currency: this.amount?.currency,
      since: new Date(this.openedAt - twinDays * dayMs).toISOString(),
    };
  }

  get isLoading(): boolean {
    return !this.request.data && !this.request.error;
  }

  get failure(): string | undefined {
    return this.request.data || !this.request.error ? undefined : messageOf(this.request.error, label.failed);
  }

  get lacksRecipient(): boolean {
    return this.request.data !== undefined && this.recipientId === undefined;
  }

  /** Owed in another currency and not converted yet. */
  get lacksAmount(): boolean {
    return this.amount === undefined;
  }

  get recipientFailure(): string | undefined {
    return this.recipient.data || !this.recipient.error ? undefined : messageOf(this.recipient.error, label.recipientFailed);
  }

  get recipientLoading(): boolean {
    return !this.recipient.data;
  }

  get amount(): ReturnType<typeof currencyOf> {
    return currencyOf(getFieldValue(this.request.data, AMOUNT), getFieldValue(this.request.data, CURRENCY));
  }

  get payee(): Payee {
    const nameOf = ({ data }: RecordResult): string | undefined => textOr(getFieldValue(data, USER_NAME), undefined);
    return payeeOf(this.recipient.data, { changer: nameOf(this.changer), verifier: nameOf(this.verifier), reader: USER_ID, nowMs: this.openedAt });
  }

  /** Another payee stands there than the one it was submitted for: an approval counts for that one only. */
  get payeeReplaced(): boolean {
    const [submitted, present] = [getFieldValue(this.request.data, SUBMITTED_KEY), getFieldValue(this.recipient.data, recipientFields.key)].map((key) => textOr(key, undefined));
    return getFieldValue(this.request.data, STATUS) === 'Submitted' && submitted !== undefined && present !== undefined && submitted !== present;
  }

  get twinsLoading(): boolean {
    return !this.twins.data && !this.twins.errors;
  }

  get twinsFailure(): string | undefined {
    return this.twins.errors ? messageOf(this.twins.errors, label.twinsFailed) : undefined;
  }

  get foundTwins(): readonly Twin[] {
    return this.twins.data ? twinsOf(this.twins.data) : [];
  }

  get hasTwins(): boolean {
    return this.foundTwins.length > 0;
  }

  get twinsText(): string {
    return this.hasTwins ? counted(this.foundTwins.length, label.twinsOne, label.twinsSome, twinDays) : fill(label.twinsNone, twinDays);
  }

  get moreTwins(): boolean {
    return this.twins.data?.uiapi.query.twins.pageInfo?.hasNextPage === true;
  }

  get totalsLoading(): boolean {
    return !this.totals.data && !this.totals.errors;
  }

  get totalsFailure(): string | undefined {
    return this.totals.errors ? messageOf(this.totals.errors, label.totalsFailed) : undefined;
  }

  get waiting(): readonly Total[] {
    return this.totals.data ? totalsOf(this.totals.data) : [];
  }

  get hasWaiting(): boolean {
    return this.waiting.length > 0;
  }
}
