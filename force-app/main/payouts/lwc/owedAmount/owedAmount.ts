import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import { currencyOf, fill, numberOr, textOr, type RecordResult } from 'c/quittancePage';
import AMOUNT from '@salesforce/schema/Payment_Request__c.Amount__c';
import CURRENCY from '@salesforce/schema/Payment_Request__c.Currency__c';
import OWED_AMOUNT from '@salesforce/schema/Payment_Request__c.Owed_Amount__c';
import OWED_CURRENCY from '@salesforce/schema/Payment_Request__c.Owed_Currency__c';
import RATE from '@salesforce/schema/Payment_Request__c.Conversion_Rate__c';
import SOURCE from '@salesforce/schema/Payment_Request__c.Conversion_Source__c';
import AT from '@salesforce/schema/Payment_Request__c.Conversion_At__c';
import { label } from './labels';

/** What a request is owed in another currency, what is paid for it, and by which rate. Nothing where it is owed as it is paid, or not known: the component around it says what could not be read. */
export default class OwedAmount extends LightningElement {
  /** A Payment Request. */
  @api recordId?: string;

  label = label;
  record: RecordResult = {};

  @wire(getRecord, { recordId: '$recordId', fields: [CURRENCY], optionalFields: [AMOUNT, OWED_AMOUNT, OWED_CURRENCY, RATE, SOURCE, AT] })
  wiredRecord(result: RecordResult): void {
    this.record = result;
  }

  valueOf(field: typeof RATE): string | undefined {
    return textOr(getFieldValue(this.record.data, field), undefined);
  }

  get owed(): ReturnType<typeof currencyOf> {
    return currencyOf(this.valueOf(OWED_AMOUNT), this.valueOf(OWED_CURRENCY));
  }

  get paid(): ReturnType<typeof currencyOf> {
    return currencyOf(this.valueOf(AMOUNT), this.valueOf(CURRENCY));
  }

  get rate(): number | undefined {
    return numberOr(this.valueOf(RATE), undefined);
  }

  /** A rate beside a blank amount is the one of before. */
  get converted(): boolean {
    return this.paid !== undefined && this.rate !== undefined;
  }

  get sourceText(): string {
    return fill(label.source, this.valueOf(SOURCE) ?? '');
  }

  /** The day the rate is of; in UTC, as its source counts it. */
  get at(): string | undefined {
    return this.valueOf(AT);
  }

  get waitingText(): string {
    return fill(label.waits, this.valueOf(CURRENCY) ?? '');
  }
}
