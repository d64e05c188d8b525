import PLAN_TITLE from '@salesforce/label/c.Plan_Title';
import PLAN_FAILED from '@salesforce/label/c.Plan_Failed';
import PLAN_EMPTY from '@salesforce/label/c.Plan_Empty';
import PLAN_EMPTY_TEXT from '@salesforce/label/c.Plan_Empty_Text';
import PLAN_PARTIAL from '@salesforce/label/c.Plan_Partial';
import PLAN_CAPTION from '@salesforce/label/c.Plan_Caption';
import PLAN_ENOUGH from '@salesforce/label/c.Plan_Enough';
import PLAN_MISSING from '@salesforce/label/c.Plan_Missing';
import PLAN_ACCOUNT from '@salesforce/label/c.Plan_Account';
import PLAN_ACCOUNT_OPEN from '@salesforce/label/c.Plan_Account_Open';
import QUEUE_ACCOUNT_UNKNOWN from '@salesforce/label/c.Queue_Account_Unknown';
import PLAN_AVAILABLE from '@salesforce/label/c.Plan_Available';
import PLAN_ON_ITS_WAY from '@salesforce/label/c.Plan_On_Its_Way';
import PLAN_GOES from '@salesforce/label/c.Plan_Goes';
import PLAN_WAITS from '@salesforce/label/c.Plan_Waits';
import PLAN_LOADS from '@salesforce/label/c.Plan_Loads';
import PLAN_LOAD from '@salesforce/label/c.Plan_Load';
import PLAN_LOAD_ONE from '@salesforce/label/c.Plan_Load_One';
import PLAN_NOT_KNOWN from '@salesforce/label/c.Plan_Not_Known';
import PLAN_NONE from '@salesforce/label/c.Plan_None';
import PLAN_COUNT from '@salesforce/label/c.Plan_Count';
import PLAN_COUNT_ONE from '@salesforce/label/c.Plan_Count_One';

/** Every word the component shows. */
export const label = {
  title: PLAN_TITLE,
  failed: PLAN_FAILED,
  empty: PLAN_EMPTY,
  emptyText: PLAN_EMPTY_TEXT,
  partial: PLAN_PARTIAL,
  caption: PLAN_CAPTION,
  enough: PLAN_ENOUGH,
  missing: PLAN_MISSING,
  account: PLAN_ACCOUNT,
  accountOpen: PLAN_ACCOUNT_OPEN,
  accountUnknown: QUEUE_ACCOUNT_UNKNOWN,
  available: PLAN_AVAILABLE,
  onItsWay: PLAN_ON_ITS_WAY,
  goes: PLAN_GOES,
  waits: PLAN_WAITS,
  loads: PLAN_LOADS,
  load: PLAN_LOAD,
  loadOne: PLAN_LOAD_ONE,
  notKnown: PLAN_NOT_KNOWN,
  none: PLAN_NONE,
  count: PLAN_COUNT,
  countOne: PLAN_COUNT_ONE,
};
