import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { decideApproval } from './approval-decide.ts';
import { processDefinitionRow } from './approval-records.ts';
import { refusedResult } from './approval-result.ts';
import type { ApprovalResult } from './approval-result.ts';
import { submitForApproval } from './approval-submit.ts';
import type { Org, User } from './org.ts';
import { apiName } from './names.ts';
import { text } from './xml.ts';

/** What one call may carry, as sObject collections may. */
const MOST_REQUESTS = 200;

type Body = Readonly<Record<string, unknown>>;

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(status: number, errorCode: string, message: string): Reply {
  return { status, body: [{ errorCode, message }] };
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function act(org: Org, request: Body, by: User): ApprovalResult {
  const { actionType } = request;
  const common = {
    contextId: string(request.contextId) ?? '',
    comments: string(request.comments),
    nextApproverIds: Array.isArray(request.nextApproverIds) ? request.nextApproverIds.map(String) : [],
  };
  if (actionType === 'Approve' || actionType === 'Reject' || actionType === 'Removed') return decideApproval(org, { ...common, actionType }, by);
  if (actionType !== 'Submit') return refusedResult('INVALID_PARAMETER', `actionType must be Submit, Approve, Reject or Removed, not ${String(actionType)}`);
  return submitForApproval(org, {
    ...common,
    submitterId: string(request.contextActorId),
    processDefinitionNameOrId: string(request.processDefinitionNameOrId),
    skipEntryCriteria: request.skipEntryCriteria === true,
  }, by);
}

function answer(org: Org, call: Call, by: User): Reply {
  let body: unknown;
  try {
    body = call.json();
  } catch {
    return refusal(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required to be JSON, but could not be read.');
  }
  const requests: unknown = isBody(body) ? body.requests : undefined;
  if (!Array.isArray(requests)) return refusal(400, 'REQUIRED_FIELD_MISSING', 'requests is required');
  if (requests.length > MOST_REQUESTS) return refusal(400, 'EXCEEDED_MAX_SIZE_REQUEST', `At most ${String(MOST_REQUESTS)} requests are allowed in one call.`);
  // Every request stands alone; a refused one is an entry with success false and HTTP stays 200 (U-109).
  return { status: 200, body: requests.map((request) => (isBody(request) ? act(org, request, by) : refusedResult('INVALID_PARAMETER', 'a request must be an object'))) };
}

function list(org: Org, by: User): Reply {
  const approvals: Record<string, unknown[]> = {};
  for (const process of org.approvalProcesses.filter((each) => each.active)) {
    const object = org.schema.get(process.object);
    const name = object ? apiName(org.namespace, object) : process.object;
    const row = processDefinitionRow(org, process, by);
    (approvals[name] ??= []).push({ description: text(process.xml, 'description') ?? null, id: row.Id, name: row.Name, object: name, sortOrder: 1 });
  }
  return { status: 200, body: { approvals } };
}

/**
 * The doors of the approval resource. `authenticate` tells the caller's user from the request, or gives the refusal to send.
 * Source: REST API Developer Guide, "Process Approvals".
 */
export function approvalDoors(org: Org, authenticate: (call: Call) => User | Reply): Readonly<Record<string, Answer>> {
  const guarded = (work: (call: Call, by: User) => Reply): Answer => (call) => {
    const caller = authenticate(call);
    return 'status' in caller ? caller : work(call, caller);
  };
  return {
    'GET /services/data/:version/process/approvals': guarded((_call, by) => list(org, by)),
    'POST /services/data/:version/process/approvals': guarded((call, by) => answer(org, call, by)),
  };
}

/** What an administrator does in Setup: (de)activates a deployed process, named `Process` or `Object.Process`. */
export function setApprovalProcessActive(org: Org, name: string, active: boolean): void {
  const found = org.approvalProcesses.find((process) => [process.name, `${process.object}.${process.name}`].includes(name));
  if (!found) throw new Error(`Sandbox Salesforce: there is no approval process ${name}. Deploy it first.`);
  found.active = active;
}
