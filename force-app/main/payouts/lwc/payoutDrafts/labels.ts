import DRAFTS_TITLE from '@salesforce/label/c.Drafts_Title';
import DRAFTS_TEXT from '@salesforce/label/c.Drafts_Text';
import DRAFTS_REHEARSE from '@salesforce/label/c.Drafts_Rehearse';
import DRAFTS_REHEARSE_FAILED from '@salesforce/label/c.Drafts_Rehearse_Failed';
import DRAFTS_REHEARSED from '@salesforce/label/c.Drafts_Rehearsed';
import DRAFTS_FAILED from '@salesforce/label/c.Drafts_Failed';
import DRAFTS_EMPTY from '@salesforce/label/c.Drafts_Empty';
import DRAFTS_EMPTY_TEXT from '@salesforce/label/c.Drafts_Empty_Text';
import DRAFTS_MORE from '@salesforce/label/c.Drafts_More';
import DRAFTS_REQUEST from '@salesforce/label/c.Drafts_Request';
import DRAFTS_RECIPIENT from '@salesforce/label/c.Drafts_Recipient';
import DRAFTS_AMOUNT from '@salesforce/label/c.Drafts_Amount';
import DRAFTS_PURPOSE from '@salesforce/label/c.Drafts_Purpose';
import DRAFTS_DUE from '@salesforce/label/c.Drafts_Due';
import DRAFTS_ASKED from '@salesforce/label/c.Drafts_Asked';
import DRAFTS_CHOSEN from '@salesforce/label/c.Drafts_Chosen';
import DRAFTS_COMMENT from '@salesforce/label/c.Drafts_Comment';
import DRAFTS_SUBMIT from '@salesforce/label/c.Drafts_Submit';
import DRAFTS_SENDING from '@salesforce/label/c.Drafts_Sending';
import DRAFTS_OUTCOME from '@salesforce/label/c.Drafts_Outcome';
import DRAFTS_REFUSED_TITLE from '@salesforce/label/c.Drafts_Refused_Title';
import DRAFTS_REFUSED_TEXT from '@salesforce/label/c.Drafts_Refused_Text';

/** Every word the component shows. */
export const label = {
  title: DRAFTS_TITLE,
  text: DRAFTS_TEXT,
  rehearse: DRAFTS_REHEARSE,
  rehearseFailed: DRAFTS_REHEARSE_FAILED,
  rehearsed: DRAFTS_REHEARSED,
  failed: DRAFTS_FAILED,
  empty: DRAFTS_EMPTY,
  emptyText: DRAFTS_EMPTY_TEXT,
  more: DRAFTS_MORE,
  request: DRAFTS_REQUEST,
  recipient: DRAFTS_RECIPIENT,
  amount: DRAFTS_AMOUNT,
  purpose: DRAFTS_PURPOSE,
  due: DRAFTS_DUE,
  asked: DRAFTS_ASKED,
  chosen: DRAFTS_CHOSEN,
  comment: DRAFTS_COMMENT,
  submit: DRAFTS_SUBMIT,
  sending: DRAFTS_SENDING,
  outcome: DRAFTS_OUTCOME,
  refusedTitle: DRAFTS_REFUSED_TITLE,
  refusedText: DRAFTS_REFUSED_TEXT,
};
