import { api } from 'lwc';
import LightningModal from 'lightning/modal';

/** New or Edit as a dialog. Closes with the record's id, or with nothing. */
export default class RecordModal extends LightningModal {
  @api label;
  @api object;
  @api recordId;
  isSaving = false;

  handleCancel() {
    this.close();
  }

  async handleSave() {
    this.isSaving = true;
    const saved = await this.template.querySelector('shell-record-form').save();
    this.isSaving = false;
    if (saved) this.close(saved);
  }
}
