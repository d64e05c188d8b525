import QUEUE_TITLE from '@salesforce/label/c.Queue_Title';
import QUEUE_FAILED from '@salesforce/label/c.Queue_Failed';
import QUEUE_FUNDS_HEADING from '@salesforce/label/c.Queue_Funds_Heading';
import QUEUE_FUNDS_CAPTION from '@salesforce/label/c.Queue_Funds_Caption';
import QUEUE_PARTIAL from '@salesforce/label/c.Queue_Partial';
import QUEUE_SHORT_NOW from '@salesforce/label/c.Queue_Short_Now';
import QUEUE_SHORT_NONE from '@salesforce/label/c.Queue_Short_None';
import QUEUE_ACCOUNT from '@salesforce/label/c.Queue_Account';
import QUEUE_ACCOUNT_OPEN from '@salesforce/label/c.Queue_Account_Open';
import QUEUE_ACCOUNT_UNKNOWN from '@salesforce/label/c.Queue_Account_Unknown';
import QUEUE_CURRENCY from '@salesforce/label/c.Queue_Currency';
import QUEUE_TO_PAY from '@salesforce/label/c.Queue_To_Pay';
import QUEUE_SUBMITTED_COLUMN from '@salesforce/label/c.Queue_Submitted_Column';
import QUEUE_AVAILABLE from '@salesforce/label/c.Queue_Available';
import PLAN_ON_ITS_WAY from '@salesforce/label/c.Plan_On_Its_Way';
import QUEUE_SHORT from '@salesforce/label/c.Queue_Short';
import QUEUE_SHORT_LATER from '@salesforce/label/c.Queue_Short_Later';
import QUEUE_NOT_KNOWN from '@salesforce/label/c.Queue_Not_Known';
import QUEUE_ENOUGH from '@salesforce/label/c.Queue_Enough';
import QUEUE_REQUESTS from '@salesforce/label/c.Queue_Requests';
import QUEUE_REQUESTS_ONE from '@salesforce/label/c.Queue_Requests_One';
import QUEUE_EMPTY from '@salesforce/label/c.Queue_Empty';
import QUEUE_EMPTY_TEXT from '@salesforce/label/c.Queue_Empty_Text';
import QUEUE_SECTION_TITLE from '@salesforce/label/c.Queue_Section_Title';
import QUEUE_SUBMITTED_TITLE from '@salesforce/label/c.Queue_Submitted_Title';
import QUEUE_SUBMITTED_TEXT from '@salesforce/label/c.Queue_Submitted_Text';
import QUEUE_APPROVED_TITLE from '@salesforce/label/c.Queue_Approved_Title';
import QUEUE_APPROVED_TEXT from '@salesforce/label/c.Queue_Approved_Text';
import QUEUE_FUNDS_TITLE from '@salesforce/label/c.Queue_Funds_Title';
import QUEUE_FUNDS_TEXT from '@salesforce/label/c.Queue_Funds_Text';
import QUEUE_CORRECTION_TITLE from '@salesforce/label/c.Queue_Correction_Title';
import QUEUE_CORRECTION_TEXT from '@salesforce/label/c.Queue_Correction_Text';
import QUEUE_HELD_TITLE from '@salesforce/label/c.Queue_Held_Title';
import QUEUE_HELD_TEXT from '@salesforce/label/c.Queue_Held_Text';
import QUEUE_SHOW from '@salesforce/label/c.Queue_Show';
import QUEUE_HIDE from '@salesforce/label/c.Queue_Hide';
import QUEUE_SHOW_TEXT from '@salesforce/label/c.Queue_Show_Text';
import QUEUE_HIDE_TEXT from '@salesforce/label/c.Queue_Hide_Text';
import QUEUE_ROWS_FAILED from '@salesforce/label/c.Queue_Rows_Failed';
import QUEUE_MORE_ROWS from '@salesforce/label/c.Queue_More_Rows';
import QUEUE_REQUEST from '@salesforce/label/c.Queue_Request';
import QUEUE_RECIPIENT from '@salesforce/label/c.Queue_Recipient';
import QUEUE_AMOUNT from '@salesforce/label/c.Queue_Amount';
import QUEUE_STATUS from '@salesforce/label/c.Queue_Status';
import QUEUE_DUE from '@salesforce/label/c.Queue_Due';

/** Every word the component shows. */
export const label = {
  title: QUEUE_TITLE,
  failed: QUEUE_FAILED,
  fundsHeading: QUEUE_FUNDS_HEADING,
  fundsCaption: QUEUE_FUNDS_CAPTION,
  partial: QUEUE_PARTIAL,
  shortNow: QUEUE_SHORT_NOW,
  shortNone: QUEUE_SHORT_NONE,
  account: QUEUE_ACCOUNT,
  accountOpen: QUEUE_ACCOUNT_OPEN,
  accountUnknown: QUEUE_ACCOUNT_UNKNOWN,
  currency: QUEUE_CURRENCY,
  toPay: QUEUE_TO_PAY,
  submittedColumn: QUEUE_SUBMITTED_COLUMN,
  available: QUEUE_AVAILABLE,
  onItsWay: PLAN_ON_ITS_WAY,
  short: QUEUE_SHORT,
  shortLater: QUEUE_SHORT_LATER,
  notKnown: QUEUE_NOT_KNOWN,
  enough: QUEUE_ENOUGH,
  requests: QUEUE_REQUESTS,
  requestsOne: QUEUE_REQUESTS_ONE,
  empty: QUEUE_EMPTY,
  emptyText: QUEUE_EMPTY_TEXT,
  sectionTitle: QUEUE_SECTION_TITLE,
  submittedTitle: QUEUE_SUBMITTED_TITLE,
  submittedText: QUEUE_SUBMITTED_TEXT,
  approvedTitle: QUEUE_APPROVED_TITLE,
  approvedText: QUEUE_APPROVED_TEXT,
  fundsTitle: QUEUE_FUNDS_TITLE,
  fundsText: QUEUE_FUNDS_TEXT,
  correctionTitle: QUEUE_CORRECTION_TITLE,
  correctionText: QUEUE_CORRECTION_TEXT,
  heldTitle: QUEUE_HELD_TITLE,
  heldText: QUEUE_HELD_TEXT,
  show: QUEUE_SHOW,
  hide: QUEUE_HIDE,
  showText: QUEUE_SHOW_TEXT,
  hideText: QUEUE_HIDE_TEXT,
  rowsFailed: QUEUE_ROWS_FAILED,
  moreRows: QUEUE_MORE_ROWS,
  request: QUEUE_REQUEST,
  recipient: QUEUE_RECIPIENT,
  amount: QUEUE_AMOUNT,
  status: QUEUE_STATUS,
  due: QUEUE_DUE,
};
