import ACTION_NONE from '@salesforce/label/c.Action_None';
import ACTION_NOT_ALLOWED from '@salesforce/label/c.Action_Not_Allowed';
import ACTION_REASON from '@salesforce/label/c.Action_Reason';
import ACTION_REASON_HELP from '@salesforce/label/c.Action_Reason_Help';
import ACTION_REASON_MISSING from '@salesforce/label/c.Action_Reason_Missing';
import ACTION_COMMENT from '@salesforce/label/c.Action_Comment';
import ACTION_ASK from '@salesforce/label/c.Action_Ask';
import ACTION_BACK from '@salesforce/label/c.Action_Back';
import ACTION_CHOOSE from '@salesforce/label/c.Action_Choose';
import ACTION_SENT from '@salesforce/label/c.Action_Sent';
import ACTION_SENT_TEXT from '@salesforce/label/c.Action_Sent_Text';
import ACTION_SUBMITTED from '@salesforce/label/c.Action_Submitted';
import ACTION_SUBMITTED_TEXT from '@salesforce/label/c.Action_Submitted_Text';
import ACTION_FAILED from '@salesforce/label/c.Action_Failed';
import ACTION_FAILED_TEXT from '@salesforce/label/c.Action_Failed_Text';
import ACTION_OUTDATED from '@salesforce/label/c.Action_Outdated';
import ACTION_REFUSED from '@salesforce/label/c.Action_Refused';
import ACTION_DONE from '@salesforce/label/c.Action_Done';
import ACTION_DONE_TEXT from '@salesforce/label/c.Action_Done_Text';
import ACTION_SENDING from '@salesforce/label/c.Action_Sending';
import ACTION_WAITING from '@salesforce/label/c.Action_Waiting';
import ACTION_WAITING_BY from '@salesforce/label/c.Action_Waiting_By';
import ACTION_WAITING_REASON from '@salesforce/label/c.Action_Waiting_Reason';

/** Every word the component shows. */
export const label = {
  none: ACTION_NONE,
  notAllowed: ACTION_NOT_ALLOWED,
  reason: ACTION_REASON,
  reasonHelp: ACTION_REASON_HELP,
  reasonMissing: ACTION_REASON_MISSING,
  comment: ACTION_COMMENT,
  ask: ACTION_ASK,
  back: ACTION_BACK,
  choose: ACTION_CHOOSE,
  sent: ACTION_SENT,
  sentText: ACTION_SENT_TEXT,
  submitted: ACTION_SUBMITTED,
  submittedText: ACTION_SUBMITTED_TEXT,
  failed: ACTION_FAILED,
  failedText: ACTION_FAILED_TEXT,
  outdated: ACTION_OUTDATED,
  refused: ACTION_REFUSED,
  done: ACTION_DONE,
  doneText: ACTION_DONE_TEXT,
  sending: ACTION_SENDING,
  waiting: ACTION_WAITING,
  waitingBy: ACTION_WAITING_BY,
  waitingReason: ACTION_WAITING_REASON,
};
