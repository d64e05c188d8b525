import { compareValues, DAY_MS, isBlank, sameValue, textOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { evaluateFormula } from './formula.ts';
import { failure, flowScope, readReference, readScalar } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { isCollection, isRecord } from './flow-values.ts';
import type { FlowValue } from './flow-values.ts';
import { child, children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** Dates compare with moments as their midnight. */
function levelled(value: FormulaValue, other: FormulaValue): FormulaValue {
  const date = typeof value === 'object' && value?.kind === 'date' ? value : undefined;
  return date && typeof other === 'object' && other?.kind === 'moment' ? { kind: 'moment', ms: date.day * DAY_MS } : value;
}

/** Text operators of flow conditions look at letter case here; whether a real org does is unproven (U-106). */
export function compareBy(operator: string, left: FormulaValue, right: FormulaValue): boolean | undefined {
  const a = levelled(left, right);
  const b = levelled(right, left);
  const order = (): -1 | 0 | 1 | undefined => compareValues(a, b, operator);
  switch (operator) {
    case 'EqualTo':
      return sameValue(a, b);
    case 'NotEqualTo':
      return !sameValue(a, b);
    case 'GreaterThan':
      return order() === 1;
    case 'GreaterThanOrEqualTo':
      return order() === 1 || order() === 0;
    case 'LessThan':
      return order() === -1;
    case 'LessThanOrEqualTo':
      return order() === -1 || order() === 0;
    case 'StartsWith':
      return textOf(a, operator).startsWith(textOf(b, operator));
    case 'EndsWith':
      return textOf(a, operator).endsWith(textOf(b, operator));
    case 'Contains':
      return textOf(a, operator).includes(textOf(b, operator));
    case 'IsNull':
      return isBlank(a) === (b !== false);
    default:
      return undefined;
  }
}

function isChanged(interview: Interview, reference: string): boolean {
  // A new record has changed nothing, as ISCHANGED() says too (U-107).
  if (interview.prior === null || !interview.record) return false;
  const before = readReference(interview, reference.replace(/^\$Record\./, '$Record__Prior.'));
  const now = readReference(interview, reference);
  return !sameValue(now as FormulaValue, before as FormulaValue);
}

function contains(left: FlowValue, right: FormulaValue): boolean {
  return isCollection(left) && left.items.some((item) => !isRecord(item) && !isCollection(item) && sameValue(item, right));
}

function holds(interview: Interview, reference: string, operator: string, valueNode: XmlNode | undefined): boolean {
  if (operator === 'IsChanged') return isChanged(interview, reference) === (readScalar(interview, valueNode) !== false);
  if (operator === 'WasVisited' || operator === 'WasSet') return (interview.values.get(reference) ?? null) !== null;
  const left = readReference(interview, reference);
  if (operator === 'In' || operator === 'NotIn') {
    const list = readReference(interview, (valueNode && text(valueNode, 'elementReference')) ?? '');
    return contains(list, left as FormulaValue) === (operator === 'In');
  }
  const right = readScalar(interview, valueNode);
  if (operator === 'IsEmpty') return (left === null || (isCollection(left) && left.items.length === 0)) === (right !== false);
  if (isCollection(left) && operator === 'Contains') return contains(left, right);
  if ((isRecord(left) || isCollection(left)) && operator !== 'IsNull') throw failure(interview, `${reference} is a ${left.kind} and cannot be compared by ${operator}. Compare one of its fields.`);
  const answer = compareBy(operator, isRecord(left) || isCollection(left) ? true : left, right);
  if (answer === undefined) throw failure(interview, `unknown operator ${operator}. Use one of the documented operators.`);
  return answer;
}

/** `and`, `or`, or custom logic such as `1 AND (2 OR 3)`, over one answer per condition. */
export function joined(logic: string, answers: readonly (() => boolean)[]): boolean {
  if (/^and$/i.test(logic)) return answers.every((answer) => answer());
  if (/^or$/i.test(logic)) return answers.some((answer) => answer());
  const formula = logic.replace(/\band\b/gi, '&&').replace(/\bor\b/gi, '||').replace(/\bnot\b/gi, '!').replace(/\d+/g, (number) => `c${number}`);
  const read = ([name = '']: readonly string[]): FormulaValue => answers[Number(name.slice(1)) - 1]?.() ?? false;
  return evaluateFormula(formula, { read, readPrior: read, isNew: false, now: () => 0 }) === true;
}

/** Whether the rule of a Decision applies. */
export function ruleHolds(interview: Interview, rule: XmlNode): boolean {
  const conditions = children(rule, 'conditions');
  return joined(
    text(rule, 'conditionLogic') ?? 'and',
    conditions.map((node) => () => holds(interview, text(node, 'leftValueReference') ?? '', text(node, 'operator') ?? '', child(node, 'rightValue'))),
  );
}

/** Whether the start element's filters (or filter formula) let `$Record` in. */
export function startHolds(interview: Interview): boolean {
  const { start } = interview.flow;
  const formula = text(start, 'filterFormula');
  if (formula !== undefined) return evaluateFormula(formula, flowScope(interview)) === true;
  const filters = children(start, 'filters');
  return joined(
    text(start, 'filterLogic') ?? 'and',
    filters.map((node) => () => holds(interview, `$Record.${text(node, 'field') ?? ''}`, text(node, 'operator') ?? '', child(node, 'value'))),
  );
}
