import { LightningElement, api, wire } from 'lwc';
import { createRecord, getRecord, updateRecord } from 'lightning/uiRecordApi';
import { constant, objectInfo, wordsOf } from 'shell/org';
import { labelOf, pathsFor, shown } from 'shell/fields';

/** The fields of an object's layout, to be read or filled in, for one record or a new one. Fires `edit` when somebody wants to change one. */
export default class RecordForm extends LightningElement {
  @api object;
  @api recordId;
  /** Whether fields offer to be edited where they stand. */
  @api inline = false;
  layout;
  info;
  changes = {};
  problems = {};
  closed = new Set();
  failure;
  broken;
  result = {};
  writing = false;

  /** Whether the fields are to be filled in. */
  @api get editing() {
    return this.writing;
  }

  set editing(value) {
    if (value !== this.writing) Object.assign(this, { changes: {}, problems: {}, failure: undefined });
    this.writing = value;
    if (value && !this.recordId) this.takeDefaults();
  }

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$paths' })
  wiredRecord(result) {
    this.result = result;
    if (result.error && !result.data) this.broken = wordsOf(result.error);
  }

  async connectedCallback() {
    try {
      const mode = this.recordId ? 'Edit' : 'Create';
      [this.layout, this.info] = await Promise.all([constant(`ui-api/layout/${this.object}?layoutType=Full&mode=${mode}`), objectInfo(this.object)]);
      if (this.writing && !this.recordId) await this.takeDefaults();
    } catch (error) {
      this.broken = wordsOf(error);
    }
  }

  /** A new record starts with the defaults of its picklists. */
  async takeDefaults() {
    if (!this.info) return;
    const picklists = this.items.filter(({ field, editableForNew }) => editableForNew && field?.dataType === 'Picklist');
    const found = await Promise.all(picklists.map(async ({ field }) => [field.apiName, (await constant(`ui-api/object-info/${this.object}/picklist-values/012000000000000AAA/${field.apiName}`)).defaultValue?.value]));
    this.changes = { ...Object.fromEntries(found.filter(([, value]) => value !== undefined)), ...this.changes };
  }

  get items() {
    return this.layout.sections.flatMap(({ layoutRows }) => layoutRows).flatMap(({ layoutItems }) => layoutItems).map((item) => ({ ...item, field: this.info.fields[item.layoutComponents[0].apiName] }));
  }

  get paths() {
    if (!this.layout || !this.info) return undefined;
    return this.items.flatMap(({ field }) => (field ? pathsFor(this.object, field) : []));
  }

  get sections() {
    if (!this.layout || !this.info || (this.recordId && !this.result.data)) return undefined;
    const usable = this.layout.sections.map((section) => this.sectionOf(section));
    return this.writing && !this.recordId ? usable.filter(({ items }) => items.some(({ isInput }) => isInput)) : usable;
  }

  sectionOf({ id, heading, useHeading, columns, layoutRows }) {
    const isOpen = !this.closed.has(id);
    const width = columns > 1 ? 'slds-size_1-of-1 slds-medium-size_1-of-2' : 'slds-size_1-of-1';
    const rows = layoutRows.map(({ layoutItems }, row) => layoutItems.map((item, column) => this.itemOf(item, `${row}.${column}`, width)));
    const items = this.writing && !this.recordId ? this.closeGaps(rows, columns, width) : rows.flat();
    return { id, heading, useHeading, isOpen, expanded: String(isOpen), icon: isOpen ? 'utility:chevrondown' : 'utility:chevronright', items };
  }

  /** A new record has only what can be filled in; each column keeps its order and closes up. */
  closeGaps(rows, columns, width) {
    const kept = Array.from({ length: columns }, (_, column) => rows.flatMap((row) => (row[column]?.isInput ? [row[column]] : [])));
    const height = Math.max(...kept.map(({ length }) => length));
    return Array.from({ length: height }, (_, row) => kept.map((column, at) => column[row] ?? { key: `gap${row}.${at}`, look: `${width} field` })).flat();
  }

  itemOf(item, key, width) {
    const { apiName } = item.layoutComponents[0];
    const info = apiName ? this.info.fields[apiName] : undefined;
    const record = this.result.data;
    // Who makes a record owns it; an owner is not asked for.
    const editable = this.recordId ? item.editableForUpdate : item.editableForNew && apiName !== 'OwnerId';
    return {
      key, info, label: info ? labelOf(info) : item.label, look: `${width} field`, value: shown(info?.nameField ? { ...info, nameField: false } : info, record),
      raw: Object.hasOwn(this.changes, apiName) ? this.changes[apiName] : record?.fields[apiName]?.value, required: item.required || info?.required === true,
      isInput: this.writing && editable, mayEdit: this.inline && !this.writing && editable && this.info.updateable, editLabel: `Edit ${info ? labelOf(info) : item.label}`, problem: this.problems[apiName],
    };
  }

  handleSection(event) {
    const { section } = event.currentTarget.dataset;
    const closed = new Set(this.closed);
    if (!closed.delete(section)) closed.add(section);
    this.closed = closed;
  }

  handleEdit() {
    this.dispatchEvent(new CustomEvent('edit'));
  }

  handleField({ detail }) {
    this.changes = { ...this.changes, [detail.name]: detail.value };
    this.problems = { ...this.problems, [detail.name]: undefined };
  }

  /** Sends what was changed. Answers the record's id, or undefined when something was refused: the form then says what. */
  @api async save() {
    const inputs = [...this.template.querySelectorAll('shell-field-input')];
    if (!inputs.map((input) => input.reportValidity()).every(Boolean)) return undefined;
    Object.assign(this, { problems: {}, failure: undefined });
    try {
      const { changes: fields, object, recordId } = this;
      if (recordId && Object.keys(fields).length === 0) return recordId;
      const record = recordId ? await updateRecord({ fields: { Id: recordId, ...fields } }) : await createRecord({ apiName: object, fields });
      this.changes = {};
      return record.id;
    } catch (error) {
      this.tellRefusal(error);
      return undefined;
    }
  }

  /** What belongs to a field that is shown stands there, everything else above the form. */
  tellRefusal(error) {
    const { fieldErrors = {}, errors = [] } = error.body?.output ?? {};
    const inputs = new Set(this.sections.flatMap(({ items }) => items).filter(({ isInput }) => isInput).map(({ info }) => info.apiName));
    const isPlaced = ([name]) => inputs.has(name);
    this.problems = Object.fromEntries(Object.entries(fieldErrors).filter(isPlaced).map(([name, list]) => [name, list.map(({ message }) => message).join(' ')]));
    const above = [...errors, ...Object.entries(fieldErrors).filter((entry) => !isPlaced(entry)).flatMap(([, list]) => list)].map(({ message }) => message);
    if (above.length > 0) this.failure = [...new Set(above)].join(' ');
    else if (Object.keys(this.problems).length === 0) this.failure = wordsOf(error);
    else this.failure = 'Review the fields that are marked below.';
  }
}
