import { submitForApproval } from './approval-submit.ts';
import type { FlowValue } from './flow-values.ts';
import type { Org, Row, SaveResult, User } from './org.ts';

/** What an interview asks of the org; the operations of all interviews that wait at one element are carried out in one call. */
export interface FlowOperation {
  readonly kind: 'save' | 'publish' | 'remove' | 'submit';
  readonly element: string;
  /** Empty for `submit`, whose rows name records of any object. */
  readonly object: string;
  readonly rows: readonly Row[];
}

/** A custom notification, e-mail or the like: it leaves the org, so it is recorded here. */
interface FlowNotification {
  readonly at: number;
  readonly flow: string;
  readonly element: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, FlowValue>>;
  /** Ids of the active users a custom notification reached; empty for the other kinds. */
  readonly recipients: readonly string[];
}

const notifications = new WeakMap<Org, FlowNotification[]>();

/** Notifications sent by flows, oldest first. */
export function flowNotifications(org: Org): FlowNotification[] {
  const known = notifications.get(org);
  if (known) return known;
  const fresh: FlowNotification[] = [];
  notifications.set(org, fresh);
  return fresh;
}

function submitRow(org: Org, row: Row, by: User): SaveResult {
  const result = submitForApproval(org, {
    contextId: String(row.objectId ?? ''),
    comments: row.comment === null || row.comment === undefined ? undefined : String(row.comment),
    nextApproverIds: String(row.nextApproverIds ?? '').split(';').filter((id) => id !== ''),
    processDefinitionNameOrId: row.processDefinitionNameOrId ? String(row.processDefinitionNameOrId) : undefined,
    skipEntryCriteria: row.skipEntryCriteria === true,
    submitterId: row.submitterId ? String(row.submitterId) : undefined,
  }, by);
  return { id: result.instanceId, success: result.success, errors: result.errors.map((error) => ({ ...error, fields: [] })) };
}

/** Carries out one batch: rows of one kind, element and object, gathered from all interviews. A refused row leaves its neighbours written (U-243). */
export function carryOut(org: Org, operation: FlowOperation, by: User): SaveResult[] {
  const { kind, object, rows } = operation;
  if (rows.length === 0) return [];
  if (kind === 'publish') return org.publish(object, rows, by);
  if (kind === 'submit') return rows.map((row) => submitRow(org, row, by));
  const options = { by, allOrNone: false, source: 'flow' } as const;
  return kind === 'remove' ? org.remove(object, rows.map((row) => String(row.Id)), options) : org.save(object, rows, options);
}
