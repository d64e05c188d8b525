import { LightningElement, api } from 'lwc';
import { isShown } from 'shell/visibility';

/** One region or facet of a page: its components in order, those whose rule says so left out. */
export default class FlexiRegion extends LightningElement {
  @api page;
  @api items;
  @api recordId;
  @api objectApiName;
  /** Fields that visibility rules ask for. */
  @api record;

  get shownItems() {
    return (this.items ?? []).filter(({ visibility }) => isShown(visibility, this.record));
  }
}
