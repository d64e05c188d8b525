import { fieldOf, toFieldValue, toFormulaValue } from './formula-field-value.ts';
import { parseDecimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import { readGlobal } from './formula-globals.ts';
import { rowScope } from './formula-scope.ts';
import { compareValues, dayOf, textOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { evaluateFormula } from './formula.ts';
import { joined } from './flow-conditions.ts';
import type { ObjectSchema, Org, Row, User } from './org.ts';
import { children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** A record in the hands of an approval process, and who acts. */
export interface ApprovalSubject {
  readonly org: Org;
  readonly object: ObjectSchema;
  readonly row: Row;
  readonly by: User;
}

function itemValue({ org, object, row, by }: ApprovalSubject, name: string): FormulaValue {
  const path = name.split('.');
  if (path[0] === 'User') return readGlobal(org, by, ['$User', ...path.slice(1)], { flow: true });
  const own = path[0] === object.name ? path.slice(1) : path;
  const field = fieldOf(object, own[0] ?? '');
  if (!field) throw new FormulaError('unknown', `criteria name the field ${name}, which does not exist. Check the spelling or deploy the field.`);
  const value = toFormulaValue(field, row[field.name], { flow: true });
  return typeof value === 'object' && value?.kind === 'picklist' ? value.value : value;
}

/** The literal of a criteria item, read as the field's type. */
function wantedValue(text: string, like: FormulaValue): FormulaValue {
  if (typeof like === 'boolean') return /^(true|1)$/i.test(text);
  if (typeof like !== 'object' || like === null) return text;
  if (like.kind === 'decimal') return parseDecimal(text) ?? null;
  if (like.kind === 'date') return { kind: 'date', day: dayOf(text) ?? 0 };
  return like.kind === 'moment' ? { kind: 'moment', ms: Date.parse(text) } : text;
}

function itemHolds(subject: ApprovalSubject, item: XmlNode): boolean {
  const operation = text(item, 'operation') ?? 'equals';
  const value = itemValue(subject, text(item, 'field') ?? '');
  const list = (text(item, 'value') ?? '').split(',').map((part) => part.trim());
  const order = (wanted: string): number | undefined => compareValues(value, wanted === '' ? null : wantedValue(wanted, value), operation);
  const words = textOf(typeof value === 'boolean' ? String(value) : value, operation).toLowerCase();
  switch (operation) {
    case 'equals':
      return list.some((wanted) => order(wanted) === 0);
    case 'notEqual':
      return list.every((wanted) => order(wanted) !== 0);
    case 'lessThan':
      return list.some((wanted) => order(wanted) === -1);
    case 'greaterThan':
      return list.some((wanted) => order(wanted) === 1);
    case 'lessOrEqual':
      return list.some((wanted) => [0, -1].includes(order(wanted) ?? 9));
    case 'greaterOrEqual':
      return list.some((wanted) => [0, 1].includes(order(wanted) ?? 9));
    case 'contains':
      return list.some((wanted) => words.includes(wanted.toLowerCase()));
    case 'notContain':
      return list.every((wanted) => !words.includes(wanted.toLowerCase()));
    case 'startsWith':
      return list.some((wanted) => words.startsWith(wanted.toLowerCase()));
    default:
      throw new FormulaError('unknown', `criteria use the operation ${operation}, which is not known. Use a documented one.`);
  }
}

/** Whether a record meets `<entryCriteria>` (items with optional custom logic, or a formula); no criteria let everything in. */
export function criteriaHold(subject: ApprovalSubject, criteria: XmlNode | undefined): boolean {
  if (!criteria) return true;
  const formula = text(criteria, 'formula');
  if (formula !== undefined) {
    const { org, object, row, by } = subject;
    return evaluateFormula(formula, rowScope(org, object, { row, prior: row, by })) === true;
  }
  const items = children(criteria, 'criteriaItems');
  return joined(text(criteria, 'booleanFilter') ?? 'and', items.map((item) => () => itemHolds(subject, item)));
}

/** The value a record's field has as text, e.g. the id in a lookup. */
export function fieldText(subject: ApprovalSubject, name: string): string | null {
  const value = toFieldValue(itemValue(subject, name));
  return value === null ? null : String(value);
}
