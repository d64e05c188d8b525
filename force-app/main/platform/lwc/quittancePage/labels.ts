import FACTS_VERIFIED from '@salesforce/label/c.Facts_Verified';
import FACTS_VERIFIED_BY from '@salesforce/label/c.Facts_Verified_By';
import FACTS_UNVERIFIED from '@salesforce/label/c.Facts_Unverified';
import FACTS_NEVER_CHANGED from '@salesforce/label/c.Facts_Never_Changed';
import FACTS_CHANGED_TODAY from '@salesforce/label/c.Facts_Changed_Today';
import FACTS_CHANGED_YESTERDAY from '@salesforce/label/c.Facts_Changed_Yesterday';
import FACTS_CHANGED_DAYS from '@salesforce/label/c.Facts_Changed_Days';
import FACTS_CHANGED_BY from '@salesforce/label/c.Facts_Changed_By';
import FACTS_YOU from '@salesforce/label/c.Facts_You';
import FACTS_SOMEBODY from '@salesforce/label/c.Facts_Somebody';

/** The words that several components say alike. */
export const label = {
  verified: FACTS_VERIFIED,
  verifiedBy: FACTS_VERIFIED_BY,
  unverified: FACTS_UNVERIFIED,
  neverChanged: FACTS_NEVER_CHANGED,
  changedToday: FACTS_CHANGED_TODAY,
  changedYesterday: FACTS_CHANGED_YESTERDAY,
  changedDays: FACTS_CHANGED_DAYS,
  changedBy: FACTS_CHANGED_BY,
  you: FACTS_YOU,
  somebody: FACTS_SOMEBODY,
};
