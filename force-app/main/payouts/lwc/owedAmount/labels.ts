import OWED_DEBT from '@salesforce/label/c.Owed_Debt';
import OWED_PAID from '@salesforce/label/c.Owed_Paid';
import OWED_SOURCE from '@salesforce/label/c.Owed_Source';
import OWED_WAITS from '@salesforce/label/c.Owed_Waits';

/** Every word the component shows. */
export const label = {
  debt: OWED_DEBT,
  paid: OWED_PAID,
  source: OWED_SOURCE,
  waits: OWED_WAITS,
};
