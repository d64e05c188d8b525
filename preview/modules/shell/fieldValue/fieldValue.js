import { LightningElement, api } from 'lwc';

/** One value as `shown` of shell/fields prepared it. */
export default class FieldValue extends LightningElement {
  @api value;
}
