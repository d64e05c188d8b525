import { LightningElement, api } from 'lwc';
import { labelOf } from 'shell/fields';
import { appModel, picklistValues, query } from 'shell/org';

const types = { Double: 'number', Percent: 'number', Currency: 'number', Date: 'date', DateTime: 'datetime', Email: 'email', Phone: 'tel', Url: 'url' };
/** Records that a lookup offers. */
const offered = 200;

/** One field to be filled in. Fires `fieldchange` with the field's name and its value. */
export default class FieldInput extends LightningElement {
  @api object;
  @api info;
  @api value;
  @api required = false;
  /** What the org refused about this field. */
  @api problem;
  options = [];

  async connectedCallback() {
    const none = this.required ? [] : [{ value: '', label: '--None--' }];
    if (this.isPicklist) this.options = [...none, ...(await picklistValues(this.object, this.info.apiName))];
    if (this.isLookup) this.options = [...none, ...(await this.records())];
  }

  async records() {
    const [{ apiName: target }] = this.info.referenceToInfos;
    const { objects } = await appModel();
    // An automatic number says little of a record.
    const second = objects.find(({ name }) => name === target)?.tellingFields[0];
    const rows = await query(`SELECT Id, Name${second ? `, ${second}` : ''} FROM ${target} ORDER BY Name LIMIT ${offered}`);
    return rows.map((row) => ({ value: row.Id, label: second && row[second] ? `${row[second]} (${row.Name})` : row.Name }));
  }

  get isPicklist() {
    return this.info.dataType === 'Picklist';
  }

  get isLookup() {
    return this.info.reference;
  }

  get isLong() {
    return this.info.dataType === 'TextArea';
  }

  get isBoolean() {
    return this.info.dataType === 'Boolean';
  }

  get label() {
    return labelOf(this.info);
  }

  get lookupPrompt() {
    return `Choose ${this.label}`;
  }

  get type() {
    return types[this.info.dataType] ?? 'text';
  }

  get step() {
    return this.type === 'number' ? (10 ** -this.info.scale).toFixed(this.info.scale) : undefined;
  }

  get maxLength() {
    return this.info.length || undefined;
  }

  get text() {
    return this.value === null || this.value === undefined ? '' : String(this.value);
  }

  tell(value) {
    this.dispatchEvent(new CustomEvent('fieldchange', { detail: { name: this.info.apiName, value } }));
  }

  handleCheck({ detail }) {
    this.tell(detail.checked);
  }

  handleChange({ detail }) {
    if (detail.value === '') this.tell(null);
    else this.tell(this.type === 'number' ? Number(detail.value) : detail.value);
  }

  /** Whether the input may be sent; it says so itself if not. */
  @api reportValidity() {
    const input = this.template.querySelector('lightning-input, lightning-textarea, lightning-combobox');
    return input?.reportValidity() ?? true;
  }
}
