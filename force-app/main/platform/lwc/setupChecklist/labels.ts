import SETUP_TITLE from '@salesforce/label/c.Setup_Title';
import SETUP_TITLE_COUNT from '@salesforce/label/c.Setup_Title_Count';
import SETUP_FAILED from '@salesforce/label/c.Setup_Failed';
import SETUP_DONE from '@salesforce/label/c.Setup_Done';
import SETUP_OPEN from '@salesforce/label/c.Setup_Open';
import SETUP_LOOK from '@salesforce/label/c.Setup_Look';
import SETUP_UNREAD from '@salesforce/label/c.Setup_Unread';
import SETUP_CONNECTION_NAME from '@salesforce/label/c.Setup_Connection_Name';
import SETUP_CONNECTION_WHY from '@salesforce/label/c.Setup_Connection_Why';
import SETUP_CONNECTION_NONE from '@salesforce/label/c.Setup_Connection_None';
import SETUP_CONNECTION_SILENT from '@salesforce/label/c.Setup_Connection_Silent';
import SETUP_CONNECTION_DONE from '@salesforce/label/c.Setup_Connection_Done';
import SETUP_CONNECTION_ONE from '@salesforce/label/c.Setup_Connection_One';
import SETUP_CONNECTION_LINK from '@salesforce/label/c.Setup_Connection_Link';
import SETUP_BOUND_NAME from '@salesforce/label/c.Setup_Bound_Name';
import SETUP_BOUND_WHY from '@salesforce/label/c.Setup_Bound_Why';
import SETUP_BOUND_NONE from '@salesforce/label/c.Setup_Bound_None';
import SETUP_BOUND_DONE from '@salesforce/label/c.Setup_Bound_Done';
import SETUP_PERMISSIONS_NAME from '@salesforce/label/c.Setup_Permissions_Name';
import SETUP_PERMISSIONS_WHY from '@salesforce/label/c.Setup_Permissions_Why';
import SETUP_PERMISSIONS_LOOK from '@salesforce/label/c.Setup_Permissions_Look';
import SETUP_PERMISSIONS_LINK from '@salesforce/label/c.Setup_Permissions_Link';
import SETUP_APPROVAL_NAME from '@salesforce/label/c.Setup_Approval_Name';
import SETUP_APPROVAL_WHY from '@salesforce/label/c.Setup_Approval_Why';
import SETUP_APPROVAL_DONE from '@salesforce/label/c.Setup_Approval_Done';
import SETUP_APPROVAL_LOOK from '@salesforce/label/c.Setup_Approval_Look';
import SETUP_APPROVAL_LINK from '@salesforce/label/c.Setup_Approval_Link';
import SETUP_ALERT_NAME from '@salesforce/label/c.Setup_Alert_Name';
import SETUP_ALERT_WHY from '@salesforce/label/c.Setup_Alert_Why';
import SETUP_ALERT_DONE from '@salesforce/label/c.Setup_Alert_Done';
import SETUP_ALERT_NONE from '@salesforce/label/c.Setup_Alert_None';
import SETUP_ALERT_LOOK from '@salesforce/label/c.Setup_Alert_Look';
import SETUP_ALERT_LINK from '@salesforce/label/c.Setup_Alert_Link';
import SETUP_FUNDING_NAME from '@salesforce/label/c.Setup_Funding_Name';
import SETUP_FUNDING_WHY from '@salesforce/label/c.Setup_Funding_Why';
import SETUP_FUNDING_NONE from '@salesforce/label/c.Setup_Funding_None';
import SETUP_FUNDING_UNREAD from '@salesforce/label/c.Setup_Funding_Unread';
import SETUP_FUNDING_EMPTY from '@salesforce/label/c.Setup_Funding_Empty';
import SETUP_FUNDING_DONE from '@salesforce/label/c.Setup_Funding_Done';
import SETUP_FUNDING_ONE from '@salesforce/label/c.Setup_Funding_One';
import SETUP_FUNDING_LINK from '@salesforce/label/c.Setup_Funding_Link';
import SETUP_RECIPIENT_NAME from '@salesforce/label/c.Setup_Recipient_Name';
import SETUP_RECIPIENT_WHY from '@salesforce/label/c.Setup_Recipient_Why';
import SETUP_RECIPIENT_NONE from '@salesforce/label/c.Setup_Recipient_None';
import SETUP_RECIPIENT_DONE from '@salesforce/label/c.Setup_Recipient_Done';
import SETUP_RECIPIENT_LINK from '@salesforce/label/c.Setup_Recipient_Link';
import SETUP_PAYOUT_NAME from '@salesforce/label/c.Setup_Payout_Name';
import SETUP_PAYOUT_WHY from '@salesforce/label/c.Setup_Payout_Why';
import SETUP_PAYOUT_NONE from '@salesforce/label/c.Setup_Payout_None';
import SETUP_PAYOUT_DONE from '@salesforce/label/c.Setup_Payout_Done';
import SETUP_PAYOUT_LINK from '@salesforce/label/c.Setup_Payout_Link';
import SETUP_EVENTS_NAME from '@salesforce/label/c.Setup_Events_Name';
import SETUP_EVENTS_WHY from '@salesforce/label/c.Setup_Events_Why';
import SETUP_EVENTS_NONE from '@salesforce/label/c.Setup_Events_None';
import SETUP_EVENTS_DONE from '@salesforce/label/c.Setup_Events_Done';
import SETUP_WEBHOOKS_NAME from '@salesforce/label/c.Setup_Webhooks_Name';
import SETUP_WEBHOOKS_WHY from '@salesforce/label/c.Setup_Webhooks_Why';
import SETUP_WEBHOOKS_NONE from '@salesforce/label/c.Setup_Webhooks_None';
import SETUP_WEBHOOKS_DONE from '@salesforce/label/c.Setup_Webhooks_Done';

/** Every word the component shows. */
export const label = {
  title: SETUP_TITLE,
  titleCount: SETUP_TITLE_COUNT,
  failed: SETUP_FAILED,
  done: SETUP_DONE,
  open: SETUP_OPEN,
  look: SETUP_LOOK,
  unread: SETUP_UNREAD,
  connectionName: SETUP_CONNECTION_NAME,
  connectionWhy: SETUP_CONNECTION_WHY,
  connectionNone: SETUP_CONNECTION_NONE,
  connectionSilent: SETUP_CONNECTION_SILENT,
  connectionDone: SETUP_CONNECTION_DONE,
  connectionOne: SETUP_CONNECTION_ONE,
  connectionLink: SETUP_CONNECTION_LINK,
  boundName: SETUP_BOUND_NAME,
  boundWhy: SETUP_BOUND_WHY,
  boundNone: SETUP_BOUND_NONE,
  boundDone: SETUP_BOUND_DONE,
  permissionsName: SETUP_PERMISSIONS_NAME,
  permissionsWhy: SETUP_PERMISSIONS_WHY,
  permissionsLook: SETUP_PERMISSIONS_LOOK,
  permissionsLink: SETUP_PERMISSIONS_LINK,
  approvalName: SETUP_APPROVAL_NAME,
  approvalWhy: SETUP_APPROVAL_WHY,
  approvalDone: SETUP_APPROVAL_DONE,
  approvalLook: SETUP_APPROVAL_LOOK,
  approvalLink: SETUP_APPROVAL_LINK,
  alertName: SETUP_ALERT_NAME,
  alertWhy: SETUP_ALERT_WHY,
  alertDone: SETUP_ALERT_DONE,
  alertNone: SETUP_ALERT_NONE,
  alertLook: SETUP_ALERT_LOOK,
  alertLink: SETUP_ALERT_LINK,
  fundingName: SETUP_FUNDING_NAME,
  fundingWhy: SETUP_FUNDING_WHY,
  fundingNone: SETUP_FUNDING_NONE,
  fundingUnread: SETUP_FUNDING_UNREAD,
  fundingEmpty: SETUP_FUNDING_EMPTY,
  fundingDone: SETUP_FUNDING_DONE,
  fundingOne: SETUP_FUNDING_ONE,
  fundingLink: SETUP_FUNDING_LINK,
  recipientName: SETUP_RECIPIENT_NAME,
  recipientWhy: SETUP_RECIPIENT_WHY,
  recipientNone: SETUP_RECIPIENT_NONE,
  recipientDone: SETUP_RECIPIENT_DONE,
  recipientLink: SETUP_RECIPIENT_LINK,
  payoutName: SETUP_PAYOUT_NAME,
  payoutWhy: SETUP_PAYOUT_WHY,
  payoutNone: SETUP_PAYOUT_NONE,
  payoutDone: SETUP_PAYOUT_DONE,
  payoutLink: SETUP_PAYOUT_LINK,
  eventsName: SETUP_EVENTS_NAME,
  eventsWhy: SETUP_EVENTS_WHY,
  eventsNone: SETUP_EVENTS_NONE,
  eventsDone: SETUP_EVENTS_DONE,
  webhooksName: SETUP_WEBHOOKS_NAME,
  webhooksWhy: SETUP_WEBHOOKS_WHY,
  webhooksNone: SETUP_WEBHOOKS_NONE,
  webhooksDone: SETUP_WEBHOOKS_DONE,
};
