import FACTS_TITLE from '@salesforce/label/c.Facts_Title';
import FACTS_FAILED from '@salesforce/label/c.Facts_Failed';
import FACTS_RECIPIENT_FAILED from '@salesforce/label/c.Facts_Recipient_Failed';
import FACTS_NO_RECIPIENT from '@salesforce/label/c.Facts_No_Recipient';
import FACTS_NO_RECIPIENT_TEXT from '@salesforce/label/c.Facts_No_Recipient_Text';
import FACTS_PAYEE_TITLE from '@salesforce/label/c.Facts_Payee_Title';
import FACTS_PAYEE from '@salesforce/label/c.Facts_Payee';
import FACTS_COUNTRY from '@salesforce/label/c.Facts_Country';
import FACTS_NO_COUNTRY from '@salesforce/label/c.Facts_No_Country';
import FACTS_PAYEE_STATUS from '@salesforce/label/c.Facts_Payee_Status';
import FACTS_VERIFICATION from '@salesforce/label/c.Facts_Verification';
import FACTS_AMOUNT from '@salesforce/label/c.Facts_Amount';
import FACTS_CHANGED_RECENTLY from '@salesforce/label/c.Facts_Changed_Recently';
import FACTS_YOU_CHANGED from '@salesforce/label/c.Facts_You_Changed';
import FACTS_PAYEE_REPLACED from '@salesforce/label/c.Facts_Payee_Replaced';
import FACTS_TWINS_TITLE from '@salesforce/label/c.Facts_Twins_Title';
import FACTS_TWINS_NONE from '@salesforce/label/c.Facts_Twins_None';
import FACTS_TWINS_SOME from '@salesforce/label/c.Facts_Twins_Some';
import FACTS_TWINS_ONE from '@salesforce/label/c.Facts_Twins_One';
import FACTS_TWINS_NO_AMOUNT from '@salesforce/label/c.Facts_Twins_No_Amount';
import FACTS_TWINS_FAILED from '@salesforce/label/c.Facts_Twins_Failed';
import FACTS_MORE from '@salesforce/label/c.Facts_More';
import FACTS_TWIN from '@salesforce/label/c.Facts_Twin';
import FACTS_TWIN_STATUS from '@salesforce/label/c.Facts_Twin_Status';
import FACTS_TWIN_PURPOSE from '@salesforce/label/c.Facts_Twin_Purpose';
import FACTS_TWIN_INVOICE from '@salesforce/label/c.Facts_Twin_Invoice';
import FACTS_TWIN_CREATED from '@salesforce/label/c.Facts_Twin_Created';
import FACTS_TOTALS_TITLE from '@salesforce/label/c.Facts_Totals_Title';
import FACTS_TOTALS_NONE from '@salesforce/label/c.Facts_Totals_None';
import FACTS_TOTALS_FAILED from '@salesforce/label/c.Facts_Totals_Failed';
import FACTS_TOTALS_CAPTION from '@salesforce/label/c.Facts_Totals_Caption';
import FACTS_CURRENCY from '@salesforce/label/c.Facts_Currency';
import FACTS_COUNT from '@salesforce/label/c.Facts_Count';
import FACTS_TOTAL from '@salesforce/label/c.Facts_Total';

/** Every word the component shows. */
export const label = {
  title: FACTS_TITLE,
  failed: FACTS_FAILED,
  recipientFailed: FACTS_RECIPIENT_FAILED,
  noRecipient: FACTS_NO_RECIPIENT,
  noRecipientText: FACTS_NO_RECIPIENT_TEXT,
  payeeTitle: FACTS_PAYEE_TITLE,
  payee: FACTS_PAYEE,
  country: FACTS_COUNTRY,
  noCountry: FACTS_NO_COUNTRY,
  payeeStatus: FACTS_PAYEE_STATUS,
  verification: FACTS_VERIFICATION,
  amount: FACTS_AMOUNT,
  changedRecently: FACTS_CHANGED_RECENTLY,
  youChanged: FACTS_YOU_CHANGED,
  payeeReplaced: FACTS_PAYEE_REPLACED,
  twinsTitle: FACTS_TWINS_TITLE,
  twinsNone: FACTS_TWINS_NONE,
  twinsSome: FACTS_TWINS_SOME,
  twinsOne: FACTS_TWINS_ONE,
  twinsNoAmount: FACTS_TWINS_NO_AMOUNT,
  twinsFailed: FACTS_TWINS_FAILED,
  more: FACTS_MORE,
  twin: FACTS_TWIN,
  twinStatus: FACTS_TWIN_STATUS,
  twinPurpose: FACTS_TWIN_PURPOSE,
  twinInvoice: FACTS_TWIN_INVOICE,
  twinCreated: FACTS_TWIN_CREATED,
  totalsTitle: FACTS_TOTALS_TITLE,
  totalsNone: FACTS_TOTALS_NONE,
  totalsFailed: FACTS_TOTALS_FAILED,
  totalsCaption: FACTS_TOTALS_CAPTION,
  currency: FACTS_CURRENCY,
  count: FACTS_COUNT,
  total: FACTS_TOTAL,
};
