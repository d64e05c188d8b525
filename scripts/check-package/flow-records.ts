import { familyOf, resolveField } from './field-paths.ts';
import { filterLogicFindings } from './filter-rules.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { fieldValueFindings, lookUp } from './flow-values.ts';
import type { FlowScope } from './flow-values.ts';
import { childOf, childrenOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

const kinds = ['recordLookups', 'recordCreates', 'recordUpdates', 'recordDeletes'] as const;

function* objectNamed(scope: FlowScope, named: Element | undefined): Generator<Finding> {
  if (named && !scope.pack.objects.has(textOf(named))) yield finding(scope.file.path, named, `The flow works on ${textOf(named)}, which does not exist here.${nearest(textOf(named), scope.pack.objects.keys())}`, 'Name an object of the package or a standard object it may use.');
}

function* fieldNamed(scope: FlowScope, object: string, named: Element | undefined): Generator<Finding> {
  const resolved = named ? resolveField(scope.pack, object, textOf(named)) : undefined;
  if (resolved && 'wrong' in resolved) yield finding(scope.file.path, named, `The flow reads a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
}

/** What a new record can't be saved without. */
function* missing(scope: FlowScope, step: Element, object: string): Generator<Finding> {
  const given = childrenOf(step, 'inputAssignments').map((each) => textOf(each, 'field'));
  if (given.length === 0) return;
  for (const field of scope.pack.objects.get(object)?.fields.values() ?? []) {
    const hasDefault = field.file && (childOf(field.file.root, 'defaultValue') ?? childOf(field.file.root, 'valueSet'));
    if (field.required && !given.includes(field.name) && !hasDefault) yield finding(scope.file.path, childOf(step, 'name'), `${textOf(step, 'name')} makes a ${object} without ${field.name}, which is required.`, `Assign ${field.name}.`);
  }
}

/** A notification type is found by its name at run time; a misspelled one finds nothing and tells nobody. */
function* notificationType(scope: FlowScope, filters: readonly Element[]): Generator<Finding> {
  const known = scope.pack.ofType('notiftype').map(({ name }) => name);
  for (const filter of filters) {
    const value = childOf(filter, 'value', 'stringValue');
    if (textOf(filter, 'field') === 'DeveloperName' && value && !known.includes(textOf(value))) yield finding(scope.file.path, value, `There is no notification type ${textOf(value)}.${nearest(textOf(value), known)}`, 'Name one of notificationtypes/.');
  }
}

function* stepFindings(scope: FlowScope, step: Element): Generator<Finding> {
  const named = childOf(step, 'object');
  const input = childOf(step, 'inputReference');
  yield* objectNamed(scope, named);
  const referent = input ? lookUp(scope, input) : undefined;
  if (referent && 'todo' in referent) yield referent;
  else if (referent && referent.object === undefined) yield finding(scope.file.path, input, `${textOf(input)} is no record, so ${textOf(step, 'name')} can't save it.`, 'Name a record variable or $Record.');
  const object = named ? textOf(named) : referent && !('todo' in referent) ? referent.object ?? '' : '';
  if (!scope.pack.objects.has(object)) return;
  const filters = childrenOf(step, 'filters');
  for (const filter of filters) yield* fieldValueFindings(scope, filter, object, false);
  if (object === 'CustomNotificationType') yield* notificationType(scope, filters);
  yield* filterLogicFindings(scope.file.path, childOf(step, 'filterLogic'), filters.length);
  for (const assignment of childrenOf(step, 'inputAssignments')) yield* fieldValueFindings(scope, assignment, object, true);
  for (const read of [...childrenOf(step, 'queriedFields'), ...childrenOf(step, 'sortField')]) yield* fieldNamed(scope, object, read);
  for (const output of childrenOf(step, 'outputAssignments')) {
    yield* fieldNamed(scope, object, childOf(output, 'field'));
    const into = lookUp(scope, childOf(output, 'assignToReference'));
    if ('todo' in into) yield into;
  }
  const changesAll = ['recordUpdates', 'recordDeletes'].includes(step.name) && !input && filters.length === 0;
  if (changesAll) yield finding(scope.file.path, childOf(step, 'name'), `${textOf(step, 'name')} has no filter and would touch every ${object}.`, 'Add a filter.');
  if (step.name === 'recordCreates') yield* missing(scope, step, object);
}

/** When the flow starts: later by a date of the record, or only when a record comes to meet the conditions. */
function* startFindings(scope: FlowScope, start: Element | undefined): Generator<Finding> {
  const path = scope.file.path;
  for (const later of childrenOf(start, 'scheduledPaths')) {
    const named = childOf(later, 'recordField');
    const resolved = named ? resolveField(scope.pack, scope.object, textOf(named)) : undefined;
    if (resolved && 'wrong' in resolved) yield finding(path, named, `The path waits for a field that is not there: ${resolved.wrong}.`, 'Name a date of the record.');
    else if (resolved && !['date', 'datetime'].includes(familyOf(resolved.field))) yield finding(path, named, `The path waits for ${resolved.field.name}, which is no date.`, 'Name a date of the record.');
  }
  const isOnce = textOf(start, 'doesRequireRecordChangedToMeetCriteria') === 'true';
  for (const filter of childrenOf(start, 'filters')) if (isOnce && textOf(filter, 'operator') === 'IsChanged') yield finding(path, childOf(filter, 'operator'), 'IsChanged can\'t be asked by a flow that starts only when a record comes to meet its conditions.', 'Start it at every change, or ask for the value.');
}

/** What starts the flow, and every step that reads or writes records. */
export function* flowRecordFindings(scope: FlowScope): Generator<Finding> {
  const start = childOf(scope.file.root, 'start');
  yield* objectNamed(scope, childOf(start, 'object'));
  yield* startFindings(scope, start);
  const filters = childrenOf(start, 'filters');
  if (scope.pack.objects.has(scope.object)) for (const filter of filters) yield* fieldValueFindings(scope, filter, scope.object, false);
  yield* filterLogicFindings(scope.file.path, childOf(start, 'filterLogic'), filters.length);
  for (const kind of kinds) for (const step of childrenOf(scope.file.root, kind)) yield* stepFindings(scope, step);
}
