import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { whenRecordsChange } from 'lightning/uiRecordApi';
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh';
import { fieldInfo } from 'shell/fields';
import { callOrg, constant, objectInfo, wordsOf } from 'shell/org';
import { goTo } from 'shell/router';
import RecordModal from 'shell/recordModal';

const pageSize = 50;
const lastView = (object) => `quittance-list-${object}`;

/** The shipped list views of an object. */
export default class ListPage extends LightningElement {
  @api model;
  @api object;
  /** Whether a new record is to be made at once, as an address ending in /new asks. */
  @api isNew = false;
  info;
  lists = [];
  columns = [];
  records = [];
  filters = [];
  label = '';
  sortedBy;
  descending = false;
  next = null;
  isLoaded = false;
  failure;
  view;

  /** The view to show, by its name; the one seen last without. */
  @api get filterName() {
    return this.view;
  }

  set filterName(value) {
    const changed = value !== this.view;
    this.view = value;
    if (changed && this.info) this.open();
  }

  async connectedCallback() {
    document.title = `${this.plural} | ${this.model.label}`;
    this.handler = registerRefreshHandler(this, this.load);
    this.leave = whenRecordsChange(() => this.load());
    try {
      const [info, { lists }] = await Promise.all([objectInfo(this.object), constant(`ui-api/list-info/${this.object}`)]);
      this.lists = lists;
      this.info = info;
      await this.open();
      if (this.isNew) await this.handleNew();
    } catch (error) {
      this.failure = wordsOf(error);
    }
  }

  disconnectedCallback() {
    unregisterRefreshHandler(this.handler);
    this.leave();
  }

  get chosen() {
    const known = (name) => this.lists.some(({ apiName }) => apiName === name);
    const seen = window.sessionStorage.getItem(lastView(this.object));
    return [this.view, seen, 'All'].find(known) ?? this.lists[0]?.apiName;
  }

  async open() {
    const { chosen } = this;
    if (!chosen) return;
    window.sessionStorage.setItem(lastView(this.object), chosen);
    try {
      const { displayColumns, label, orderedByInfo, filteredByInfo } = await constant(`ui-api/list-info/${this.object}/${chosen}`);
      this.columns = await Promise.all(displayColumns.map(async ({ fieldApiName, label: column, sortable }) => ({ name: fieldApiName, label: column, sortable, info: await fieldInfo(this.object, fieldApiName) })));
      Object.assign(this, { label, filters: filteredByInfo, sortedBy: orderedByInfo[0]?.fieldApiName, descending: orderedByInfo[0]?.isAscending === false });
      await this.load();
    } catch (error) {
      this.failure = wordsOf(error);
    }
  }

  /** Reads as many rows as are shown; more of them when `more` is asked for. */
  async load(more = 0) {
    const size = Math.min(Math.max(pageSize, this.records.length) + more, 2000);
    const sort = this.sortedBy ? `&sortBy=${this.descending ? '-' : ''}${this.sortedBy}` : '';
    try {
      const { records, nextPageToken } = await callOrg(`ui-api/list-records/${this.object}/${this.chosen}?pageSize=${size}${sort}`);
      Object.assign(this, { records, next: nextPageToken, isLoaded: true, failure: undefined });
    } catch (error) {
      this.failure = wordsOf(error);
    }
  }

  get plural() {
    return this.model.objects.find(({ name }) => name === this.object)?.plural ?? this.object;
  }

  get icon() {
    return this.model.objects.find(({ name }) => name === this.object)?.icon ?? 'standard:record';
  }

  get title() {
    return this.label === '' ? this.plural : this.label;
  }

  get views() {
    return this.lists.map(({ apiName, label }) => ({ value: apiName, label, isChosen: apiName === this.chosen }));
  }

  get mayCreate() {
    return this.info?.createable === true;
  }

  get isEmpty() {
    return this.isLoaded && this.records.length === 0;
  }

  get summary() {
    if (!this.isLoaded) return ' ';
    const { length } = this.records;
    const count = `${length}${this.next ? '+' : ''} item${length === 1 ? '' : 's'}`;
    const sorted = this.columns.find(({ name }) => name === this.sortedBy)?.label;
    const filtered = this.filters.length === 0 ? `all ${this.plural.toLowerCase()}` : this.filters.map(({ label }) => label).join(', ');
    return [count, ...(sorted ? [`Sorted by ${sorted}`] : []), `Filtered by ${filtered}`].join(' • ');
  }

  handleView({ detail }) {
    this.records = [];
    goTo(`/lightning/o/${this.object}/list?filterName=${encodeURIComponent(detail.value)}`);
  }

  handleSort({ detail }) {
    this.descending = detail.name === this.sortedBy && !this.descending;
    this.sortedBy = detail.name;
    this.load();
  }

  handleRefresh() {
    this.load();
  }

  handleMore() {
    this.load(pageSize);
  }

  async handleNew() {
    const id = await RecordModal.open({ size: 'medium', label: `New ${this.info.label}`, object: this.object });
    if (!id) return;
    const { fields } = await callOrg(`ui-api/records/${id}?optionalFields=${this.object}.Name`);
    this.dispatchEvent(new ShowToastEvent({ title: `${this.info.label} "${fields.Name?.value}" was created.`, variant: 'success' }));
    goTo(`/lightning/r/${this.object}/${id}/view`);
  }
}
