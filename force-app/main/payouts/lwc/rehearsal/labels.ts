import REHEARSAL_TITLE from '@salesforce/label/c.Rehearsal_Title';
import REHEARSAL_FAILED from '@salesforce/label/c.Rehearsal_Failed';
import REHEARSAL_ASK from '@salesforce/label/c.Rehearsal_Ask';
import REHEARSAL_AGAIN from '@salesforce/label/c.Rehearsal_Again';
import REHEARSAL_ASKING from '@salesforce/label/c.Rehearsal_Asking';
import REHEARSAL_INTRO from '@salesforce/label/c.Rehearsal_Intro';
import REHEARSAL_ASK_FAILED from '@salesforce/label/c.Rehearsal_Ask_Failed';
import REHEARSAL_ASKED from '@salesforce/label/c.Rehearsal_Asked';
import REHEARSAL_LATE from '@salesforce/label/c.Rehearsal_Late';
import REHEARSAL_NO_ANSWER from '@salesforce/label/c.Rehearsal_No_Answer';
import REHEARSAL_UNREADABLE from '@salesforce/label/c.Rehearsal_Unreadable';
import REHEARSAL_AS_OF from '@salesforce/label/c.Rehearsal_As_Of';
import REHEARSAL_ASSUMED from '@salesforce/label/c.Rehearsal_Assumed';
import REHEARSAL_PAYEES_NOT_ASKED from '@salesforce/label/c.Rehearsal_Payees_Not_Asked';
import REHEARSAL_HELD_UP from '@salesforce/label/c.Rehearsal_Held_Up';
import REHEARSAL_COSTS from '@salesforce/label/c.Rehearsal_Costs';
import REHEARSAL_CURRENCY from '@salesforce/label/c.Rehearsal_Currency';
import REHEARSAL_COUNT from '@salesforce/label/c.Rehearsal_Count';
import REHEARSAL_AMOUNT from '@salesforce/label/c.Rehearsal_Amount';
import REHEARSAL_FEE from '@salesforce/label/c.Rehearsal_Fee';
import REHEARSAL_FEE_UNKNOWN from '@salesforce/label/c.Rehearsal_Fee_Unknown';
import REHEARSAL_SHORT from '@salesforce/label/c.Rehearsal_Short';
import REHEARSAL_SHORT_TEXT from '@salesforce/label/c.Rehearsal_Short_Text';
import REHEARSAL_LOAD from '@salesforce/label/c.Rehearsal_Load';
import REHEARSAL_LINES from '@salesforce/label/c.Rehearsal_Lines';
import REHEARSAL_LINES_CAPTION from '@salesforce/label/c.Rehearsal_Lines_Caption';
import REHEARSAL_REQUEST from '@salesforce/label/c.Rehearsal_Request';
import REHEARSAL_VERDICT from '@salesforce/label/c.Rehearsal_Verdict';
import REHEARSAL_WHY from '@salesforce/label/c.Rehearsal_Why';
import REHEARSAL_WANTED from '@salesforce/label/c.Rehearsal_Wanted';
import REHEARSAL_ARRIVES from '@salesforce/label/c.Rehearsal_Arrives';
import REHEARSAL_MORE from '@salesforce/label/c.Rehearsal_More';
import REHEARSAL_PAYS from '@salesforce/label/c.Rehearsal_Pays';
import REHEARSAL_PAYS_LATER from '@salesforce/label/c.Rehearsal_Pays_Later';
import REHEARSAL_WAITS from '@salesforce/label/c.Rehearsal_Waits';
import REHEARSAL_HELD from '@salesforce/label/c.Rehearsal_Held';
import REHEARSAL_REFUSED from '@salesforce/label/c.Rehearsal_Refused';
import REHEARSAL_OVER from '@salesforce/label/c.Rehearsal_Over';

/** Every word the component shows. */
export const label = {
  title: REHEARSAL_TITLE,
  failed: REHEARSAL_FAILED,
  ask: REHEARSAL_ASK,
  again: REHEARSAL_AGAIN,
  asking: REHEARSAL_ASKING,
  intro: REHEARSAL_INTRO,
  askFailed: REHEARSAL_ASK_FAILED,
  asked: REHEARSAL_ASKED,
  late: REHEARSAL_LATE,
  noAnswer: REHEARSAL_NO_ANSWER,
  unreadable: REHEARSAL_UNREADABLE,
  asOf: REHEARSAL_AS_OF,
  assumed: REHEARSAL_ASSUMED,
  payeesNotAsked: REHEARSAL_PAYEES_NOT_ASKED,
  heldUp: REHEARSAL_HELD_UP,
  costs: REHEARSAL_COSTS,
  currency: REHEARSAL_CURRENCY,
  count: REHEARSAL_COUNT,
  amount: REHEARSAL_AMOUNT,
  fee: REHEARSAL_FEE,
  feeUnknown: REHEARSAL_FEE_UNKNOWN,
  short: REHEARSAL_SHORT,
  shortText: REHEARSAL_SHORT_TEXT,
  load: REHEARSAL_LOAD,
  lines: REHEARSAL_LINES,
  linesCaption: REHEARSAL_LINES_CAPTION,
  request: REHEARSAL_REQUEST,
  verdict: REHEARSAL_VERDICT,
  why: REHEARSAL_WHY,
  wanted: REHEARSAL_WANTED,
  arrives: REHEARSAL_ARRIVES,
  more: REHEARSAL_MORE,
  pays: REHEARSAL_PAYS,
  paysLater: REHEARSAL_PAYS_LATER,
  waits: REHEARSAL_WAITS,
  held: REHEARSAL_HELD,
  refused: REHEARSAL_REFUSED,
  over: REHEARSAL_OVER,
};
