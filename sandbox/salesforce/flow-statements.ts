import { addressees } from './custom-notifications.ts';
import { assignTo, failure, readReference, readScalar, readValue, setField } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import type { FlowElement } from './flow-model.ts';
import { flowNotifications } from './flow-operations.ts';
import type { FlowOperation } from './flow-operations.ts';
import { assignedRow, heldRecords, matchingRows, objectOf, touchedRow } from './flow-records.ts';
import { isCollection, isRecord } from './flow-values.ts';
import type { FlowValue } from './flow-values.ts';
import { toFieldValue } from './formula-field-value.ts';
import type { ObjectSchema, Row, SaveResult } from './org.ts';
import { child, children, text } from './xml.ts';

/** Yields what it needs of the org and is resumed with one result per row. */
export type FlowSteps<T> = Generator<FlowOperation, T, readonly SaveResult[]>;

/** One save or publish for this element; true when all of it succeeded, else the fault message is set. */
function* perform(interview: Interview, kind: FlowOperation['kind'], object: string, rows: readonly Row[]): FlowSteps<{ ok: boolean; results: readonly SaveResult[] }> {
  const results: readonly SaveResult[] = rows.length === 0 ? [] : yield { kind, element: interview.at, object, rows };
  const failed = results.find((result) => !result.success);
  if (failed) interview.faultMessage = failed.errors.map((error) => `${error.statusCode}: ${error.message}`).join('; ');
  return { ok: !failed, results };
}

function* create(interview: Interview, { name, node }: FlowElement): FlowSteps<boolean> {
  const reference = text(node, 'inputReference');
  const records = reference === undefined ? [] : heldRecords(interview, readReference(interview, reference));
  const object: ObjectSchema | undefined = reference === undefined ? objectOf(interview, node) : records[0]?.object;
  if (!object) return true;
  const rows = reference === undefined ? [assignedRow(interview, object, node)] : records.map((record) => touchedRow(record, false));
  const { ok, results } = yield* perform(interview, object.kind === 'event' ? 'publish' : 'save', object.name, rows);
  records.forEach((record, index) => {
    record.row.Id = results[index]?.id ?? null;
  });
  const id = results[0]?.id ?? null;
  interview.values.set(name, id);
  const target = text(node, 'assignRecordIdToReference');
  if (ok && target !== undefined) assignTo(interview, target, id);
  return ok;
}

function* update(interview: Interview, { node }: FlowElement): FlowSteps<boolean> {
  const reference = text(node, 'inputReference');
  if (reference === undefined) {
    const { object, rows } = matchingRows(interview, node);
    const changes = assignedRow(interview, object, node);
    return (yield* perform(interview, 'save', object.name, rows.map((row) => ({ Id: row.Id ?? null, ...changes })))).ok;
  }
  const records = heldRecords(interview, readReference(interview, reference));
  for (const record of records) {
    for (const assignment of children(node, 'inputAssignments')) {
      setField(interview, record, text(assignment, 'field') ?? '', readScalar(interview, child(assignment, 'value')));
    }
  }
  // Before the save the record is still in hand: what is set on $Record needs no statement.
  if (reference === '$Record' && interview.beforeSave) return true;
  const object = records[0]?.object.name ?? '';
  const { ok } = yield* perform(interview, 'save', object, records.map((record) => touchedRow(record, true)));
  records.forEach((record) => record.touched.clear());
  return ok;
}

function* remove(interview: Interview, { node }: FlowElement): FlowSteps<boolean> {
  const reference = text(node, 'inputReference');
  const held = reference === undefined ? undefined : heldRecords(interview, readReference(interview, reference));
  const object = held ? held[0]?.object.name : objectOf(interview, node).name;
  const rows = held ? held.map((record) => record.row) : matchingRows(interview, node).rows;
  return (yield* perform(interview, 'remove', object ?? '', rows)).ok;
}

const RECORDED_ACTIONS: ReadonlySet<string> = new Set(['customNotificationAction', 'emailSimple', 'emailAlert', 'chatterPost']);

function* callAction(interview: Interview, { name, node }: FlowElement): FlowSteps<boolean> {
  const type = text(node, 'actionType') ?? '';
  const inputs: Record<string, FlowValue> = {};
  for (const parameter of children(node, 'inputParameters')) inputs[text(parameter, 'name') ?? ''] = readValue(interview, child(parameter, 'value'));
  if (RECORDED_ACTIONS.has(type)) {
    const told = type === 'customNotificationAction' ? addressees(interview.org, inputs) : { recipients: [] };
    if ('problem' in told) {
      interview.faultMessage = told.problem;
      return false;
    }
    flowNotifications(interview.org).push({ at: interview.org.world.clock.now(), flow: interview.flow.name, element: name, action: text(node, 'actionName') ?? type, inputs, recipients: told.recipients });
    return true;
  }
  if (type !== 'submit') throw failure(interview, `action type ${type} cannot be run by the stand-in. Use submit or customNotificationAction, or teach it this one.`);
  const row: Row = {};
  for (const [key, value] of Object.entries(inputs)) {
    row[key] = isCollection(value) ? value.items.map((item) => String(item)).join(';') : isRecord(value) ? null : toFieldValue(value);
  }
  const { ok, results } = yield* perform(interview, 'submit', '', [row]);
  interview.values.set(`${name}.instanceId`, results[0]?.id ?? null);
  return ok;
}

/** The elements that ask something of the org; each answers whether all went well. */
export const STATEMENTS = { recordCreates: create, recordUpdates: update, recordDeletes: remove, actionCalls: callAction } as const;
