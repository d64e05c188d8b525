/** Approval of one record, through the org's own approval resource. */
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { callOrg, query, quoted } from 'shell/org';

const people = 'Actor.Name, OriginalActor.Name';

/** History, what is pending and whether a process would take the record: `{ pending?: { workItemId, actorId, submitterId }, takesSubmission, lines }`, the newest line first. */
export async function approvalOf(recordId) {
  const of = `ProcessInstance.TargetObjectId = ${quoted(recordId)}`;
  const [steps, open, { takesSubmission }] = await Promise.all([
    query(`SELECT Id, StepStatus, Comments, CreatedDate, ${people} FROM ProcessInstanceStep WHERE ${of} ORDER BY CreatedDate DESC, Id DESC LIMIT 50`),
    query(`SELECT Id, ActorId, CreatedDate, ProcessInstance.SubmittedById, ${people} FROM ProcessInstanceWorkitem WHERE ${of} LIMIT 10`),
    callOrg(`/preview/approvals/${recordId}`),
  ]);
  const line = (row, status) => ({ key: row.Id, status, at: row.CreatedDate, assignedTo: row.OriginalActor?.Name ?? '', actor: row.Actor?.Name ?? '', comments: row.Comments ?? '' });
  const [item] = open;
  return {
    takesSubmission,
    pending: item && { workItemId: item.Id, actorId: item.ActorId, submitterId: item.ProcessInstance?.SubmittedById },
    lines: [...open.map((row) => line(row, 'Pending')), ...steps.map((row) => line(row, row.StepStatus === 'Started' ? 'Submitted' : row.StepStatus === 'Removed' ? 'Recalled' : row.StepStatus))],
  };
}

/** Submits, approves, rejects or recalls (`Removed`). Throws an Error with the org's words when it refuses. */
export async function actOn(recordId, request) {
  const [result] = await callOrg('process/approvals', { method: 'POST', body: { requests: [request] } });
  if (!result.success) throw new Error(result.errors.map(({ message }) => message).join(' '));
  await notifyRecordUpdateAvailable([{ recordId }]);
}

/** Who can be chosen as approver: everyone active but the one who asks. */
export async function approvers() {
  const rows = await query('SELECT Id, Name FROM User WHERE IsActive = true ORDER BY Name LIMIT 200');
  return rows.filter(({ Id }) => Id !== window.quittancePreview.persona.id).map(({ Id, Name }) => ({ value: Id, label: Name }));
}
