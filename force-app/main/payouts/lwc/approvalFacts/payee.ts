import { getFieldDisplayValue, getFieldValue } from 'lightning/uiRecordApi';
import { payeeEvidence, textOr, type FieldRef, type PayeeEvidence, type UiRecord } from 'c/quittancePage';
import PAYEE from '@salesforce/schema/Recipient_Account__c.Display_Name__c';
import COUNTRY from '@salesforce/schema/Recipient_Account__c.Country__c';
import PAYEE_STATUS from '@salesforce/schema/Recipient_Account__c.Status__c';
import VERIFICATION from '@salesforce/schema/Recipient_Account__c.Verification__c';
import VERIFIED_BY from '@salesforce/schema/Recipient_Account__c.Verified_By_Id__c';
import CHANGED_AT from '@salesforce/schema/Recipient_Account__c.Payee_Changed_At__c';
import CHANGED_BY from '@salesforce/schema/Recipient_Account__c.Payee_Changed_By_Id__c';
import PAYEE_KEY from '@salesforce/schema/Recipient_Account__c.Payee_Key__c';
import RECIPIENT_NAME from '@salesforce/schema/Recipient_Account__c.Name';
import { label } from './labels';

/** What is read of a recipient. */
export const recipientFields = {
  name: RECIPIENT_NAME,
  optional: [PAYEE, COUNTRY, PAYEE_STATUS, VERIFICATION, VERIFIED_BY, CHANGED_AT, CHANGED_BY, PAYEE_KEY],
  changedBy: CHANGED_BY,
  verifiedBy: VERIFIED_BY,
  key: PAYEE_KEY,
} as const;

/** Who is meant by the ids on the recipient, and who looks at it when. */
interface Reading {
  readonly changer: string | undefined;
  readonly verifier: string | undefined;
  /** User id. */
  readonly reader: string;
  readonly nowMs: number;
}

/** A payee as the approver should see it. */
export interface Payee extends PayeeEvidence {
  readonly name: string;
  readonly country: string;
  readonly status: string;
  readonly changedLook: string;
}

/** The recipient's record in words. */
export function payeeOf(recipient: UiRecord | undefined, reading: Reading): Payee {
  const valueOf = (field: FieldRef): string | undefined => textOr(getFieldValue(recipient, field), undefined);
  const evidence = payeeEvidence({ verification: valueOf(VERIFICATION), changedAt: valueOf(CHANGED_AT), changedBy: valueOf(CHANGED_BY), ...reading });
  return {
    ...evidence,
    name: valueOf(PAYEE) ?? valueOf(RECIPIENT_NAME) ?? '',
    country: valueOf(COUNTRY) ?? label.noCountry,
    status: textOr(getFieldDisplayValue(recipient, PAYEE_STATUS), valueOf(PAYEE_STATUS) ?? ''),
    changedLook: `changed slds-m-top_x-small slds-p-around_x-small${evidence.changedRecently ? ' slds-theme_warning' : ''}`,
  };
}
