import { assignTo, failure, readReference, readValue } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import type { FlowElement } from './flow-model.ts';
import { isCollection, isRecord } from './flow-values.ts';
import type { FlowRecord } from './flow-values.ts';
import { add, decimalOf, negate } from './formula-decimal.ts';
import { toFieldValue } from './formula-field-value.ts';
import { numberOf } from './formula-function.ts';
import { DAY_MS } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { child, children, text } from './xml.ts';

function sum(left: FormulaValue, right: FormulaValue, sign: 1 | -1): FormulaValue {
  if (typeof left === 'object' && (left?.kind === 'date' || left?.kind === 'moment')) {
    const days = Number(toFieldValue(numberOf(right, 'Add')) ?? 0) * sign;
    return left.kind === 'date' ? { kind: 'date', day: left.day + days } : { kind: 'moment', ms: left.ms + days * DAY_MS };
  }
  if (typeof left === 'string' && sign === 1) return left + String(toFieldValue(right) ?? '');
  const by = numberOf(right, 'Add') ?? decimalOf(0);
  return add(numberOf(left, 'Add') ?? decimalOf(0), sign === 1 ? by : negate(by));
}

/** Runs an Assignment element. */
export function assign(interview: Interview, element: FlowElement): void {
  for (const item of children(element.node, 'assignmentItems')) {
    const target = text(item, 'assignToReference') ?? '';
    const operator = text(item, 'operator') ?? 'Assign';
    const value = readValue(interview, child(item, 'value'));
    if (operator === 'Assign') {
      assignTo(interview, target, value);
      continue;
    }
    const old = readReference(interview, target);
    const items = isCollection(value) ? value.items : [isRecord(value) ? recordCopy(value) : value];
    if (isCollection(old) && operator === 'Add') assignTo(interview, target, { kind: 'collection', items: [...old.items, ...items] });
    else if (operator === 'AssignCount') assignTo(interview, target, decimalOf(isCollection(value) ? value.items.length : 0));
    else if ((operator === 'Add' || operator === 'Subtract') && !isRecord(value) && !isCollection(value)) assignTo(interview, target, sum(old as FormulaValue, value, operator === 'Add' ? 1 : -1));
    else throw failure(interview, `assignment operator ${operator} on ${target} is not supported. Use Assign, Add, Subtract or AssignCount.`);
  }
}

function recordCopy(record: FlowRecord): FlowRecord {
  return { ...record, row: { ...record.row }, touched: new Set(record.touched) };
}
