import TIMELINE_TITLE from '@salesforce/label/c.Timeline_Title';
import TIMELINE_PATH_TITLE from '@salesforce/label/c.Timeline_Path_Title';
import TIMELINE_DONE from '@salesforce/label/c.Timeline_Done';
import TIMELINE_CURRENT from '@salesforce/label/c.Timeline_Current';
import TIMELINE_AHEAD from '@salesforce/label/c.Timeline_Ahead';
import TIMELINE_TROUBLE from '@salesforce/label/c.Timeline_Trouble';
import TIMELINE_STORY_TITLE from '@salesforce/label/c.Timeline_Story_Title';
import TIMELINE_STORY_EMPTY from '@salesforce/label/c.Timeline_Story_Empty';
import TIMELINE_STORY_EMPTY_TEXT from '@salesforce/label/c.Timeline_Story_Empty_Text';
import TIMELINE_STORY_UNREADABLE from '@salesforce/label/c.Timeline_Story_Unreadable';
import TIMELINE_STORY_UNREADABLE_ONE from '@salesforce/label/c.Timeline_Story_Unreadable_One';
import TIMELINE_WHY from '@salesforce/label/c.Timeline_Why';
import TIMELINE_EXPECTED from '@salesforce/label/c.Timeline_Expected';
import TIMELINE_PAYOUT_DATE from '@salesforce/label/c.Timeline_Payout_Date';
import TIMELINE_ANSWERED from '@salesforce/label/c.Timeline_Answered';
import TIMELINE_ANSWERED_BY from '@salesforce/label/c.Timeline_Answered_By';
import TIMELINE_MONEY_TITLE from '@salesforce/label/c.Timeline_Money_Title';
import TIMELINE_MORE from '@salesforce/label/c.Timeline_More';
import TIMELINE_PAYOUT from '@salesforce/label/c.Timeline_Payout';
import TIMELINE_RETURN from '@salesforce/label/c.Timeline_Return';
import TIMELINE_FEE_ROW from '@salesforce/label/c.Timeline_Fee_Row';
import TIMELINE_MOVEMENT from '@salesforce/label/c.Timeline_Movement';
import TIMELINE_AMOUNT from '@salesforce/label/c.Timeline_Amount';
import TIMELINE_FEE from '@salesforce/label/c.Timeline_Fee';
import TIMELINE_FEE_ACTUAL from '@salesforce/label/c.Timeline_Fee_Actual';
import TIMELINE_FEE_ESTIMATED from '@salesforce/label/c.Timeline_Fee_Estimated';
import TIMELINE_RECEIVES from '@salesforce/label/c.Timeline_Receives';
import TIMELINE_RATE from '@salesforce/label/c.Timeline_Rate';
import TIMELINE_RATE_TEXT from '@salesforce/label/c.Timeline_Rate_Text';
import TIMELINE_RATE_SOURCE from '@salesforce/label/c.Timeline_Rate_Source';
import TIMELINE_REFERENCE from '@salesforce/label/c.Timeline_Reference';
import TIMELINE_PAYOUT_ID from '@salesforce/label/c.Timeline_Payout_Id';
import TIMELINE_PROVIDER_STATUS from '@salesforce/label/c.Timeline_Provider_Status';
import TIMELINE_WHEN from '@salesforce/label/c.Timeline_When';
import TIMELINE_STATUS from '@salesforce/label/c.Timeline_Status';
import TIMELINE_REASON_LABEL from '@salesforce/label/c.Timeline_Reason_Label';
import TIMELINE_FAILED from '@salesforce/label/c.Timeline_Failed';
import TIMELINE_MOVEMENTS_FAILED from '@salesforce/label/c.Timeline_Movements_Failed';
import TIMELINE_ACTIONS_TITLE from '@salesforce/label/c.Timeline_Actions_Title';
import TIMELINE_PERMISSION from '@salesforce/label/c.Timeline_Permission';
import TIMELINE_STEP_DRAFT from '@salesforce/label/c.Timeline_Step_Draft';
import TIMELINE_STEP_SUBMITTED from '@salesforce/label/c.Timeline_Step_Submitted';
import TIMELINE_STEP_APPROVED from '@salesforce/label/c.Timeline_Step_Approved';
import TIMELINE_STEP_SENDING from '@salesforce/label/c.Timeline_Step_Sending';
import TIMELINE_STEP_IN_PROGRESS from '@salesforce/label/c.Timeline_Step_In_Progress';
import TIMELINE_STEP_COMPLETED from '@salesforce/label/c.Timeline_Step_Completed';
import TIMELINE_MEANS_DRAFT from '@salesforce/label/c.Timeline_Means_Draft';
import TIMELINE_MEANS_SUBMITTED from '@salesforce/label/c.Timeline_Means_Submitted';
import TIMELINE_MEANS_REJECTED from '@salesforce/label/c.Timeline_Means_Rejected';
import TIMELINE_MEANS_RECALLED from '@salesforce/label/c.Timeline_Means_Recalled';
import TIMELINE_MEANS_APPROVED from '@salesforce/label/c.Timeline_Means_Approved';
import TIMELINE_MEANS_SCHEDULED from '@salesforce/label/c.Timeline_Means_Scheduled';
import TIMELINE_MEANS_NEEDS_CORRECTION from '@salesforce/label/c.Timeline_Means_Needs_Correction';
import TIMELINE_MEANS_AWAITING_FUNDS from '@salesforce/label/c.Timeline_Means_Awaiting_Funds';
import TIMELINE_MEANS_ON_HOLD from '@salesforce/label/c.Timeline_Means_On_Hold';
import TIMELINE_MEANS_SENDING from '@salesforce/label/c.Timeline_Means_Sending';
import TIMELINE_MEANS_OUTCOME_UNKNOWN from '@salesforce/label/c.Timeline_Means_Outcome_Unknown';
import TIMELINE_MEANS_IN_PROGRESS from '@salesforce/label/c.Timeline_Means_In_Progress';
import TIMELINE_MEANS_ACTION_REQUIRED from '@salesforce/label/c.Timeline_Means_Action_Required';
import TIMELINE_MEANS_COMPLETED from '@salesforce/label/c.Timeline_Means_Completed';
import TIMELINE_MEANS_FAILED from '@salesforce/label/c.Timeline_Means_Failed';
import TIMELINE_MEANS_RETURNED from '@salesforce/label/c.Timeline_Means_Returned';
import TIMELINE_MEANS_CANCELLED from '@salesforce/label/c.Timeline_Means_Cancelled';
import TIMELINE_MEANS_UNKNOWN from '@salesforce/label/c.Timeline_Means_Unknown';
import TIMELINE_SUBMIT from '@salesforce/label/c.Timeline_Submit';
import TIMELINE_SUBMIT_TEXT from '@salesforce/label/c.Timeline_Submit_Text';
import TIMELINE_HOLD from '@salesforce/label/c.Timeline_Hold';
import TIMELINE_HOLD_TEXT from '@salesforce/label/c.Timeline_Hold_Text';
import TIMELINE_RELEASE from '@salesforce/label/c.Timeline_Release';
import TIMELINE_RELEASE_TEXT from '@salesforce/label/c.Timeline_Release_Text';
import TIMELINE_CANCEL from '@salesforce/label/c.Timeline_Cancel';
import TIMELINE_CANCEL_TEXT from '@salesforce/label/c.Timeline_Cancel_Text';
import TIMELINE_RETRY from '@salesforce/label/c.Timeline_Retry';
import TIMELINE_RETRY_TEXT from '@salesforce/label/c.Timeline_Retry_Text';
import TIMELINE_REINITIATE from '@salesforce/label/c.Timeline_Reinitiate';
import TIMELINE_REINITIATE_TEXT from '@salesforce/label/c.Timeline_Reinitiate_Text';

/** Every word the component shows. */
export const label = {
  title: TIMELINE_TITLE,
  pathTitle: TIMELINE_PATH_TITLE,
  done: TIMELINE_DONE,
  current: TIMELINE_CURRENT,
  ahead: TIMELINE_AHEAD,
  trouble: TIMELINE_TROUBLE,
  storyTitle: TIMELINE_STORY_TITLE,
  storyEmpty: TIMELINE_STORY_EMPTY,
  storyEmptyText: TIMELINE_STORY_EMPTY_TEXT,
  storyUnreadable: TIMELINE_STORY_UNREADABLE,
  storyUnreadableOne: TIMELINE_STORY_UNREADABLE_ONE,
  why: TIMELINE_WHY,
  expected: TIMELINE_EXPECTED,
  payoutDate: TIMELINE_PAYOUT_DATE,
  answered: TIMELINE_ANSWERED,
  answeredBy: TIMELINE_ANSWERED_BY,
  moneyTitle: TIMELINE_MONEY_TITLE,
  more: TIMELINE_MORE,
  payout: TIMELINE_PAYOUT,
  return: TIMELINE_RETURN,
  feeRow: TIMELINE_FEE_ROW,
  movement: TIMELINE_MOVEMENT,
  amount: TIMELINE_AMOUNT,
  fee: TIMELINE_FEE,
  feeActual: TIMELINE_FEE_ACTUAL,
  feeEstimated: TIMELINE_FEE_ESTIMATED,
  receives: TIMELINE_RECEIVES,
  rate: TIMELINE_RATE,
  rateText: TIMELINE_RATE_TEXT,
  rateSource: TIMELINE_RATE_SOURCE,
  reference: TIMELINE_REFERENCE,
  payoutId: TIMELINE_PAYOUT_ID,
  providerStatus: TIMELINE_PROVIDER_STATUS,
  when: TIMELINE_WHEN,
  status: TIMELINE_STATUS,
  reasonLabel: TIMELINE_REASON_LABEL,
  failed: TIMELINE_FAILED,
  movementsFailed: TIMELINE_MOVEMENTS_FAILED,
  actionsTitle: TIMELINE_ACTIONS_TITLE,
  permission: TIMELINE_PERMISSION,
  stepDraft: TIMELINE_STEP_DRAFT,
  stepSubmitted: TIMELINE_STEP_SUBMITTED,
  stepApproved: TIMELINE_STEP_APPROVED,
  stepSending: TIMELINE_STEP_SENDING,
  stepInProgress: TIMELINE_STEP_IN_PROGRESS,
  stepCompleted: TIMELINE_STEP_COMPLETED,
  meansDraft: TIMELINE_MEANS_DRAFT,
  meansSubmitted: TIMELINE_MEANS_SUBMITTED,
  meansRejected: TIMELINE_MEANS_REJECTED,
  meansRecalled: TIMELINE_MEANS_RECALLED,
  meansApproved: TIMELINE_MEANS_APPROVED,
  meansScheduled: TIMELINE_MEANS_SCHEDULED,
  meansNeedsCorrection: TIMELINE_MEANS_NEEDS_CORRECTION,
  meansAwaitingFunds: TIMELINE_MEANS_AWAITING_FUNDS,
  meansOnHold: TIMELINE_MEANS_ON_HOLD,
  meansSending: TIMELINE_MEANS_SENDING,
  meansOutcomeUnknown: TIMELINE_MEANS_OUTCOME_UNKNOWN,
  meansInProgress: TIMELINE_MEANS_IN_PROGRESS,
  meansActionRequired: TIMELINE_MEANS_ACTION_REQUIRED,
  meansCompleted: TIMELINE_MEANS_COMPLETED,
  meansFailed: TIMELINE_MEANS_FAILED,
  meansReturned: TIMELINE_MEANS_RETURNED,
  meansCancelled: TIMELINE_MEANS_CANCELLED,
  meansUnknown: TIMELINE_MEANS_UNKNOWN,
  submit: TIMELINE_SUBMIT,
  submitText: TIMELINE_SUBMIT_TEXT,
  hold: TIMELINE_HOLD,
  holdText: TIMELINE_HOLD_TEXT,
  release: TIMELINE_RELEASE,
  releaseText: TIMELINE_RELEASE_TEXT,
  cancel: TIMELINE_CANCEL,
  cancelText: TIMELINE_CANCEL_TEXT,
  retry: TIMELINE_RETRY,
  retryText: TIMELINE_RETRY_TEXT,
  reinitiate: TIMELINE_REINITIATE,
  reinitiateText: TIMELINE_REINITIATE_TEXT,
};
