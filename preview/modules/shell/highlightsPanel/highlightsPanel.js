import { LightningElement, api, wire } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { getRecord, whenRecordsChange } from 'lightning/uiRecordApi';
import { actOn, approvalOf } from 'shell/approvals';
import ApprovalModal from 'shell/approvalModal';
import { labelOf, pathsFor, shown } from 'shell/fields';
import { appModel, constant, objectInfo, wordsOf } from 'shell/org';
import RecordModal from 'shell/recordModal';

/** What a person may do about an approval: the org's word for it, the dialog's title, and what is said when it was done. */
const decisions = {
  Submit: { title: 'Submit for Approval', action: 'Submit', done: 'was submitted for approval.' },
  Approve: { title: 'Approve', action: 'Approve', done: 'was approved.' },
  Reject: { title: 'Reject', action: 'Reject', done: 'was rejected.' },
  Removed: { title: 'Recall Approval Request', action: 'Recall', done: 'was recalled.' },
};

/** The head of a record page: name, compact layout, and the actions. */
export default class HighlightsPanel extends LightningElement {
  @api recordId;
  @api objectApiName;
  @api page;
  @api record;
  @api properties;
  model;
  info;
  layout;
  approval;
  isBusy = false;
  result = {};

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$paths' })
  wiredRecord(result) {
    this.result = result;
    // What stands in the record changes with its approval, and the other way round.
    if (result.data) this.loadApproval();
  }

  async connectedCallback() {
    this.leave = whenRecordsChange((ids) => ids.includes(this.recordId) && this.loadApproval());
    [this.model, this.info, this.layout] = await Promise.all([appModel(), objectInfo(this.objectApiName), constant(`ui-api/layout/${this.objectApiName}?layoutType=Compact&mode=View`)]);
    this.loadApproval();
  }

  disconnectedCallback() {
    this.leave();
  }

  async loadApproval() {
    if (!this.model?.approvals[this.objectApiName]) return;
    this.approval = await approvalOf(this.recordId).catch(() => undefined);
  }

  get fields() {
    return this.layout.sections.flatMap(({ layoutRows }) => layoutRows).flatMap(({ layoutItems }) => layoutItems).flatMap(({ layoutComponents: [{ apiName }] }) => this.info.fields[apiName] ?? []);
  }

  get paths() {
    if (!this.layout || !this.info) return undefined;
    return this.fields.flatMap((field) => pathsFor(this.objectApiName, field));
  }

  /** Undefined until it is known: an icon that changes its sprite while the first is still loading stays an empty circle. */
  get icon() {
    return this.model && (this.model.objects.find(({ name }) => name === this.objectApiName)?.icon ?? 'standard:record');
  }

  get objectLabel() {
    return this.info?.label ?? '';
  }

  get name() {
    return this.result.data?.fields.Name?.value ?? '';
  }

  get details() {
    if (!this.layout || !this.result.data) return [];
    return this.fields.filter(({ nameField }) => !nameField).map((info) => ({ key: info.apiName, label: labelOf(info), value: shown(info, this.result.data) }));
  }

  /** Who may decide is offered to decide; what waits for nobody and would enter a process, to submit it. Whether this person may, the org says. */
  get approvalActions() {
    if (!this.approval) return [];
    const { pending, takesSubmission } = this.approval;
    if (!pending) return !takesSubmission ? [] : [{ name: 'Submit', label: 'Submit for Approval' }];
    const { id, permissions } = window.quittancePreview.persona;
    const everything = permissions.includes('ModifyAllData');
    const decides = pending.actorId === id || everything ? [{ name: 'Approve', label: 'Approve', variant: 'brand' }, { name: 'Reject', label: 'Reject' }] : [];
    return pending.submitterId === id || everything ? [...decides, { name: 'Removed', label: 'Recall' }] : decides;
  }

  get actions() {
    const edit = this.info?.updateable ? [{ name: 'Edit', label: 'Edit' }] : [];
    return [...this.approvalActions, ...edit].map((action) => ({ variant: 'neutral', ...action }));
  }

  handleAction(event) {
    const { name } = event.target;
    return name === 'Edit' ? this.edit() : this.decide(name);
  }

  async edit() {
    const label = `Edit ${this.name}`;
    const saved = await RecordModal.open({ size: 'medium', label, object: this.objectApiName, recordId: this.recordId });
    if (saved) this.tell('success', `${this.objectLabel} "${this.name}" was saved.`);
  }

  async decide(actionType) {
    const { title, action, done } = decisions[actionType];
    const choosesApprover = actionType === 'Submit' && this.model.approvals[this.objectApiName].choosesApprover;
    const answer = await ApprovalModal.open({ size: 'small', label: title, action, choosesApprover });
    if (!answer) return;
    this.isBusy = true;
    try {
      const contextId = actionType === 'Submit' ? this.recordId : this.approval.pending.workItemId;
      await actOn(this.recordId, { actionType, contextId, comments: answer.comments, nextApproverIds: answer.approver ? [answer.approver] : [] });
      this.tell('success', `${this.objectLabel} "${this.name}" ${done}`);
    } catch (error) {
      this.tell('error', wordsOf(error));
    }
    this.isBusy = false;
    await this.loadApproval();
  }

  tell(variant, title) {
    this.dispatchEvent(new ShowToastEvent({ title, variant }));
  }
}
