import { decimalOf, formatDecimal, parseDecimal } from './formula-decimal.ts';
import { dateText, dayOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { moment } from './moments.ts';
import type { FieldSchema, FieldValue, ObjectSchema } from './org.ts';

const NUMERIC: ReadonlySet<FieldSchema['type']> = new Set<FieldSchema['type']>(['Number', 'Currency', 'Percent', 'Summary']);
const REFERENCES: ReadonlySet<FieldSchema['type']> = new Set<FieldSchema['type']>(['Id', 'Lookup', 'MasterDetail', 'Hierarchy']);

export interface ReadOptions {
  /** Blank numbers read as 0 (formula fields with "treat blanks as zero"). */
  readonly blanksAsZero?: boolean;
  /** Flows know null text and ids of 18 characters; everywhere else text is '' and an id has 15 (U-104). */
  readonly flow?: boolean;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The field of an object whatever the case of `name`; undefined when there is none. */
export function fieldOf(object: ObjectSchema, name: string): FieldSchema | undefined {
  return object.fields.get(name) ?? [...object.fields.values()].find((field) => sameName(field.name, name));
}

/** A stored value as a formula sees it. */
export function toFormulaValue(field: FieldSchema, value: FieldValue | undefined, options: ReadOptions): FormulaValue {
  if (field.type === 'Checkbox') return value === true || value === 'true';
  const blank = value === null || value === undefined || value === '';
  if (NUMERIC.has(field.type)) {
    if (blank) return options.blanksAsZero ? decimalOf(0) : null;
    return parseDecimal(String(value)) ?? null;
  }
  if (field.type === 'Date') return blank ? null : dateValue(String(value));
  if (field.type === 'DateTime') return blank ? null : { kind: 'moment', ms: Date.parse(String(value).replace(/\+0000$/, 'Z')) };
  if (field.type === 'Picklist' || field.type === 'MultiselectPicklist') return { kind: 'picklist', value: blank ? '' : String(value) };
  if (blank) return options.flow ? null : '';
  return REFERENCES.has(field.type) && !options.flow ? String(value).slice(0, 15) : String(value);
}

function dateValue(text: string): FormulaValue {
  const day = dayOf(text);
  return day === undefined ? null : { kind: 'date', day };
}

/** A computed value as rows store it (see `FieldValue`): decimals as text, empty text as null. */
export function toFieldValue(value: FormulaValue): FieldValue {
  if (value === null || value === '') return null;
  if (typeof value !== 'object') return value;
  if (value.kind === 'decimal') return formatDecimal(value);
  if (value.kind === 'date') return dateText(value.day);
  if (value.kind === 'moment') return moment(value.ms);
  return value.value === '' ? null : value.value;
}
