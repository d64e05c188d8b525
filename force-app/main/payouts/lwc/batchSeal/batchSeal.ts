import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { counted, currencyOf, fill, messageOf, numberOr, stayCurrent, textOr, type FieldRef, type RecordResult } from 'c/quittancePage';
import CURRENCY from '@salesforce/schema/Payout_Batch__c.Currency__c';
import SEAL from '@salesforce/schema/Payout_Batch__c.Seal__c';
import SEAL_DETAIL from '@salesforce/schema/Payout_Batch__c.Seal_Detail__c';
import REQUESTED from '@salesforce/schema/Payout_Batch__c.Requested_Amount__c';
import REQUESTED_COUNT from '@salesforce/schema/Payout_Batch__c.Requested_Count__c';
import APPROVED from '@salesforce/schema/Payout_Batch__c.Approved_Total__c';
import PROVIDER from '@salesforce/schema/Payout_Batch__c.Provider_Total__c';
import MOVEMENT from '@salesforce/schema/Payout_Batch__c.Balance_Movement__c';
import PAID from '@salesforce/schema/Payout_Batch__c.Paid_Amount__c';
import IN_FLIGHT from '@salesforce/schema/Payout_Batch__c.In_Flight_Amount__c';
import HELD from '@salesforce/schema/Payout_Batch__c.Held_Amount__c';
import FAILED from '@salesforce/schema/Payout_Batch__c.Failed_Amount__c';
import RETURNED from '@salesforce/schema/Payout_Batch__c.Returned_Amount__c';
import RESIDUE from '@salesforce/schema/Payout_Batch__c.Residue__c';
import SENT_AT from '@salesforce/schema/Payout_Batch__c.Sent_At__c';
import { label } from './labels';

type Amount = ReturnType<typeof currencyOf>;

const parts: readonly { readonly key: string; readonly name: string; readonly field: FieldRef }[] = [
  { key: 'paid', name: label.paid, field: PAID },
  { key: 'in-flight', name: label.inFlight, field: IN_FLIGHT },
  { key: 'held', name: label.held, field: HELD },
  { key: 'failed', name: label.failedPart, field: FAILED },
  { key: 'returned', name: label.returned, field: RETURNED },
];

const verdicts: Readonly<Record<string, { readonly word: string; readonly text: string; readonly icon: string; readonly look: string }>> = {
  Sealed: { word: label.sealed, text: label.sealedText, icon: 'utility:success', look: 'slds-theme_success' },
  Open: { word: label.open, text: label.openText, icon: 'utility:clock', look: 'slds-scoped-notification_light' },
  Broken: { word: label.broken, text: label.brokenText, icon: 'utility:error', look: 'slds-theme_error' },
};
const noVerdict = { word: label.unknown, text: label.openText, icon: 'utility:clock', look: 'slds-scoped-notification_light' };

/** Whether approved, paid and taken from the balance agree for one batch, and where its money is. */
export default class BatchSeal extends LightningElement {
  @api recordId?: string;

  label = label;
  record: RecordResult = {};
  leave?: () => void;

  @wire(getRecord, {
    recordId: '$recordId',
    fields: [CURRENCY, SEAL, REQUESTED],
    optionalFields: [SEAL_DETAIL, REQUESTED_COUNT, APPROVED, PROVIDER, MOVEMENT, PAID, IN_FLIGHT, HELD, FAILED, RETURNED, RESIDUE, SENT_AT],
  })
  wiredRecord(result: RecordResult): void {
    this.record = result;
  }

  connectedCallback(): void {
    // A batch changes with the payments in it, whose ids the event names.
    this.leave = stayCurrent(() => undefined, () => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads the batch again. What fails is told by the wire itself. */
  refresh(): void {
    if (this.recordId) notifyRecordUpdateAvailable([{ recordId: this.recordId }]).catch(() => undefined);
  }

  amountOf(field: FieldRef): Amount {
    return currencyOf(getFieldValue(this.record.data, field), getFieldValue(this.record.data, CURRENCY));
  }

  get isLoading(): boolean {
    return !this.record.data && !this.record.error;
  }

  get failure(): string | undefined {
    return this.record.data || !this.record.error ? undefined : messageOf(this.record.error, label.failed);
  }

  get verdict(): typeof noVerdict {
    return verdicts[textOr(getFieldValue(this.record.data, SEAL), '')] ?? noVerdict;
  }

  get verdictLook(): string {
    return `verdict slds-scoped-notification slds-media ${this.verdict.look}`;
  }

  get verdictIcon(): string {
    return this.verdict.look.startsWith('slds-theme') ? 'inverse' : '';
  }

  get detail(): string | undefined {
    return textOr(getFieldValue(this.record.data, SEAL_DETAIL), undefined);
  }

  get count(): string | undefined {
    const count = numberOr(getFieldValue(this.record.data, REQUESTED_COUNT), undefined);
    return count === undefined ? undefined : counted(count, label.countOne, label.count);
  }

  get sentAt(): string | undefined {
    return textOr(getFieldValue(this.record.data, SENT_AT), undefined);
  }

  get requested(): Amount {
    return this.amountOf(REQUESTED);
  }

  get sides(): readonly { readonly key: string; readonly name: string; readonly amount: Amount }[] {
    return [
      { key: 'approved', name: label.approved, amount: this.amountOf(APPROVED) },
      { key: 'provider', name: label.provider, amount: this.amountOf(PROVIDER) },
      { key: 'movement', name: label.movement, amount: this.amountOf(MOVEMENT) },
    ];
  }

  get parts(): readonly { readonly key: string; readonly name: string; readonly amount: Amount; readonly share: number; readonly look: string; readonly style: string }[] {
    const whole = this.requested?.value ?? 0;
    return parts.map(({ key, name, field }) => {
      const amount = this.amountOf(field);
      const share = whole > 0 ? (amount?.value ?? 0) / whole : 0;
      return { key, name, amount, share, look: `segment segment_${key}`, style: `width: ${Math.min(100, Math.max(0, share * 100)).toFixed(2)}%` };
    });
  }

  /** The bar in words: only what is there is named. */
  get barText(): string {
    const whole = this.requested;
    if (!whole || whole.value === 0) return label.barEmpty;
    const named = this.parts.filter(({ share }) => share > 0).map(({ name, share }) => fill(label.barPart, `${Math.round(share * 100)} %`, name));
    return fill(label.barText, `${whole.currency} ${whole.value.toFixed(whole.decimals)}`, named.join(', '));
  }

  get residue(): Amount {
    const residue = this.amountOf(RESIDUE);
    return residue && residue.value !== 0 ? residue : undefined;
  }
}
