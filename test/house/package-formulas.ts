import { evaluateFormula } from '../../sandbox/salesforce/formula.ts';
import { parseDecimal } from '../../sandbox/salesforce/formula-decimal.ts';
import type { FormulaValue } from '../../sandbox/salesforce/formula-values.ts';
import { ofType, text } from './package-metadata.ts';

/** A record as a test writes it: decimals and moments as text, related records nested under `X__r`. */
export interface Row { readonly [field: string]: string | boolean | null | undefined | Row }

export interface Save {
  readonly object: string;
  readonly row: Row;
  /** Left out when the record is being created. */
  readonly prior?: Row;
  readonly userId?: string;
  readonly permissions?: readonly string[];
  readonly pauseAll?: boolean;
}

const types = new Map(ofType('field').map((field) => [`${field.object}.${field.name}`, field.body]));

function typed(object: string, field: string, value: string | boolean | null | undefined): FormulaValue {
  const body = types.get(`${object}.${field}`);
  const type = field === 'Id' ? 'Id' : text(body ?? '', 'type');
  if (type === '') throw new Error(`${object}.${field} does not exist in the package. Correct the formula.`);
  const blank = value === null || value === undefined || value === '';
  if (type === 'Picklist') return { kind: 'picklist', value: blank ? '' : String(value) };
  if (type === 'Number') return blank ? null : (parseDecimal(String(value)) ?? null);
  if (type === 'DateTime') return blank ? null : { kind: 'moment', ms: Date.parse(String(value)) };
  if (type === 'Date') return blank ? null : { kind: 'date', day: Date.parse(String(value)) / 86_400_000 };
  if (type === 'Checkbox') return value === true;
  if (blank) return '';
  // Formulas read ids with 15 characters, the API gives 18.
  return type === 'Id' || type === 'Lookup' || type === 'MasterDetail' ? String(value).slice(0, 15) : String(value);
}

function reader(save: Save, row: Row): (path: readonly string[]) => FormulaValue {
  return ([head = '', ...rest]) => {
    if (head === '$User') return (save.userId ?? '005000000000001AAA').slice(0, 15);
    if (head === '$Permission') return (save.permissions ?? []).includes(rest[0] ?? '');
    if (head === '$Setup') return rest[1] === 'Pause_All__c' && save.pauseAll === true;
    const value = row[head];
    if (!head.endsWith('__r')) return typed(save.object, head, typeof value === 'object' ? null : value);
    const parent = text(types.get(`${save.object}.${head.replace(/r$/, 'c')}`) ?? '', 'referenceTo');
    const below = typeof value === 'object' && value !== null ? value[rest[0] ?? ''] : null;
    return typed(parent, rest[0] ?? '', typeof below === 'object' ? null : below);
  };
}

/** The value of a formula of the package for a save. */
export function computed(formula: string, save: Save): FormulaValue {
  const prior = save.prior ?? save.row;
  return evaluateFormula(formula, { read: reader(save, save.row), readPrior: reader(save, prior), isNew: save.prior === undefined, now: () => 0 });
}

/** The bracketed codes of all active validation rules that refuse the save, in alphabetical order. */
export function refusals(save: Save): readonly string[] {
  return ofType('validationRule')
    .filter(({ object, body }) => object === save.object && text(body, 'active') === 'true')
    .filter(({ body }) => computed(text(body, 'errorConditionFormula'), save) === true)
    .map(({ body }) => /^\[([A-Z-]+)\]/.exec(text(body, 'errorMessage'))?.[1] ?? 'no code')
    .sort();
}
