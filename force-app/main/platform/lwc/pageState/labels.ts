import PAGE_STATE_LOADING from '@salesforce/label/c.Page_State_Loading';
import PAGE_STATE_AGAIN from '@salesforce/label/c.Page_State_Again';
import PAGE_STATE_FAILED from '@salesforce/label/c.Page_State_Failed';
import PAGE_STATE_UNKNOWN from '@salesforce/label/c.Page_State_Unknown';

/** Every word the component shows. */
export const label = {
  loading: PAGE_STATE_LOADING,
  again: PAGE_STATE_AGAIN,
  failed: PAGE_STATE_FAILED,
  unknown: PAGE_STATE_UNKNOWN,
};
