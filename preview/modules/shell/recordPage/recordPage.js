import { LightningElement, api, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { wordsOf } from 'shell/org';
import { fieldsIn } from 'shell/visibility';

const component = (name, properties = {}) => ({ id: name, name, properties, visibility: null });

/** What an org shows for an object without a page of its own. */
const usualPage = {
  regions: {
    header: [component('force:highlightsPanel')],
    main: [component('flexipage:tabset', { tabs: 'tabs' })],
    tabs: [
      { ...component('flexipage:tab', { title: 'Standard.Tab.detail', body: 'details', active: 'true' }), id: 'details' },
      { ...component('flexipage:tab', { title: 'Standard.Tab.relatedLists', body: 'lists' }), id: 'lists' },
    ],
    details: [component('force:detailPanel')],
    lists: [component('force:relatedListContainer')],
  },
};

/** A record on the page that App Builder composed for its object. */
export default class RecordPage extends LightningElement {
  @api model;
  @api object;
  @api recordId;
  result = {};

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$fields' })
  wiredRecord(result) {
    this.result = result;
    const name = result.data?.fields.Name?.value;
    if (name) document.title = `${name} | ${this.label} | ${this.model.label}`;
  }

  get label() {
    return this.model.objects.find(({ name }) => name === this.object)?.label ?? this.object;
  }

  get page() {
    return this.model.pages.find(({ name }) => name === this.model.recordPages[this.object]) ?? usualPage;
  }

  get fields() {
    return ['Name', ...fieldsIn(Object.values(this.page.regions).flat())].map((field) => `${this.object}.${field}`);
  }

  /** Of an object the persona may not read the org answers nothing but the refusal, which is shown instead of a page. */
  get isReadable() {
    return this.model.objects.some(({ name }) => name === this.object);
  }

  get record() {
    return this.result.data;
  }

  get failure() {
    return this.result.error && !this.result.data ? wordsOf(this.result.error) : undefined;
  }

  get hasSidebar() {
    return (this.page.regions.sidebar ?? []).length > 0;
  }

  get mainLook() {
    return `slds-col slds-size_1-of-1${this.hasSidebar ? ' slds-large-size_8-of-12' : ''}`;
  }
}
