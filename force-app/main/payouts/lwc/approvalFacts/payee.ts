import { getFieldDisplayValue, getFieldValue } from 'lightning/uiRecordApi';
import { daysBetween, fill, textOr, type FieldRef, type UiRecord } from 'c/quittancePage';
import PAYEE from '@salesforce/schema/Recipient_Account__c.Display_Name__c';
import COUNTRY from '@salesforce/schema/Recipient_Account__c.Country__c';
import PAYEE_STATUS from '@salesforce/schema/Recipient_Account__c.Status__c';
import VERIFICATION from '@salesforce/schema/Recipient_Account__c.Verification__c';
import VERIFIED_BY from '@salesforce/schema/Recipient_Account__c.Verified_By_Id__c';
import CHANGED_AT from '@salesforce/schema/Recipient_Account__c.Payee_Changed_At__c';
import CHANGED_BY from '@salesforce/schema/Recipient_Account__c.Payee_Changed_By_Id__c';
import RECIPIENT_NAME from '@salesforce/schema/Recipient_Account__c.Name';
import { label } from './labels';

/** What is read of a recipient. */
export const recipientFields = {
  name: RECIPIENT_NAME,
  optional: [PAYEE, COUNTRY, PAYEE_STATUS, VERIFICATION, VERIFIED_BY, CHANGED_AT, CHANGED_BY],
  changedBy: CHANGED_BY,
  verifiedBy: VERIFIED_BY,
} as const;

/** A change of payee details this young is a warning: it is what a fraudster does first. */
const recentDays = 30;

/** Who is meant by the ids on the recipient, and who looks at it when. */
interface Reading {
  readonly changer: string | undefined;
  readonly verifier: string | undefined;
  /** User id. */
  readonly reader: string;
  readonly nowMs: number;
}

/** A payee as the approver should see it. */
export interface Payee {
  readonly name: string;
  readonly country: string;
  readonly status: string;
  readonly verified: boolean;
  readonly verification: string;
  readonly changed: string;
  readonly changedAt: string | undefined;
  /** The reader changed the payee details, and so must not approve. */
  readonly changedByReader: boolean;
  readonly changedLook: string;
  readonly changedRecently: boolean;
}

function changeText(days: number | undefined, by: string | undefined): string {
  if (days === undefined) return label.neverChanged;
  const when = days === 0 ? label.changedToday : days === 1 ? label.changedYesterday : fill(label.changedDays, days);
  return by === undefined ? when : fill(label.changedBy, when, by);
}

/** The recipient's record in words. */
export function payeeOf(recipient: UiRecord | undefined, { changer, verifier, reader, nowMs }: Reading): Payee {
  const valueOf = (field: FieldRef): string | undefined => textOr(getFieldValue(recipient, field), undefined);
  const [changedAt, changedBy] = [valueOf(CHANGED_AT), valueOf(CHANGED_BY)];
  const days = daysBetween(changedAt, nowMs);
  const byReader = changedBy !== undefined && changedBy.slice(0, 15) === reader.slice(0, 15);
  const by = changedBy === undefined ? undefined : byReader ? label.you : (changer ?? label.somebody);
  const recently = days !== undefined && days < recentDays;
  const verified = valueOf(VERIFICATION) === 'Verified';
  return {
    name: valueOf(PAYEE) ?? valueOf(RECIPIENT_NAME) ?? '',
    country: valueOf(COUNTRY) ?? label.noCountry,
    status: textOr(getFieldDisplayValue(recipient, PAYEE_STATUS), valueOf(PAYEE_STATUS) ?? ''),
    verified,
    verification: !verified ? label.unverified : verifier === undefined ? label.verified : fill(label.verifiedBy, verifier),
    changed: changeText(days, by),
    changedAt,
    changedByReader: byReader,
    changedRecently: recently,
    changedLook: `changed slds-p-around_x-small${recently ? ' slds-theme_warning' : ''}`,
  };
}
