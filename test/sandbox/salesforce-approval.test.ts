import { afterEach, describe, expect, it } from '@jest/globals';
import { serve } from '../../sandbox/kit/serve.ts';
import { approvalDoors, setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { saveJob, testOrg } from '../../sandbox/salesforce/flow-test-org.ts';
import type { PublishedEvent, Row } from '../../sandbox/salesforce/org.ts';

const update = (name: string, field: string, how: string): string => `<fieldUpdates><fullName>${name}</fullName><field>${field}</field><name>${name}</name><notifyAssignee>false</notifyAssignee><protected>false</protected>${how}</fieldUpdates>`;
const literal = (value: string): string => `<literalValue>${value}</literalValue><operation>Literal</operation>`;
const formula = (text: string): string => `<formula>${text}</formula><operation>Formula</operation>`;
const actions = (list: string, ...names: string[]): string => `<${list}>${names.map((name) => `<action><name>${name}</name><type>FieldUpdate</type></action>`).join('')}</${list}>`;
const step = (name: string, approver: string, more = ''): string => `<approvalStep><allowDelegate>false</allowDelegate><assignedApprover><approver>${approver}</approver><whenMultipleApprovers>FirstResponse</whenMultipleApprovers></assignedApprover>${more}<label>${name}</label><name>${name}</name></approvalStep>`;
const criteria = (field: string, operation: string, value: string): string => `<entryCriteria><criteriaItems><field>Job__c.${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems></entryCriteria>`;
const process = (steps: string, active = true, lock = false): string => `<ApprovalProcess><active>${String(active)}</active><allowRecall>true</allowRecall><allowedSubmitters><type>owner</type></allowedSubmitters>${steps}${criteria('Amount__c', 'greaterThan', '0')}
${actions('finalApprovalActions', 'Approve', 'Stamp_Amount', 'Stamp_By', 'Stamp_At')}<finalApprovalRecordLock>${String(lock)}</finalApprovalRecordLock>${actions('finalRejectionActions', 'Reject')}<finalRejectionRecordLock>false</finalRejectionRecordLock>
${actions('initialSubmissionActions', 'Submit')}<label>P</label>${actions('recallActions', 'Recall')}<recordEditability>AdminOnly</recordEditability><showApprovalHistory>true</showApprovalHistory></ApprovalProcess>`;
const workflow = `<Workflow>${update('Submit', 'Status__c', literal('Submitted'))}${update('Approve', 'Status__c', literal('Approved'))}${update('Reject', 'Status__c', literal('Rejected'))}${update('Recall', 'Status__c', literal('Recalled'))}
${update('Stamp_Amount', 'Approved_Amount__c', formula('Amount__c'))}${update('Stamp_By', 'Decided_By__c', formula('CASESAFEID($User.Id)'))}${update('Stamp_At', 'Decided_At__c', formula('NOW()'))}</Workflow>`;
const tell = `<Flow><apiVersion>66.0</apiVersion><label>F</label><processType>AutoLaunchedFlow</processType><recordCreates><name>Tell</name><label>Tell</label><locationX>0</locationX><locationY>0</locationY><inputAssignments><field>Kind__c</field><value><elementReference>$Record.Status__c</elementReference></value></inputAssignments><object>Done__e</object></recordCreates>
<start><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Tell</targetReference></connector><filterLogic>and</filterLogic><filters><field>Status__c</field><operator>IsChanged</operator><value><booleanValue>true</booleanValue></value></filters><object>Job__c</object><recordTriggerType>Update</recordTriggerType><triggerType>RecordAfterSave</triggerType></start><status>Active</status></Flow>`;
const byHand = step('Review', '<type>adhoc</type>');

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

type Answer = { success: boolean; errors: { statusCode: string; message: string }[]; instanceId: string; instanceStatus: string; newWorkitemIds: string[]; actorIds: string[]; entityId: string };

async function opened(xml = process(byHand)) {
  const made = testOrg({ 'flows/F.flow': tell, 'workflows/Job__c.workflow': workflow, 'approvalProcesses/Job__c.P.approvalProcess': xml });
  const { org } = made;
  const handle = await serve({ name: 'salesforce', doors: approvalDoors(org, (call) => org.users.find(({ name }) => name === call.headers.get('authorization')) ?? { status: 401 }) }, org.world);
  close = () => handle.close();
  const events: PublishedEvent[] = [];
  org.onPublished((event) => events.push(event));
  const act = async (by: string, ...requests: object[]): Promise<Answer[]> => {
    const answer = await fetch(`${handle.url}/services/data/v66.0/process/approvals`, { method: 'POST', headers: { authorization: by }, body: JSON.stringify({ requests }) });
    return (await answer.json()) as Answer[];
  };
  const submit = async (id: string, more: object = {}): Promise<Answer> => (await act('ann', { actionType: 'Submit', contextId: id, nextApproverIds: [made.bob.id], comments: 'please', ...more }))[0] as Answer;
  const decide = async (by: string, actionType: string, workitem: string | undefined): Promise<Answer> => (await act(by, { actionType, contextId: workitem ?? '', comments: 'fine' }))[0] as Answer;
  const job = (row: Row = {}): string => saveJob(org, { Name: 'a', Amount__c: '999999999999999.999', ...row }, made.ann);
  return { ...made, events, act, submit, decide, job, url: handle.url };
}

describe('process/approvals', () => {
  it('submits, locks, and approves with the stamp in exact amounts, past validation rules', async () => {
    const { org, ann, bob, submit, decide, job } = await opened();
    const id = job();
    const submitted = await submit(id);
    expect(submitted).toMatchObject({ success: true, instanceStatus: 'Pending', entityId: id, actorIds: [bob.id] });
    expect(org.find('Job__c', id)?.Status__c).toBe('Submitted');
    expect(() => saveJob(org, { Id: id, Note__c: 'x' }, ann)).toThrow('ENTITY_IS_LOCKED');
    expect(await decide('bob', 'Approve', submitted.newWorkitemIds[0])).toMatchObject({ success: true, instanceStatus: 'Approved', newWorkitemIds: [] });
    expect(org.find('Job__c', id)).toMatchObject({ Status__c: 'Approved', Approved_Amount__c: '999999999999999.999', Decided_By__c: bob.id, Decided_At__c: '2026-11-21T09:00:00.000+0000' });
    expect(() => saveJob(org, { Id: id, Note__c: 'x' }, ann)).not.toThrow();
    expect(() => saveJob(org, { Id: job(), Status__c: 'Approved' }, ann)).toThrow('Only an approval approves.');
  });

  it.each([[true, ['Submitted', 'Approved']], [false, []]] as const)('starts record-triggered flows from its field updates: %s', async (policy, kinds) => {
    const { org, events, submit, decide, job } = await opened();
    org.policies.approvalUpdatesStartFlows = policy;
    const id = job();
    await decide('bob', 'Approve', (await submit(id)).newWorkitemIds[0]);
    expect(org.find('Job__c', id)?.Status__c).toBe('Approved');
    expect(events.map(({ row }) => row.Kind__c)).toEqual(kinds);
  });

  it('rejects and recalls with their own field updates, and lets a record be submitted again', async () => {
    const { org, submit, decide, job } = await opened();
    const id = job();
    expect(await decide('bob', 'Reject', (await submit(id)).newWorkitemIds[0])).toMatchObject({ instanceStatus: 'Rejected' });
    expect(org.find('Job__c', id)?.Status__c).toBe('Rejected');
    const again = await submit(id);
    expect(await decide('bob', 'Removed', again.newWorkitemIds[0])).toMatchObject({ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY' }] });
    expect(await decide('ann', 'Removed', again.newWorkitemIds[0])).toMatchObject({ instanceStatus: 'Removed' });
    expect(org.find('Job__c', id)?.Status__c).toBe('Recalled');
    expect(org.locks.has(id)).toBe(false);
  });

  it('serves its history to SOQL', async () => {
    const { org, ann, bob, submit, decide, job, clock } = await opened();
    const id = job();
    const { newWorkitemIds } = await submit(id);
    expect(org.query(`SELECT ActorId, ProcessInstance.TargetObjectId FROM ProcessInstanceWorkitem`, ann).totalSize).toBe(1);
    await clock.advance(36 * 3_600_000);
    await decide('bob', 'Approve', newWorkitemIds[0]);
    const found = org.query(`SELECT Status, SubmittedById, LastActorId, CompletedDate, ElapsedTimeInDays, (SELECT StepStatus, ActorId, Comments FROM Steps ORDER BY CreatedDate) FROM ProcessInstance WHERE TargetObjectId = '${id}'`, ann).records[0];
    expect(found).toMatchObject({ Status: 'Approved', SubmittedById: ann.id, LastActorId: bob.id, CompletedDate: '2026-11-22T21:00:00.000+0000' });
    expect(JSON.stringify(found?.ElapsedTimeInDays)).toBe('1.5');
    expect(found?.Steps).toMatchObject({ records: [{ StepStatus: 'Started', ActorId: ann.id, Comments: 'please' }, { StepStatus: 'Approved', ActorId: bob.id, Comments: 'fine' }] });
    expect(org.query('SELECT Id FROM ProcessInstanceWorkitem', ann).totalSize).toBe(0);
  });

  it('finds no applicable process while it is inactive, also by name, until an administrator activates it', async () => {
    const { org, submit, job } = await opened(process(byHand, false));
    const id = job();
    const refusal = { success: false, errors: [{ statusCode: 'NO_APPLICABLE_PROCESS' }] };
    expect(await submit(id)).toMatchObject(refusal);
    expect(await submit(id, { processDefinitionNameOrId: 'P', skipEntryCriteria: true })).toMatchObject(refusal);
    setApprovalProcessActive(org, 'P', true);
    expect(await submit(id)).toMatchObject({ success: true });
    expect(await submit(id)).toMatchObject({ success: false, errors: [{ statusCode: 'ALREADY_IN_PROCESS' }] });
  });

  it('checks entry criteria unless told to skip them, approvers and who may decide', async () => {
    const { submit, decide, job, admin, org } = await opened();
    const zero = job({ Amount__c: '0' });
    expect(await submit(zero)).toMatchObject({ errors: [{ statusCode: 'NO_APPLICABLE_PROCESS' }] });
    expect(await submit(job(), { nextApproverIds: [] })).toMatchObject({ errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] });
    const skipped = await submit(zero, { processDefinitionNameOrId: 'P', skipEntryCriteria: true });
    expect(await decide('ann', 'Approve', skipped.newWorkitemIds[0])).toMatchObject({ success: false });
    expect(await decide('admin', 'Approve', skipped.newWorkitemIds[0])).toMatchObject({ success: true });
    expect(org.find('Job__c', zero)?.Decided_By__c).toBe(admin.id);
  });

  it('takes back everything when a step has no approver', async () => {
    const { org, submit, job } = await opened(process(step('Boss', '<name>Manager</name><type>userHierarchyField</type>')));
    const id = job();
    expect(await submit(id)).toMatchObject({ success: false, errors: [{ statusCode: 'MANAGER_NOT_DEFINED' }] });
    expect(org.find('Job__c', id)?.Status__c).toBe('Draft');
    expect(org.locks.has(id)).toBe(false);
    expect(org.rows('ProcessInstance').size).toBe(0);
  });

  it('walks through steps whose criteria are met, with approvers from a field, and keeps the final lock', async () => {
    const steps = step('Small', '<type>adhoc</type>', `${criteria('Amount__c', 'lessThan', '10')}<ifCriteriaNotMet>GotoNextStep</ifCriteriaNotMet>`) + step('Field', '<name>Reviewer__c</name><type>relatedUserField</type>') + step('Named', '<name>admin@example.com</name><type>user</type>');
    const { org, admin, ann, bob, submit, decide, job } = await opened(process(steps, true, true));
    const id = job({ Reviewer__c: bob.id });
    const first = await submit(id, { nextApproverIds: [] });
    expect(first.actorIds).toEqual([bob.id]);
    const second = await decide('bob', 'Approve', first.newWorkitemIds[0]);
    expect(second).toMatchObject({ instanceStatus: 'Pending', actorIds: [admin.id] });
    expect(await decide('admin', 'Approve', second.newWorkitemIds[0])).toMatchObject({ instanceStatus: 'Approved' });
    expect(() => saveJob(org, { Id: id, Note__c: 'x' }, ann)).toThrow('ENTITY_IS_LOCKED');
  });

  it('is entered from a flow’s submit action as well', () => {
    const submit = `<Flow><apiVersion>66.0</apiVersion><label>S</label><processType>AutoLaunchedFlow</processType><actionCalls><name>Send</name><label>Send</label><locationX>0</locationX><locationY>0</locationY><actionName>submit</actionName><actionType>submit</actionType>
<inputParameters><name>objectId</name><value><elementReference>$Record.Id</elementReference></value></inputParameters><inputParameters><name>nextApproverIds</name><value><elementReference>$Record.Reviewer__c</elementReference></value></inputParameters></actionCalls>
<start><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Send</targetReference></connector><filterLogic>and</filterLogic><filters><field>Note__c</field><operator>EqualTo</operator><value><stringValue>Submit</stringValue></value></filters><object>Job__c</object><recordTriggerType>Create</recordTriggerType><triggerType>RecordAfterSave</triggerType></start><status>Active</status></Flow>`;
    const { org, ann, bob } = testOrg({ 'flows/S.flow': submit, 'workflows/Job__c.workflow': workflow, 'approvalProcesses/Job__c.P.approvalProcess': process(byHand) });
    const id = saveJob(org, { Name: 'a', Amount__c: '1', Note__c: 'Submit', Reviewer__c: bob.id }, ann);
    expect(org.find('Job__c', id)?.Status__c).toBe('Submitted');
    expect(org.related('ProcessInstance', 'TargetObjectId', id)).toMatchObject([{ Status: 'Pending', SubmittedById: ann.id }]);
    expect(() => saveJob(org, { Name: 'b', Amount__c: '0', Note__c: 'Submit' }, ann)).toThrow('NO_APPLICABLE_PROCESS');
  });

  it('takes up to 200 requests, each on its own, and refuses strangers', async () => {
    const { org, act, job, url } = await opened();
    const good = job();
    const answers = await act('ann', { actionType: 'Submit', contextId: 'nothing' }, { actionType: 'Submit', contextId: good, nextApproverIds: [org.users[2]?.id] });
    expect(answers.map(({ success }) => success)).toEqual([false, true]);
    expect(await act('ann', ...Array.from({ length: 201 }, () => ({ actionType: 'Submit', contextId: good })))).toMatchObject([{ errorCode: 'EXCEEDED_MAX_SIZE_REQUEST' }]);
    expect((await fetch(`${url}/services/data/v66.0/process/approvals`)).status).toBe(401);
  });
});
