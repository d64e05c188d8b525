import { LightningElement, api, wire } from 'lwc';
import { getFieldDisplayValue, getFieldValue, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { graphql } from 'lightning/graphql';
import { actionsFor, counted, currencyOf, fill, messageOf, numberOr, stayCurrent, storyOf, textOr, wholeOf, type GraphqlResult, type RecordResult } from 'c/quittancePage';
import MAY_REINITIATE from '@salesforce/customPermission/Quittance_Reinitiate';
import STATUS from '@salesforce/schema/Payment_Request__c.Status__c';
import STATUS_REASON from '@salesforce/schema/Payment_Request__c.Status_Reason__c';
import SECOND_APPROVAL from '@salesforce/schema/Payment_Request__c.Second_Approval_Needed__c';
import AMOUNT from '@salesforce/schema/Payment_Request__c.Amount__c';
import CURRENCY from '@salesforce/schema/Payment_Request__c.Currency__c';
import ATTEMPT from '@salesforce/schema/Payment_Request__c.Attempt__c';
import PAYOUT_DATE from '@salesforce/schema/Payment_Request__c.Payout_Date__c';
import EXPECTED_ARRIVAL from '@salesforce/schema/Payment_Request__c.Expected_Arrival__c';
import ACTION from '@salesforce/schema/Payment_Request__c.Requested_Action__c';
import ACTION_REASON from '@salesforce/schema/Payment_Request__c.Requested_Reason__c';
import ASKED_BY from '@salesforce/schema/Payment_Request__c.Requested_By_Id__c';
import ANSWERED from '@salesforce/schema/Payment_Request__c.Answered_Action__c';
import LAST_MODIFIED from '@salesforce/schema/Payment_Request__c.LastModifiedDate';
import USER_NAME from '@salesforce/schema/User.Name';
import { label } from './labels';
import { actionWords, meanings, stepsOf, type Step } from './meanings';
import { movementLimit, movementOf, movementsQuery, type Movement, type MovementsAnswer } from './movements';

const optional = [STATUS_REASON, SECOND_APPROVAL, ATTEMPT, PAYOUT_DATE, EXPECTED_ARRIVAL, ACTION, ACTION_REASON, ASKED_BY, ANSWERED, LAST_MODIFIED];

/** The way of a payment on its record page: where it stands and why, what happened, the money, and what may be asked for now. */
export default class PayoutTimeline extends LightningElement {
  @api recordId?: string;

  label = label;
  record: RecordResult = {};
  asker: RecordResult = {};
  answeredFor: RecordResult = {};
  movements: GraphqlResult<MovementsAnswer> = {};
  leave?: () => void;

  @wire(getRecord, { recordId: '$recordId', fields: [STATUS, AMOUNT, CURRENCY], optionalFields: optional })
  wiredRecord(result: RecordResult): void {
    this.record = result;
  }

  @wire(getRecord, { recordId: '$askerId', fields: [USER_NAME] })
  wiredAsker(result: RecordResult): void {
    this.asker = result;
  }

  @wire(getRecord, { recordId: '$answeredId', fields: [USER_NAME] })
  wiredAnswered(result: RecordResult): void {
    this.answeredFor = result;
  }

  @wire(graphql, { query: '$query', variables: '$variables' })
  wiredMovements(result: GraphqlResult<MovementsAnswer>): void {
    this.movements = wholeOf(result);
  }

  /** Nothing is asked before the record is known. */
  get query(): unknown {
    return this.recordId ? movementsQuery : undefined;
  }

  get variables(): { readonly requestId: string | undefined } {
    return { requestId: this.recordId };
  }

  connectedCallback(): void {
    this.leave = stayCurrent(() => this.recordId, () => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads again what is shown. What fails is told by the wires themselves. */
  refresh(): void {
    if (this.recordId) notifyRecordUpdateAvailable([{ recordId: this.recordId }]).catch(() => undefined);
    this.movements.refresh?.().catch(() => undefined);
  }

  valueOf(field: typeof STATUS): string | undefined {
    return textOr(getFieldValue(this.record.data, field), undefined);
  }

  get isLoading(): boolean {
    return !this.record.data && !this.record.error;
  }

  get failure(): string | undefined {
    return this.record.data || !this.record.error ? undefined : messageOf(this.record.error, label.failed);
  }

  get status(): string {
    return this.valueOf(STATUS) ?? '';
  }

  get statusText(): string {
    return textOr(getFieldDisplayValue(this.record.data, STATUS), this.status);
  }

  get meaning(): string {
    return meanings[this.status] ?? label.meansUnknown;
  }

  get reason(): string | undefined {
    return this.valueOf(STATUS_REASON);
  }

  get amount(): ReturnType<typeof currencyOf> {
    return currencyOf(this.valueOf(AMOUNT), this.valueOf(CURRENCY));
  }

  /** Dates without a time; a day is the same everywhere, so they are shown in UTC. */
  get days(): readonly { readonly key: string; readonly name: string; readonly date: string }[] {
    return [
      { key: 'payout', name: label.payoutDate, date: this.valueOf(PAYOUT_DATE) },
      { key: 'arrival', name: label.expected, date: this.valueOf(EXPECTED_ARRIVAL) },
    ].flatMap(({ date, ...day }) => (date === undefined ? [] : [{ ...day, date }]));
  }

  get steps(): readonly Step[] {
    return stepsOf(this.status, this.statusText);
  }

  get unreadable(): string | undefined {
    return this.told.unreadable > 0 ? counted(this.told.unreadable, label.storyUnreadableOne, label.storyUnreadable) : undefined;
  }

  get told(): ReturnType<typeof storyOf> {
    return storyOf(this.nodes.map(({ node }) => node.timeline.value));
  }

  get nodes(): MovementsAnswer['uiapi']['query']['movements']['edges'] {
    return this.movements.data?.uiapi.query.movements.edges ?? [];
  }

  get shownMovements(): readonly Movement[] {
    return this.nodes.map(({ node }) => movementOf(node));
  }

  get movementsLoading(): boolean {
    return !this.movements.data && !this.movements.errors;
  }

  get movementsFailure(): string | undefined {
    return this.movements.errors ? messageOf(this.movements.errors, label.movementsFailed) : undefined;
  }

  get moreMovements(): string | undefined {
    return this.movements.data?.uiapi.query.movements.pageInfo?.hasNextPage ? fill(label.more, movementLimit) : undefined;
  }

  get askerId(): string | undefined {
    return this.waiting ? this.valueOf(ASKED_BY) : undefined;
  }

  /** `Hold 005…`: what was answered last, and for whom. */
  get answered(): readonly [action: string, byId: string | undefined] | undefined {
    const match = /^(.+) (005\w+)$/.exec(this.valueOf(ANSWERED) ?? '');
    return match?.[1] === undefined ? undefined : [match[1], match[2]];
  }

  get answeredId(): string | undefined {
    return this.answered?.[1];
  }

  get answeredText(): string | undefined {
    if (this.answered === undefined) return undefined;
    const [action] = this.answered;
    const name = textOr(getFieldValue(this.answeredFor.data, USER_NAME), undefined);
    return name ? fill(label.answeredBy, action, name) : fill(label.answered, action);
  }

  get seenAt(): string | undefined {
    return this.valueOf(LAST_MODIFIED);
  }

  get waiting(): string | undefined {
    return this.valueOf(ACTION);
  }

  get waitingReason(): string | undefined {
    return this.valueOf(ACTION_REASON);
  }

  get waitingBy(): string | undefined {
    return textOr(getFieldValue(this.asker.data, USER_NAME), undefined);
  }

  get offers(): ReturnType<typeof actionsFor> {
    return actionsFor(this.status, numberOr(this.valueOf(ATTEMPT), 0), getFieldValue(this.record.data, SECOND_APPROVAL) === true);
  }

  get choices(): readonly { readonly name: string; readonly label: string; readonly explanation: string; readonly reasonRequired: boolean }[] {
    return this.offers.filter(({ needsPermission }) => !needsPermission || MAY_REINITIATE === true).map(({ name }) => ({ name, ...actionWords[name], reasonRequired: name !== 'Submit' }));
  }

  get lacksPermission(): boolean {
    return MAY_REINITIATE !== true && this.offers.some(({ needsPermission }) => needsPermission);
  }
}
