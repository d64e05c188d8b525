import { LightningElement, api } from 'lwc';

/** A record's layout on its page: read, and edited in place. */
export default class DetailPanel extends LightningElement {
  @api recordId;
  @api objectApiName;
  @api page;
  @api record;
  @api properties;
  editing = false;
  isSaving = false;

  handleEdit() {
    this.editing = true;
  }

  handleCancel() {
    this.editing = false;
  }

  handleKey(event) {
    if (event.key === 'Escape' && this.editing && !this.isSaving) this.handleCancel();
  }

  async handleSave() {
    this.isSaving = true;
    const saved = await this.template.querySelector('shell-record-form').save();
    this.isSaving = false;
    if (saved) this.editing = false;
  }
}
