import { toFieldValue } from './formula-field-value.ts';
import { decimalOf, formatDecimal, parseDecimal } from './formula-decimal.ts';
import { DAY_MS, dayOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Row } from './org.ts';
import { text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** A record in a flow; `touched` names the fields the flow set, which are all an update of it writes. */
export interface FlowRecord {
  readonly kind: 'record';
  readonly object: ObjectSchema;
  readonly row: Row;
  readonly touched: Set<string>;
}
interface FlowCollection {
  readonly kind: 'collection';
  readonly items: readonly FlowValue[];
}
export type FlowValue = FormulaValue | FlowRecord | FlowCollection;

/** What went wrong in a flow, with the flow's and the element's name in the message. */
export class FlowError extends Error {
  readonly flow: string;
  readonly element: string;
  /** Given by a Custom Error element: the message is the author's own, for the user. */
  readonly custom: { readonly message: string; readonly field?: string } | undefined;

  constructor(flow: string, element: string, message: string, custom?: { readonly message: string; readonly field?: string }) {
    super(`Flow ${flow}, element ${element}: ${message}`);
    this.name = 'FlowError';
    this.flow = flow;
    this.element = element;
    this.custom = custom;
  }
}

export function isRecord(value: FlowValue): value is FlowRecord {
  return typeof value === 'object' && value !== null && value.kind === 'record';
}

export function isCollection(value: FlowValue): value is FlowCollection {
  return typeof value === 'object' && value !== null && value.kind === 'collection';
}

/** A literal of flow metadata (`<stringValue>` …); undefined when the node holds a reference or nothing. */
export function literalValue(node: XmlNode): FormulaValue | undefined {
  const string = text(node, 'stringValue');
  if (string !== undefined) return string;
  const number = text(node, 'numberValue');
  if (number !== undefined) return parseDecimal(number) ?? decimalOf(0);
  const boolean = text(node, 'booleanValue');
  if (boolean !== undefined) return boolean === 'true';
  const date = text(node, 'dateValue');
  if (date !== undefined) return { kind: 'date', day: dayOf(date) ?? 0 };
  const moment = text(node, 'dateTimeValue');
  return moment === undefined ? undefined : { kind: 'moment', ms: Date.parse(moment) };
}

/** What a field of that type stores for a flow's value: dates become moments and the other way round, numbers text. */
export function storedIn(field: FieldSchema, value: FormulaValue): FieldValue {
  if (typeof value === 'object' && value !== null) {
    if (field.type === 'Date' && value.kind === 'moment') return toFieldValue({ kind: 'date', day: Math.floor(value.ms / DAY_MS) });
    if (field.type === 'DateTime' && value.kind === 'date') return toFieldValue({ kind: 'moment', ms: value.day * DAY_MS });
    if (value.kind === 'decimal') return formatDecimal(value);
  }
  return toFieldValue(value);
}
