import SEAL_TITLE from '@salesforce/label/c.Seal_Title';
import SEAL_FAILED from '@salesforce/label/c.Seal_Failed';
import SEAL_SEALED from '@salesforce/label/c.Seal_Sealed';
import SEAL_OPEN from '@salesforce/label/c.Seal_Open';
import SEAL_BROKEN from '@salesforce/label/c.Seal_Broken';
import SEAL_UNKNOWN from '@salesforce/label/c.Seal_Unknown';
import SEAL_SEALED_TEXT from '@salesforce/label/c.Seal_Sealed_Text';
import SEAL_OPEN_TEXT from '@salesforce/label/c.Seal_Open_Text';
import SEAL_BROKEN_TEXT from '@salesforce/label/c.Seal_Broken_Text';
import SEAL_SIDES_TITLE from '@salesforce/label/c.Seal_Sides_Title';
import SEAL_APPROVED from '@salesforce/label/c.Seal_Approved';
import SEAL_PROVIDER from '@salesforce/label/c.Seal_Provider';
import SEAL_MOVEMENT from '@salesforce/label/c.Seal_Movement';
import SEAL_NOT_KNOWN from '@salesforce/label/c.Seal_Not_Known';
import SEAL_PARTS_TITLE from '@salesforce/label/c.Seal_Parts_Title';
import SEAL_PARTS_CAPTION from '@salesforce/label/c.Seal_Parts_Caption';
import SEAL_PART from '@salesforce/label/c.Seal_Part';
import SEAL_AMOUNT from '@salesforce/label/c.Seal_Amount';
import SEAL_SHARE from '@salesforce/label/c.Seal_Share';
import SEAL_PAID from '@salesforce/label/c.Seal_Paid';
import SEAL_IN_FLIGHT from '@salesforce/label/c.Seal_In_Flight';
import SEAL_HELD from '@salesforce/label/c.Seal_Held';
import SEAL_FAILED_PART from '@salesforce/label/c.Seal_Failed_Part';
import SEAL_RETURNED from '@salesforce/label/c.Seal_Returned';
import SEAL_REQUESTED from '@salesforce/label/c.Seal_Requested';
import SEAL_BAR_TEXT from '@salesforce/label/c.Seal_Bar_Text';
import SEAL_BAR_PART from '@salesforce/label/c.Seal_Bar_Part';
import SEAL_BAR_EMPTY from '@salesforce/label/c.Seal_Bar_Empty';
import SEAL_RESIDUE_TITLE from '@salesforce/label/c.Seal_Residue_Title';
import SEAL_RESIDUE_TEXT from '@salesforce/label/c.Seal_Residue_Text';
import SEAL_RESIDUE_NONE from '@salesforce/label/c.Seal_Residue_None';
import SEAL_COUNT from '@salesforce/label/c.Seal_Count';
import SEAL_COUNT_ONE from '@salesforce/label/c.Seal_Count_One';
import SEAL_SENT_AT from '@salesforce/label/c.Seal_Sent_At';

/** Every word the component shows. */
export const label = {
  title: SEAL_TITLE,
  failed: SEAL_FAILED,
  sealed: SEAL_SEALED,
  open: SEAL_OPEN,
  broken: SEAL_BROKEN,
  unknown: SEAL_UNKNOWN,
  sealedText: SEAL_SEALED_TEXT,
  openText: SEAL_OPEN_TEXT,
  brokenText: SEAL_BROKEN_TEXT,
  sidesTitle: SEAL_SIDES_TITLE,
  approved: SEAL_APPROVED,
  provider: SEAL_PROVIDER,
  movement: SEAL_MOVEMENT,
  notKnown: SEAL_NOT_KNOWN,
  partsTitle: SEAL_PARTS_TITLE,
  partsCaption: SEAL_PARTS_CAPTION,
  part: SEAL_PART,
  amount: SEAL_AMOUNT,
  share: SEAL_SHARE,
  paid: SEAL_PAID,
  inFlight: SEAL_IN_FLIGHT,
  held: SEAL_HELD,
  failedPart: SEAL_FAILED_PART,
  returned: SEAL_RETURNED,
  requested: SEAL_REQUESTED,
  barText: SEAL_BAR_TEXT,
  barPart: SEAL_BAR_PART,
  barEmpty: SEAL_BAR_EMPTY,
  residueTitle: SEAL_RESIDUE_TITLE,
  residueText: SEAL_RESIDUE_TEXT,
  residueNone: SEAL_RESIDUE_NONE,
  count: SEAL_COUNT,
  countOne: SEAL_COUNT_ONE,
  sentAt: SEAL_SENT_AT,
};
