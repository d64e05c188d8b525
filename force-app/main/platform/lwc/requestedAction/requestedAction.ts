import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fill, messageOf } from 'c/quittancePage';
import PAYMENT_ACTION from '@salesforce/schema/Payment_Request__c.Requested_Action__c';
import PAYMENT_REASON from '@salesforce/schema/Payment_Request__c.Requested_Reason__c';
import ISSUE_ACTION from '@salesforce/schema/Sync_Issue__c.Requested_Action__c';
import ISSUE_REASON from '@salesforce/schema/Sync_Issue__c.Requested_Reason__c';
import VERIFICATION from '@salesforce/schema/Recipient_Account__c.Verification__c';
import { label } from './labels';

/** One thing that may be asked for. */
export interface Choice {
  /** The picklist's own value. */
  readonly name: string;
  readonly label: string;
  /** What it does, in plain words. */
  readonly explanation: string;
  readonly reasonRequired: boolean;
}

/** What the components of this package ever write: the requested action with its reason, and that a recipient is verified, which has no reason. */
const fields: Readonly<Record<'payment' | 'issue' | 'recipient', { readonly action: string; readonly reason?: string }>> = {
  payment: { action: PAYMENT_ACTION.fieldApiName, reason: PAYMENT_REASON.fieldApiName },
  issue: { action: ISSUE_ACTION.fieldApiName, reason: ISSUE_REASON.fieldApiName },
  recipient: { action: VERIFICATION.fieldApiName },
};

/** Offers what may be asked for on a record, asks why, and writes it there. Fires `asked` when the record took it. */
export default class RequestedAction extends LightningElement {
  @api recordId?: string;
  @api subject: 'payment' | 'issue' | 'recipient' = 'payment';
  @api choices: readonly Choice[] = [];
  /** The action that stands on the record and is not carried out yet, with who asked and why. */
  @api waiting?: string;
  @api waitingBy?: string;
  @api waitingReason?: string;

  label = label;
  chosen?: Choice | undefined;
  reason = '';
  failure?: string | undefined;
  isSending = false;
  /** Where the focus goes after the next rendering. */
  focusOn?: string | undefined;

  /** What waits already need not be asked for again. */
  get open(): readonly Choice[] {
    return this.choices.filter(({ name }) => name !== this.waiting);
  }

  get hasActions(): boolean {
    return this.open.length > 0;
  }

  get waitingText(): string | undefined {
    if (!this.waiting) return undefined;
    const name = this.choices.find((choice) => choice.name === this.waiting)?.label ?? this.waiting;
    return this.waitingBy ? fill(label.waitingBy, name, this.waitingBy) : fill(label.waiting, name);
  }

  get waitingReasonText(): string {
    return fill(label.waitingReason, this.waitingReason ?? '');
  }

  get chosenText(): string {
    return fill(label.choose, this.chosen?.label ?? '', this.chosen?.explanation ?? '');
  }

  get reasonLabel(): string {
    return this.chosen?.reasonRequired ? label.reason : label.comment;
  }

  get asksWhy(): boolean {
    return fields[this.subject].reason !== undefined;
  }

  /** What takes effect at once is not asked for. */
  get askLabel(): string {
    return this.asksWhy ? fill(label.ask, this.chosen?.label ?? '') : (this.chosen?.label ?? '');
  }

  get failureTitle(): string {
    return fill(this.asksWhy ? label.failed : label.refused, this.chosen?.label ?? '');
  }

  renderedCallback(): void {
    if (this.focusOn === undefined) return;
    const target = this.template?.querySelector<HTMLElement>(this.focusOn);
    this.focusOn = undefined;
    target?.focus();
  }

  handleChoose(event: Event): void {
    const { name } = event.target as HTMLElement & { readonly name: string };
    this.chosen = this.choices.find((choice) => choice.name === name);
    this.reason = '';
    this.failure = undefined;
    this.focusOn = this.asksWhy ? 'lightning-textarea' : '.ask';
  }

  handleReason(event: CustomEvent<{ readonly value: string }>): void {
    this.reason = event.detail.value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.isSending) this.handleBack();
  }

  handleBack(): void {
    const name = this.chosen?.name ?? '';
    this.chosen = undefined;
    this.failure = undefined;
    this.focusOn = `lightning-button[data-name="${name}"]`;
  }

  async handleAsk(): Promise<void> {
    const { chosen, recordId, reason } = this;
    if (chosen === undefined || recordId === undefined || this.isSending) return;
    const said = reason.trim();
    if (chosen.reasonRequired && said === '') {
      this.template?.querySelector<HTMLElement & { reportValidity(): boolean }>('lightning-textarea')?.reportValidity();
      return;
    }
    this.isSending = true;
    this.failure = undefined;
    try {
      const names = fields[this.subject];
      await updateRecord({ fields: { Id: recordId, [names.action]: chosen.name, ...(names.reason === undefined ? {} : { [names.reason]: said === '' ? null : said }) } });
      this.tellAsked(chosen);
    } catch (error) {
      this.failure = messageOf(error, label.failedText);
    } finally {
      this.isSending = false;
    }
  }

  tellAsked(chosen: Choice): void {
    const submitted = this.subject === 'payment' && chosen.name === 'Submit';
    const words = !this.asksWhy ? [fill(label.done, chosen.label), label.doneText] : submitted ? [label.submitted, label.submittedText] : [fill(label.sent, chosen.label), label.sentText];
    this.dispatchEvent(new ShowToastEvent({ title: words[0] ?? '', message: words[1] ?? '', variant: 'success' }));
    this.handleBack();
    // The button is gone with what now waits: the news is where the focus belongs.
    this.focusOn = '.news';
    this.dispatchEvent(new CustomEvent('asked', { detail: { name: chosen.name } }));
  }
}
