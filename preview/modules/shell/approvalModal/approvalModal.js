import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { approvers } from 'shell/approvals';

/** Comments, and for a submission the approver. Closes with `{ comments, approver }`, or with nothing. */
export default class ApprovalModal extends LightningModal {
  @api label;
  @api action;
  @api choosesApprover = false;
  options = [];
  approver;
  comments = '';

  async connectedCallback() {
    if (this.choosesApprover) this.options = await approvers();
  }

  handleApprover({ detail }) {
    this.approver = detail.value;
  }

  handleComments({ detail }) {
    this.comments = detail.value;
  }

  handleCancel() {
    this.close();
  }

  handleDone() {
    const chooser = this.template.querySelector('lightning-combobox');
    if (chooser && !chooser.reportValidity()) return;
    this.close({ comments: this.comments.trim(), approver: this.approver });
  }
}
