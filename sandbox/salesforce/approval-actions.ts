import { fieldOf, toFieldValue } from './formula-field-value.ts';
import { rowScope } from './formula-scope.ts';
import { evaluateFormula } from './formula.ts';
import type { ApprovalSubject } from './approval-criteria.ts';
import { ApprovalRefusal } from './approval-result.ts';
import type { FieldSchema, FieldValue, Org, Row } from './org.ts';
import { child, children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

export type ActionList = 'initialSubmissionActions' | 'finalApprovalActions' | 'finalRejectionActions' | 'recallActions' | 'approvalActions' | 'rejectionActions';

function picklistNeighbour(field: FieldSchema, current: FieldValue | undefined, step: 1 | -1): FieldValue {
  const values = field.picklist?.values ?? [];
  return values[values.indexOf(String(current ?? '')) + step] ?? current ?? null;
}

function lookupId(org: Org, node: XmlNode): string | null {
  const name = text(node, 'lookupValue') ?? '';
  if (text(node, 'lookupValueType') === 'Queue') {
    const group = [...org.rows('Group').values()].find((row) => row.DeveloperName === name);
    return typeof group?.Id === 'string' ? group.Id : null;
  }
  return org.users.find((user) => user.username === name)?.id ?? null;
}

function literal(field: FieldSchema, node: XmlNode): FieldValue {
  const value = text(node, 'literalValue') ?? null;
  return field.type === 'Checkbox' ? value === '1' || value?.toLowerCase() === 'true' : value;
}

function updatedValue({ org, object, row, by }: ApprovalSubject, field: FieldSchema, node: XmlNode): FieldValue {
  const operation = text(node, 'operation') ?? 'Null';
  switch (operation) {
    case 'Formula':
      return toFieldValue(evaluateFormula(text(node, 'formula') ?? 'NULL', rowScope(org, object, { row, prior: row, by })));
    case 'Literal':
      return literal(field, node);
    case 'LookupValue':
      return lookupId(org, node);
    case 'Null':
      return null;
    case 'NextValue':
      return picklistNeighbour(field, row[field.name], 1);
    case 'PreviousValue':
      return picklistNeighbour(field, row[field.name], -1);
    default:
      throw new ApprovalRefusal('UNKNOWN_EXCEPTION', `field update ${text(node, 'fullName') ?? ''} uses operation ${operation}, which cannot be run. Use Formula, Literal, LookupValue or Null.`);
  }
}

/** Names of the field updates of an action list; alerts, tasks and messages change no data and are passed over. */
function fieldUpdateNames(holder: XmlNode, list: ActionList): string[] {
  const actions = child(holder, list);
  return (actions ? children(actions, 'action') : []).filter((action) => text(action, 'type') === 'FieldUpdate').map((action) => text(action, 'name') ?? '');
}

/**
 * Runs the field updates of one action list in one save. They skip validation rules; each formula sees what the ones
 * before it in the list have set (U-108). Throws `ApprovalRefusal` when the save is refused.
 */
export function runActions(subject: ApprovalSubject, holder: XmlNode, list: ActionList): void {
  const { org, object, by } = subject;
  const working: Row = { ...subject.row };
  const changes: Row = {};
  for (const name of fieldUpdateNames(holder, list)) {
    const update = org.workflowFieldUpdates.find((each) => each.name === name && each.object === object.name);
    const field = update && fieldOf(object, text(update.xml, 'field') ?? '');
    if (!update || !field) throw new ApprovalRefusal('UNKNOWN_EXCEPTION', `field update ${name} of ${object.name} does not exist or names no field. Deploy it.`);
    const value = updatedValue({ ...subject, row: working }, field, update.xml);
    working[field.name] = value;
    changes[field.name] = value;
  }
  if (Object.keys(changes).length === 0) return;
  const [result] = org.save(object.name, [{ Id: subject.row.Id ?? null, ...changes }], { by, allOrNone: true, source: 'approval' });
  if (!result?.success) throw ApprovalRefusal.ofSave(result?.errors ?? []);
}
