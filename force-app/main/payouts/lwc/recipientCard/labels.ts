import RECIPIENT_TITLE from '@salesforce/label/c.Recipient_Title';
import RECIPIENT_FAILED from '@salesforce/label/c.Recipient_Failed';
import RECIPIENT_EMPTY from '@salesforce/label/c.Recipient_Empty';
import RECIPIENT_EMPTY_TEXT from '@salesforce/label/c.Recipient_Empty_Text';
import RECIPIENT_MORE from '@salesforce/label/c.Recipient_More';
import RECIPIENT_PROPOSED_FIRST from '@salesforce/label/c.Recipient_Proposed_First';
import RECIPIENT_PROVIDER from '@salesforce/label/c.Recipient_Provider';
import RECIPIENT_PAYEE_KEY from '@salesforce/label/c.Recipient_Payee_Key';
import RECIPIENT_COUNTRY from '@salesforce/label/c.Recipient_Country';
import RECIPIENT_CHECKED from '@salesforce/label/c.Recipient_Checked';
import RECIPIENT_NOT_SAID from '@salesforce/label/c.Recipient_Not_Said';
import RECIPIENT_NEVER from '@salesforce/label/c.Recipient_Never';
import RECIPIENT_STATUS_TITLE from '@salesforce/label/c.Recipient_Status_Title';
import RECIPIENT_STATUS_UNKNOWN from '@salesforce/label/c.Recipient_Status_Unknown';
import RECIPIENT_MEANS_INVITED from '@salesforce/label/c.Recipient_Means_Invited';
import RECIPIENT_MEANS_PENDING from '@salesforce/label/c.Recipient_Means_Pending';
import RECIPIENT_MEANS_ACTIVE from '@salesforce/label/c.Recipient_Means_Active';
import RECIPIENT_MEANS_INACTIVE from '@salesforce/label/c.Recipient_Means_Inactive';
import RECIPIENT_MEANS_DECLINED from '@salesforce/label/c.Recipient_Means_Declined';
import RECIPIENT_MEANS_UNKNOWN from '@salesforce/label/c.Recipient_Means_Unknown';
import RECIPIENT_VERIFICATION_TITLE from '@salesforce/label/c.Recipient_Verification_Title';
import RECIPIENT_VERIFIED_AT from '@salesforce/label/c.Recipient_Verified_At';
import RECIPIENT_VERIFY from '@salesforce/label/c.Recipient_Verify';
import RECIPIENT_VERIFY_TEXT from '@salesforce/label/c.Recipient_Verify_Text';
import RECIPIENT_VERIFY_OWN from '@salesforce/label/c.Recipient_Verify_Own';
import RECIPIENT_INVITE from '@salesforce/label/c.Recipient_Invite';
import RECIPIENT_INVITE_TEXT from '@salesforce/label/c.Recipient_Invite_Text';
import RECIPIENT_CHECK from '@salesforce/label/c.Recipient_Check';
import RECIPIENT_CHECK_TEXT from '@salesforce/label/c.Recipient_Check_Text';
import RECIPIENT_LINK_TITLE from '@salesforce/label/c.Recipient_Link_Title';
import RECIPIENT_COPY from '@salesforce/label/c.Recipient_Copy';
import RECIPIENT_COPIED from '@salesforce/label/c.Recipient_Copied';
import RECIPIENT_COPY_FAILED from '@salesforce/label/c.Recipient_Copy_Failed';
import RECIPIENT_LINK_NONE from '@salesforce/label/c.Recipient_Link_None';
import RECIPIENT_LINK_NOT_NEEDED from '@salesforce/label/c.Recipient_Link_Not_Needed';
import RECIPIENT_LINK_UNSAFE from '@salesforce/label/c.Recipient_Link_Unsafe';
import RECIPIENT_PAID_TITLE from '@salesforce/label/c.Recipient_Paid_Title';
import RECIPIENT_PAID_NONE from '@salesforce/label/c.Recipient_Paid_None';
import RECIPIENT_PAID_FAILED from '@salesforce/label/c.Recipient_Paid_Failed';
import RECIPIENT_PAID_COUNT from '@salesforce/label/c.Recipient_Paid_Count';
import RECIPIENT_PAID_ONE from '@salesforce/label/c.Recipient_Paid_One';
import FACTS_CHANGED_RECENTLY from '@salesforce/label/c.Facts_Changed_Recently';

/** Every word the component shows. */
export const label = {
  title: RECIPIENT_TITLE,
  failed: RECIPIENT_FAILED,
  empty: RECIPIENT_EMPTY,
  emptyText: RECIPIENT_EMPTY_TEXT,
  more: RECIPIENT_MORE,
  proposedFirst: RECIPIENT_PROPOSED_FIRST,
  provider: RECIPIENT_PROVIDER,
  payeeKey: RECIPIENT_PAYEE_KEY,
  country: RECIPIENT_COUNTRY,
  checked: RECIPIENT_CHECKED,
  notSaid: RECIPIENT_NOT_SAID,
  never: RECIPIENT_NEVER,
  statusTitle: RECIPIENT_STATUS_TITLE,
  statusUnknown: RECIPIENT_STATUS_UNKNOWN,
  meansInvited: RECIPIENT_MEANS_INVITED,
  meansPending: RECIPIENT_MEANS_PENDING,
  meansActive: RECIPIENT_MEANS_ACTIVE,
  meansInactive: RECIPIENT_MEANS_INACTIVE,
  meansDeclined: RECIPIENT_MEANS_DECLINED,
  meansUnknown: RECIPIENT_MEANS_UNKNOWN,
  verificationTitle: RECIPIENT_VERIFICATION_TITLE,
  verifiedAt: RECIPIENT_VERIFIED_AT,
  verify: RECIPIENT_VERIFY,
  verifyText: RECIPIENT_VERIFY_TEXT,
  verifyOwn: RECIPIENT_VERIFY_OWN,
  invite: RECIPIENT_INVITE,
  inviteText: RECIPIENT_INVITE_TEXT,
  check: RECIPIENT_CHECK,
  checkText: RECIPIENT_CHECK_TEXT,
  linkTitle: RECIPIENT_LINK_TITLE,
  copy: RECIPIENT_COPY,
  copied: RECIPIENT_COPIED,
  copyFailed: RECIPIENT_COPY_FAILED,
  linkNone: RECIPIENT_LINK_NONE,
  linkNotNeeded: RECIPIENT_LINK_NOT_NEEDED,
  linkUnsafe: RECIPIENT_LINK_UNSAFE,
  paidTitle: RECIPIENT_PAID_TITLE,
  paidNone: RECIPIENT_PAID_NONE,
  paidFailed: RECIPIENT_PAID_FAILED,
  paidCount: RECIPIENT_PAID_COUNT,
  paidOne: RECIPIENT_PAID_ONE,
  changedRecently: FACTS_CHANGED_RECENTLY,
};
