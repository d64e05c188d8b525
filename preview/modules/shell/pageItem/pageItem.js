import { LightningElement, api } from 'lwc';
import registry from 'shell/registry';

/** Properties in a page's metadata are text. */
function typed(value) {
  if (value === 'true' || value === 'false') return value === 'true';
  return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** One component of a page. What breaks in it is told in its place, and the rest of the page stands. */
export default class PageItem extends LightningElement {
  @api item;
  @api page;
  @api recordId;
  @api objectApiName;
  @api record;
  failure;

  get component() {
    return registry[this.item.name];
  }

  /** Components of the package get what a real page gives them; those of the shell also what stands around them. */
  get properties() {
    const { item, page, recordId, objectApiName, record } = this;
    const onRecord = recordId === undefined ? {} : { recordId, objectApiName };
    if (/^(force|flexipage|lst|runtime_\w+):/.test(item.name)) return { ...onRecord, page, record, properties: item.properties };
    return { ...onRecord, ...Object.fromEntries(Object.entries(item.properties).map(([name, value]) => [name, typed(value)])) };
  }

  errorCallback(error) {
    this.failure = error.message;
  }
}
