import CHART_TITLE from '@salesforce/label/c.Chart_Title';
import CHART_HELP from '@salesforce/label/c.Chart_Help';
import CHART_DAY from '@salesforce/label/c.Chart_Day';
import CHART_BALANCE from '@salesforce/label/c.Chart_Balance';
import CHART_RECEIVED from '@salesforce/label/c.Chart_Received';
import CHART_PAID from '@salesforce/label/c.Chart_Paid';
import CHART_NOT_KNOWN from '@salesforce/label/c.Chart_Not_Known';
import CHART_READING from '@salesforce/label/c.Chart_Reading';
import CHART_TABLE from '@salesforce/label/c.Chart_Table';

/** Every word the component shows. */
export const label = {
  title: CHART_TITLE,
  help: CHART_HELP,
  day: CHART_DAY,
  balance: CHART_BALANCE,
  received: CHART_RECEIVED,
  paid: CHART_PAID,
  notKnown: CHART_NOT_KNOWN,
  reading: CHART_READING,
  table: CHART_TABLE,
};
