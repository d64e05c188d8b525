import PROFILE_TITLE from '@salesforce/label/c.Profile_Title';
import PROFILE_TOTALS_TITLE from '@salesforce/label/c.Profile_Totals_Title';
import PROFILE_FAILED from '@salesforce/label/c.Profile_Failed';
import PROFILE_CURRENCY from '@salesforce/label/c.Profile_Currency';
import PROFILE_PAID from '@salesforce/label/c.Profile_Paid';
import PROFILE_PENDING from '@salesforce/label/c.Profile_Pending';
import PROFILE_PENDING_TEXT from '@salesforce/label/c.Profile_Pending_Text';
import PROFILE_RECEIVED from '@salesforce/label/c.Profile_Received';
import PROFILE_EMPTY from '@salesforce/label/c.Profile_Empty';
import PROFILE_EMPTY_TEXT from '@salesforce/label/c.Profile_Empty_Text';
import PROFILE_MOVEMENTS_TITLE from '@salesforce/label/c.Profile_Movements_Title';
import PROFILE_MOVEMENTS_FAILED from '@salesforce/label/c.Profile_Movements_Failed';
import PROFILE_MOVEMENTS_NONE from '@salesforce/label/c.Profile_Movements_None';
import PROFILE_PAYMENT from '@salesforce/label/c.Profile_Payment';
import PROFILE_RECEIPT from '@salesforce/label/c.Profile_Receipt';
import PROFILE_MORE from '@salesforce/label/c.Profile_More';

/** Every word the component shows. */
export const label = {
  title: PROFILE_TITLE,
  totalsTitle: PROFILE_TOTALS_TITLE,
  failed: PROFILE_FAILED,
  currency: PROFILE_CURRENCY,
  paid: PROFILE_PAID,
  pending: PROFILE_PENDING,
  pendingText: PROFILE_PENDING_TEXT,
  received: PROFILE_RECEIVED,
  empty: PROFILE_EMPTY,
  emptyText: PROFILE_EMPTY_TEXT,
  movementsTitle: PROFILE_MOVEMENTS_TITLE,
  movementsFailed: PROFILE_MOVEMENTS_FAILED,
  movementsNone: PROFILE_MOVEMENTS_NONE,
  payment: PROFILE_PAYMENT,
  receipt: PROFILE_RECEIPT,
  more: PROFILE_MORE,
};
