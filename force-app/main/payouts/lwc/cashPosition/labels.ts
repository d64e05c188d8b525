import CASH_TITLE from '@salesforce/label/c.Cash_Title';
import CASH_FAILED from '@salesforce/label/c.Cash_Failed';
import CASH_ACCOUNT from '@salesforce/label/c.Cash_Account';
import CASH_SPAN from '@salesforce/label/c.Cash_Span';
import CASH_CHOICE from '@salesforce/label/c.Cash_Choice';
import CASH_DAYS from '@salesforce/label/c.Cash_Days';
import CASH_AVAILABLE from '@salesforce/label/c.Cash_Available';
import CASH_THRESHOLD from '@salesforce/label/c.Cash_Threshold';
import CASH_BELOW from '@salesforce/label/c.Cash_Below';
import CASH_NOT_KNOWN from '@salesforce/label/c.Cash_Not_Known';
import CASH_HISTORY_FAILED from '@salesforce/label/c.Cash_History_Failed';
import CASH_HISTORY_EMPTY from '@salesforce/label/c.Cash_History_Empty';
import CASH_HISTORY_EMPTY_TEXT from '@salesforce/label/c.Cash_History_Empty_Text';
import CASH_MORE from '@salesforce/label/c.Cash_More';
import CASH_EMPTY from '@salesforce/label/c.Cash_Empty';
import CASH_EMPTY_TEXT from '@salesforce/label/c.Cash_Empty_Text';

/** Every word the component shows. */
export const label = {
  title: CASH_TITLE,
  failed: CASH_FAILED,
  account: CASH_ACCOUNT,
  span: CASH_SPAN,
  choice: CASH_CHOICE,
  days: CASH_DAYS,
  available: CASH_AVAILABLE,
  threshold: CASH_THRESHOLD,
  below: CASH_BELOW,
  notKnown: CASH_NOT_KNOWN,
  historyFailed: CASH_HISTORY_FAILED,
  historyEmpty: CASH_HISTORY_EMPTY,
  historyEmptyText: CASH_HISTORY_EMPTY_TEXT,
  more: CASH_MORE,
  empty: CASH_EMPTY,
  emptyText: CASH_EMPTY_TEXT,
};
