import { fieldOf } from './formula-field-value.ts';
import type { FormulaScope } from './formula-function.ts';
import { readGlobal } from './formula-globals.ts';
import { readField } from './formula-scope.ts';
import { DAY_MS, textOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { evaluateFormula } from './formula.ts';
import type { CompiledFlow } from './flow-model.ts';
import { FlowError, isCollection, isRecord, literalValue, storedIn } from './flow-values.ts';
import type { FlowRecord, FlowValue } from './flow-values.ts';
import type { Org, Row, User } from './org.ts';
import { child, flag, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** One run of a flow for one record (or, for a subflow, for its caller). */
export interface Interview {
  readonly org: Org;
  readonly flow: CompiledFlow;
  readonly by: User;
  readonly record: FlowRecord | undefined;
  readonly prior: Row | null;
  readonly beforeSave: boolean;
  readonly values: Map<string, FlowValue>;
  /** Name of the element being run, for messages. */
  at: string;
  faultMessage: string;
}

export function openInterview(parts: Pick<Interview, 'org' | 'flow' | 'by' | 'record' | 'prior' | 'beforeSave'>): Interview {
  return { ...parts, values: new Map(), at: '$Start', faultMessage: '' };
}

export function failure(interview: Interview, message: string): FlowError {
  return new FlowError(interview.flow.name, interview.at, message);
}

function scalar(interview: Interview, path: readonly string[], value: FlowValue): FormulaValue {
  if (isRecord(value) || isCollection(value)) throw failure(interview, `${path.join('.')} is a ${value.kind}, a single value is needed. Name one of its fields.`);
  return value;
}

function fieldsOf(interview: Interview, record: FlowRecord, path: readonly string[]): FlowValue {
  return readField(interview.org, record.object, path, { row: record.row, by: interview.by, flow: true });
}

function flowGlobal(interview: Interview, name: string): FormulaValue {
  const ms = interview.org.world.clock.now();
  if (name === 'CurrentDate') return { kind: 'date', day: Math.floor(ms / DAY_MS) };
  if (name === 'CurrentDateTime' || name === 'InterviewStartTime') return { kind: 'moment', ms };
  if (name === 'FaultMessage') return interview.faultMessage;
  throw failure(interview, `$Flow.${name} is not known. Check the spelling.`);
}

function resourceValue(interview: Interview, name: string): FlowValue {
  const resource = interview.flow.resources.get(name);
  if (!resource) {
    // An element that has not run yet, or found nothing, has no output.
    if (interview.flow.elements.has(name)) return null;
    throw failure(interview, `${name} is no resource of this flow. Check the spelling.`);
  }
  const { kind, node } = resource;
  if (kind === 'formulas') return evaluateFormula(text(node, 'expression') ?? '', flowScope(interview));
  if (kind === 'textTemplates') return mergeText(interview, text(node, 'text') ?? '');
  const value = child(node, 'value');
  if (value) return readValue(interview, value);
  return kind === 'variables' && flag(node, 'isCollection') ? { kind: 'collection', items: [] } : null;
}

/** Replaces `{!name}` by the text of what it names. */
export function mergeText(interview: Interview, template: string): string {
  return template.replace(/\{!\s*([$\w.]+)\s*\}/g, (_all, name: string) => {
    const value = scalar(interview, [name], readReference(interview, name));
    return typeof value === 'boolean' ? String(value) : textOf(value, name);
  });
}

function readPath(interview: Interview, path: readonly string[]): FlowValue {
  const [head = '', ...rest] = path;
  if (head === '$Record' || head === '$Record__Prior') {
    if (!interview.record) throw failure(interview, `${head} exists in record-triggered flows only. Hand the record over as a variable.`);
    const row = head === '$Record' ? interview.record.row : interview.prior;
    if (row === null) return null;
    const record = head === '$Record' ? interview.record : { ...interview.record, row };
    return rest.length === 0 ? record : fieldsOf(interview, record, rest);
  }
  if (head === '$Flow') return flowGlobal(interview, rest[0] ?? '');
  if (head.startsWith('$')) return readGlobal(interview.org, interview.by, path, { flow: true });
  const value = interview.values.get(head) ?? resourceValue(interview, head);
  if (rest.length === 0) return value;
  if (value === null) return null;
  if (!isRecord(value)) throw failure(interview, `${head} has no field ${rest.join('.')}: it is no record. Check the reference.`);
  return fieldsOf(interview, value, rest);
}

/** Reads `$Record.Name`, `variable`, `lookup.Field__c` … A picklist's value is text, as everywhere in flows but formulas. */
export function readReference(interview: Interview, reference: string): FlowValue {
  const value = readPath(interview, reference.split('.'));
  return typeof value === 'object' && value?.kind === 'picklist' ? value.value : value;
}

/** The value of a `<value>` or `<rightValue>` node: a literal (with `{!merge}` fields) or a reference. */
export function readValue(interview: Interview, node: XmlNode | undefined): FlowValue {
  if (!node) return null;
  const reference = text(node, 'elementReference');
  if (reference !== undefined) return readReference(interview, reference);
  const literal = literalValue(node) ?? null;
  return typeof literal === 'string' ? mergeText(interview, literal) : literal;
}

export function readScalar(interview: Interview, node: XmlNode | undefined): FormulaValue {
  return scalar(interview, [(node && text(node, 'elementReference')) ?? 'value'], readValue(interview, node));
}

/** Sets a variable, or a field of a record variable or of `$Record`. */
export function assignTo(interview: Interview, reference: string, value: FlowValue): void {
  const [head = '', field, ...deeper] = reference.split('.');
  if (field === undefined) {
    interview.values.set(head, value);
    return;
  }
  const record = head === '$Record' ? interview.record : variableRecord(interview, head);
  if (!record || deeper.length > 0) throw failure(interview, `${reference} cannot be assigned. Assign a variable or a field of a record variable.`);
  setField(interview, record, field, scalar(interview, [reference], value));
}

function variableRecord(interview: Interview, name: string): FlowRecord | undefined {
  const held = interview.values.get(name);
  if (held !== undefined && held !== null) return isRecord(held) ? held : undefined;
  const resource = interview.flow.resources.get(name);
  const object = interview.org.schema.get((resource && text(resource.node, 'objectType')) ?? '');
  if (!object) return undefined;
  const fresh: FlowRecord = { kind: 'record', object, row: {}, touched: new Set() };
  interview.values.set(name, fresh);
  return fresh;
}

/** Writes one field of a record; throws when the object has no such field. */
export function setField(interview: Interview, record: FlowRecord, name: string, value: FormulaValue): void {
  const field = fieldOf(record.object, name);
  if (!field) throw failure(interview, `field ${name} does not exist on ${record.object.name}. Check the spelling or deploy the field.`);
  record.row[field.name] = storedIn(field, value);
  record.touched.add(field.name);
}

/** The scope in which a flow's formulas are computed. */
export function flowScope(interview: Interview): FormulaScope {
  const read = (path: readonly string[]): FormulaValue => scalar(interview, path, readPath(interview, path));
  return {
    read,
    readPrior: (path) => read(interview.prior !== null && path[0] === '$Record' ? ['$Record__Prior', ...path.slice(1)] : path),
    isNew: interview.prior === null,
    now: () => interview.org.world.clock.now(),
  };
}
