import { LightningElement, api } from 'lwc';
import { shown } from 'shell/fields';

/** The record a column's field stands on: itself, or a parent over `Recipient__r.Name`. */
function standing(record, path) {
  const parts = path.split('.').slice(0, -1);
  return parts.reduce((at, name) => at?.fields[name]?.value, record);
}

function cellOf(record, { name, info }) {
  if (info?.isParentName) {
    const parent = record.fields[info.relationshipName];
    const object = parent?.value?.apiName;
    const text = parent?.value?.fields?.Name?.value ?? parent?.displayValue ?? '';
    const isLink = text !== '' && object !== undefined && object !== 'User' && object !== 'Group';
    return { text, url: isLink ? `/lightning/r/${object}/${parent.value.id}/view` : undefined, isLink };
  }
  return shown(info, standing(record, name));
}

/** Records as rows. Fires `sortby` with the column's name. */
export default class RecordTable extends LightningElement {
  @api label;
  /** `{ name, label, sortable, info }` each; `info` as fieldInfo answers it. */
  @api columns = [];
  /** UI API records. */
  @api records = [];
  @api sortedBy;
  @api descending = false;

  get heads() {
    return this.columns.map(({ name, label, sortable, info }) => {
      const isSorted = name === this.sortedBy;
      return {
        name, label, sortable, look: this.isNumber(info) ? 'slds-text-align_right' : '', hint: `Sort by ${label}`,
        sort: isSorted ? (this.descending ? 'descending' : 'ascending') : undefined, icon: isSorted ? (this.descending ? 'utility:arrowdown' : 'utility:arrowup') : undefined,
      };
    });
  }

  isNumber(info) {
    return !info?.reference && ['Double', 'Percent', 'Currency'].includes(info?.dataType);
  }

  get lines() {
    return this.records.map((record) => ({
      key: record.id, cells: this.columns.map((column) => ({ key: column.name, value: cellOf(record, column), look: this.isNumber(column.info) ? 'slds-text-align_right' : '' })),
    }));
  }

  handleSort(event) {
    this.dispatchEvent(new CustomEvent('sortby', { detail: { name: event.currentTarget.dataset.name } }));
  }
}
