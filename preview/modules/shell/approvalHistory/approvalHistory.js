import { LightningElement, api } from 'lwc';
import { whenRecordsChange } from 'lightning/uiRecordApi';
import { approvalOf } from 'shell/approvals';
import { textOf } from 'shell/fields';

const themes = { Approved: 'slds-theme_success', Rejected: 'slds-theme_error', Pending: 'slds-theme_warning' };

/** Who submitted, approved, rejected or recalled a record, and when. */
export default class ApprovalHistory extends LightningElement {
  @api recordId;
  lines = [];

  connectedCallback() {
    this.load();
    this.leave = whenRecordsChange((ids) => ids.includes(this.recordId) && this.load());
  }

  disconnectedCallback() {
    this.leave();
  }

  async load() {
    const { lines } = await approvalOf(this.recordId).catch(() => ({ lines: [] }));
    this.lines = lines.map((line) => ({ ...line, when: textOf({ dataType: 'DateTime' }, { value: line.at }), look: `slds-badge ${themes[line.status] ?? ''}` }));
  }
}
