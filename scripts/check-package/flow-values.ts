import { familyOf, overflow, resolveField, unknownValues } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { FlowName } from './flow-names.ts';
import { globalReferent } from './formula-check.ts';
import type { Referent } from './formula-kinds.ts';
import type { Kind } from './formula-functions.ts';
import { FormulaProblem } from './formula-tokens.ts';
import type { FieldShape, MetadataFile, Package } from './package-model.ts';
import type { Element } from './xml-tree.ts';
import { childOf, textOf } from './xml-tree.ts';

/** Everything a check of one flow needs at hand. */
export interface FlowScope {
  readonly pack: Package;
  readonly file: MetadataFile;
  readonly names: ReadonlyMap<string, FlowName>;
  /** The object whose record starts the flow. */
  readonly object: string;
}

const flowValues: Readonly<Record<string, Kind>> = { FaultMessage: 'text', CurrentDateTime: 'datetime', CurrentDate: 'date', InterviewGuid: 'text', InterviewStartTime: 'datetime', CurrentRecord: 'text', ActiveStages: 'unknown', CurrentStage: 'unknown' };

/** A reference resolved, lists and records told apart from plain values. */
export type FlowReferent = Referent & { readonly object?: string; readonly isList?: boolean; readonly field?: FieldShape };

function fieldReferent(scope: FlowScope, object: string, path: string, at: number): FlowReferent {
  const resolved = resolveField(scope.pack, object, path);
  if ('wrong' in resolved) throw new FormulaProblem(at, resolved.wrong);
  return { kind: familyOf(resolved.field), field: resolved.field, ...(resolved.field.values ? { values: resolved.field.values } : {}) };
}

/** What `$Record.Amount__c`, `Each_Request.Name` or `Comment` stands for. Throws a FormulaProblem for what does not exist. */
export function flowReferent(scope: FlowScope, reference: string, at = 0): FlowReferent {
  const [head = '', ...rest] = reference.split('.');
  if (head === '$Record' || head === '$Record__Prior') {
    if (scope.object === '') throw new FormulaProblem(at, `${head} stands in a flow that no record starts`);
    return rest.length === 0 ? { kind: 'unknown', object: scope.object } : fieldReferent(scope, scope.object, rest.join('.'), at);
  }
  if (head === '$Flow') {
    const kind = flowValues[rest[0] ?? ''];
    if (!kind) throw new FormulaProblem(at, `there is no $Flow.${rest[0] ?? ''}.${nearest(rest[0] ?? '', Object.keys(flowValues))}`);
    return { kind };
  }
  if (head.startsWith('$')) return globalReferent(scope.pack, reference, at);
  const named = scope.names.get(head);
  if (!named) throw new FormulaProblem(at, `the flow has nothing named ${head}.${nearest(head, scope.names.keys())}`);
  if (rest.length === 0) return { kind: named.kind, isList: named.isList, ...(named.object === undefined ? {} : { object: named.object }) };
  if (named.object === undefined) return { kind: 'unknown' };
  return fieldReferent(scope, named.object, rest.join('.'), at);
}

/** The same, as a finding instead of an exception. */
export function lookUp(scope: FlowScope, element: Element | undefined): FlowReferent | Finding {
  try {
    return flowReferent(scope, textOf(element));
  } catch (problem) {
    if (!(problem instanceof FormulaProblem)) throw problem;
    return finding(scope.file.path, element, `The flow refers to ${textOf(element)}: ${problem.message.replace(/[.]$/, '')}.`, 'Name what exists; after a change, look at every element that used the old name.');
  }
}

const isFinding = (each: FlowReferent | Finding): each is Finding => 'todo' in each;
const literals: Readonly<Record<string, Kind>> = { stringValue: 'text', numberValue: 'number', booleanValue: 'boolean', dateValue: 'date', dateTimeValue: 'datetime' };
const broad = (kind: Kind): Kind => (kind === 'picklist' || kind === 'multipicklist' || kind === 'longtext' ? 'text' : kind);
const fit = (value: Kind, place: Kind): boolean => [value, place].some((kind) => kind === 'unknown' || kind === 'null') || broad(value) === broad(place) || (broad(place) === 'text' && broad(value) !== 'boolean') || (value === 'date' && place === 'datetime');

/** The value in a flow against the place it goes to: exists, fits the type, and is one of the picklist's values. */
export function* valueFindings(scope: FlowScope, value: Element | undefined, place: { readonly kind: Kind; readonly field?: FieldShape; readonly named: string; readonly isWritten?: boolean }): Generator<Finding> {
  const [given] = value?.children ?? [];
  if (!given) return;
  if (given.name === 'elementReference') {
    const found = lookUp(scope, given);
    if (isFinding(found)) yield found;
    else if (!fit(found.kind, place.kind)) yield finding(scope.file.path, given, `${textOf(given)} is ${found.kind}, but ${place.named} is ${broad(place.kind)}.`, 'Use a value of the right type, or convert it by a formula.');
    else if (found.field && place.field && place.isWritten) {
      const why = overflow(found.field, place.field);
      if (why !== undefined) yield finding(scope.file.path, given, `${textOf(given)} may not fit: ${why}.`, 'Widen the field, or cut the value by a formula.');
    }
    return;
  }
  const kind = literals[given.name];
  if (kind && !fit(kind, place.kind)) yield finding(scope.file.path, given, `"${textOf(given)}" is ${kind}, but ${place.named} is ${broad(place.kind)}.`, 'Use a value of the right type.');
  const fixed = given.name === 'stringValue' && !textOf(given).includes('{!') ? textOf(given) : '';
  for (const unknown of place.field ? unknownValues(place.field, [fixed]) : []) yield finding(scope.file.path, given, `"${unknown}" is no value of ${place.named}.${nearest(unknown, place.field?.values ?? [])}`, 'Use one of the picklist\'s values.');
}

/** `<field>` and `<value>` of a filter or an assignment, on one object. */
export function* fieldValueFindings(scope: FlowScope, element: Element, object: string, writes: boolean): Generator<Finding> {
  const named = childOf(element, 'field');
  const resolved = resolveField(scope.pack, object, textOf(named));
  if ('wrong' in resolved) {
    yield finding(scope.file.path, named, `The flow ${writes ? 'writes' : 'filters by'} a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
    return;
  }
  const { field } = resolved;
  if (writes && (field.isFormula || field.type === 'AutoNumber')) yield finding(scope.file.path, named, `${field.name} is computed by Salesforce, so no flow can write it.`, 'Write another field.');
  if (!writes && field.type === 'LongTextArea' && textOf(element, 'operator') !== 'IsNull') yield finding(scope.file.path, named, `${field.name} is long text, which can't be filtered by.`, 'Filter by another field.');
  const isQuestion = ['IsNull', 'IsChanged', 'WasSet', 'WasSelected', 'WasVisited'].includes(textOf(element, 'operator'));
  yield* valueFindings(scope, childOf(element, 'value'), isQuestion ? { kind: 'boolean', named: `the question ${textOf(element, 'operator')}` } : { kind: familyOf(field), field, named: field.name, isWritten: writes });
}
