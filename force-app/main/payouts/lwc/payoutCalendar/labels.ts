import CALENDAR_TITLE from '@salesforce/label/c.Calendar_Title';
import CALENDAR_FAILED from '@salesforce/label/c.Calendar_Failed';
import CALENDAR_EMPTY from '@salesforce/label/c.Calendar_Empty';
import CALENDAR_EMPTY_TEXT from '@salesforce/label/c.Calendar_Empty_Text';
import CALENDAR_PARTIAL from '@salesforce/label/c.Calendar_Partial';
import CALENDAR_LATE from '@salesforce/label/c.Calendar_Late';
import CALENDAR_LATER from '@salesforce/label/c.Calendar_Later';
import CALENDAR_TODAY from '@salesforce/label/c.Calendar_Today';
import CALENDAR_COUNT from '@salesforce/label/c.Calendar_Count';
import CALENDAR_COUNT_ONE from '@salesforce/label/c.Calendar_Count_One';
import CALENDAR_SHOW from '@salesforce/label/c.Calendar_Show';
import CALENDAR_HIDE from '@salesforce/label/c.Calendar_Hide';
import CALENDAR_REQUEST from '@salesforce/label/c.Calendar_Request';
import CALENDAR_RECIPIENT from '@salesforce/label/c.Calendar_Recipient';
import CALENDAR_AMOUNT from '@salesforce/label/c.Calendar_Amount';
import CALENDAR_LEAVES from '@salesforce/label/c.Calendar_Leaves';
import CALENDAR_STATUS from '@salesforce/label/c.Calendar_Status';
import CALENDAR_AT_ONCE from '@salesforce/label/c.Calendar_At_Once';

/** Every word the component shows. */
export const label = {
  title: CALENDAR_TITLE,
  failed: CALENDAR_FAILED,
  empty: CALENDAR_EMPTY,
  emptyText: CALENDAR_EMPTY_TEXT,
  partial: CALENDAR_PARTIAL,
  late: CALENDAR_LATE,
  later: CALENDAR_LATER,
  today: CALENDAR_TODAY,
  count: CALENDAR_COUNT,
  countOne: CALENDAR_COUNT_ONE,
  show: CALENDAR_SHOW,
  hide: CALENDAR_HIDE,
  request: CALENDAR_REQUEST,
  recipient: CALENDAR_RECIPIENT,
  amount: CALENDAR_AMOUNT,
  leaves: CALENDAR_LEAVES,
  status: CALENDAR_STATUS,
  atOnce: CALENDAR_AT_ONCE,
};
