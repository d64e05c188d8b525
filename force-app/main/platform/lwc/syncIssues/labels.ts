import ISSUES_TITLE from '@salesforce/label/c.Issues_Title';
import ISSUES_TITLE_COUNT from '@salesforce/label/c.Issues_Title_Count';
import ISSUES_FAILED from '@salesforce/label/c.Issues_Failed';
import ISSUES_EMPTY from '@salesforce/label/c.Issues_Empty';
import ISSUES_EMPTY_TEXT from '@salesforce/label/c.Issues_Empty_Text';
import ISSUES_CRITICAL from '@salesforce/label/c.Issues_Critical';
import ISSUES_WARNING from '@salesforce/label/c.Issues_Warning';
import ISSUES_INFO from '@salesforce/label/c.Issues_Info';
import ISSUES_RETRYING from '@salesforce/label/c.Issues_Retrying';
import ISSUES_SEEN_ONCE from '@salesforce/label/c.Issues_Seen_Once';
import ISSUES_SEEN_TIMES from '@salesforce/label/c.Issues_Seen_Times';
import ISSUES_FIRST from '@salesforce/label/c.Issues_First';
import ISSUES_LAST from '@salesforce/label/c.Issues_Last';
import ISSUES_WHY from '@salesforce/label/c.Issues_Why';
import ISSUES_EXCERPT from '@salesforce/label/c.Issues_Excerpt';
import ISSUES_EXCERPT_NOTE from '@salesforce/label/c.Issues_Excerpt_Note';
import ISSUES_MORE from '@salesforce/label/c.Issues_More';
import ISSUES_REQUEST from '@salesforce/label/c.Issues_Request';
import ISSUES_RETRY from '@salesforce/label/c.Issues_Retry';
import ISSUES_RETRY_TEXT from '@salesforce/label/c.Issues_Retry_Text';
import ISSUES_DISCARD from '@salesforce/label/c.Issues_Discard';
import ISSUES_DISCARD_TEXT from '@salesforce/label/c.Issues_Discard_Text';

/** Every word the component shows. */
export const label = {
  title: ISSUES_TITLE,
  titleCount: ISSUES_TITLE_COUNT,
  failed: ISSUES_FAILED,
  empty: ISSUES_EMPTY,
  emptyText: ISSUES_EMPTY_TEXT,
  critical: ISSUES_CRITICAL,
  warning: ISSUES_WARNING,
  info: ISSUES_INFO,
  retrying: ISSUES_RETRYING,
  seenOnce: ISSUES_SEEN_ONCE,
  seenTimes: ISSUES_SEEN_TIMES,
  first: ISSUES_FIRST,
  last: ISSUES_LAST,
  why: ISSUES_WHY,
  excerpt: ISSUES_EXCERPT,
  excerptNote: ISSUES_EXCERPT_NOTE,
  more: ISSUES_MORE,
  request: ISSUES_REQUEST,
  retry: ISSUES_RETRY,
  retryText: ISSUES_RETRY_TEXT,
  discard: ISSUES_DISCARD,
  discardText: ISSUES_DISCARD_TEXT,
};
