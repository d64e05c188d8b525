import { add, decimalOf, divide, formatDecimal, multiply, negate, parseDecimal, powerDecimal } from './formula-decimal.ts';
import type { Decimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import { condition, numberOf } from './formula-function.ts';
import type { Evaluation, FormulaScope, FunctionTable } from './formula-function.ts';
import { DATE_FUNCTIONS } from './formula-functions-date.ts';
import { LOGIC_FUNCTIONS } from './formula-functions-logic.ts';
import { NUMBER_FUNCTIONS } from './formula-functions-number.ts';
import { TEXT_FUNCTIONS } from './formula-functions-text.ts';
import { parseFormula } from './formula-parser.ts';
import type { BinaryOperator, FormulaNode } from './formula-parser.ts';
import { compareValues, DAY_MS, textOf, typeName } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';

const FUNCTIONS: FunctionTable = { ...LOGIC_FUNCTIONS, ...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...DATE_FUNCTIONS };

function decimalArithmetic(operator: BinaryOperator, left: Decimal, right: Decimal): Decimal {
  if (operator === '+') return add(left, right);
  if (operator === '-') return add(left, negate(right));
  if (operator === '*') return multiply(left, right);
  const result = operator === '/' ? divide(left, right) : powerDecimal(left, right);
  if (!result) throw new FormulaError('value', 'division by zero. Guard the divisor with IF().');
  return result;
}

function days(value: FormulaValue): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return value.kind === 'date' ? value.day : value.kind === 'moment' ? value.ms / DAY_MS : undefined;
}

/** Dates: date ± days is a date, date - date is days. */
function dateArithmetic(operator: BinaryOperator, left: FormulaValue, right: FormulaValue): FormulaValue {
  const shift = (base: FormulaValue, by: Decimal | null, sign: 1 | -1): FormulaValue => {
    if (by === null || typeof base !== 'object' || base === null) return null;
    const amount = Number(formatDecimal(by)) * sign;
    if (base.kind === 'date') return { kind: 'date', day: base.day + Math.trunc(amount) };
    return base.kind === 'moment' ? { kind: 'moment', ms: Math.round(base.ms + amount * DAY_MS) } : null;
  };
  const from = days(left);
  const to = days(right);
  if (operator === '-' && from !== undefined && to !== undefined) return parseDecimal((from - to).toFixed(9)) ?? decimalOf(0);
  if (from !== undefined && to === undefined && (operator === '+' || operator === '-')) return shift(left, numberOf(right, operator), operator === '+' ? 1 : -1);
  if (operator === '+' && to !== undefined && from === undefined) return shift(right, numberOf(left, operator), 1);
  throw new FormulaError('value', `"${operator}" cannot be used on ${typeName(left)} and ${typeName(right)}. Correct the formula.`);
}

function arithmetic(operator: BinaryOperator, left: FormulaValue, right: FormulaValue): FormulaValue {
  if (operator === '&' || (operator === '+' && (typeof left === 'string' || typeof right === 'string'))) {
    return concatenated(left, operator) + concatenated(right, operator);
  }
  if (days(left) !== undefined || days(right) !== undefined) return dateArithmetic(operator, left, right);
  const a = numberOf(left, operator);
  const b = numberOf(right, operator);
  return a === null || b === null ? null : decimalArithmetic(operator, a, b);
}

function concatenated(value: FormulaValue, operator: string): string {
  if (value !== null && typeof value !== 'string') {
    throw new FormulaError('value', `"${operator}" joins Text, received ${typeName(value)}. Wrap the value in TEXT().`);
  }
  return textOf(value, operator);
}

function comparison(operator: BinaryOperator, left: FormulaValue, right: FormulaValue): boolean {
  const order = compareValues(left, right, operator);
  // A blank is equal to a blank only, and neither smaller nor greater than anything (U-103).
  if (operator === '=') return order === 0;
  if (operator === '<>') return order !== 0;
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

function evaluateBinary(node: FormulaNode & { kind: 'binary' }, { evaluate }: Evaluation): FormulaValue {
  const { operator } = node;
  if (operator === '&&') return condition(evaluate(node.left), '&&') && condition(evaluate(node.right), '&&');
  if (operator === '||') return condition(evaluate(node.left), '||') || condition(evaluate(node.right), '||');
  const left = evaluate(node.left);
  const right = evaluate(node.right);
  return ['=', '<>', '<', '>', '<=', '>='].includes(operator) ? comparison(operator, left, right) : arithmetic(operator, left, right);
}

function evaluateCall(node: FormulaNode & { kind: 'call' }, evaluation: Evaluation): FormulaValue {
  const known = FUNCTIONS[node.name];
  if (!known) throw new FormulaError('unknown', `unknown function ${node.name}. Check the spelling, or teach the stand-in this function.`);
  if (node.args.length < known.min || node.args.length > known.max) {
    throw new FormulaError('syntax', `incorrect number of parameters for function ${node.name}(): received ${String(node.args.length)}. Correct the call.`);
  }
  return known.apply(node.args, evaluation);
}

/**
 * Computes a formula as an org does, on exact decimals.
 * `source` is the text of a validation rule, formula field, field update or flow formula; `scope` answers field reads.
 * Throws `FormulaError` whose `reason` tells syntax, unknown name and uncomputable value apart.
 */
export function evaluateFormula(source: string, scope: FormulaScope): FormulaValue {
  const evaluate = (node: FormulaNode): FormulaValue => {
    if (node.kind === 'literal') return node.value;
    if (node.kind === 'reference') return scope.read(node.path);
    if (node.kind === 'call') return evaluateCall(node, { scope, evaluate });
    if (node.kind === 'binary') return evaluateBinary(node, { scope, evaluate });
    const operand = evaluate(node.operand);
    if (node.kind === 'not') return !condition(operand, '!');
    const decimal = numberOf(operand, '-');
    return decimal === null ? null : negate(decimal);
  };
  return evaluate(parseFormula(source));
}

interface FormulaReferences {
  /** Fields by dotted path, e.g. `Recipient__r.Payee_Key__c`; in flows also resources such as `$Record.Name`. */
  readonly fields: readonly string[];
  /** Globals other than permissions, e.g. `$User.Id`, `$Setup.Pay_Settings__c.Pause__c`. */
  readonly globals: readonly string[];
  /** Custom permissions named by `$Permission.X`. */
  readonly permissions: readonly string[];
  readonly functions: readonly string[];
  /** Functions the evaluator does not know: a deployment should refuse them. */
  readonly unknownFunctions: readonly string[];
}

/** What a formula names, for checks at deployment. Throws `FormulaError` (`syntax`) if it cannot be read. */
export function formulaReferences(source: string): FormulaReferences {
  const paths = new Set<string>();
  const functions = new Set<string>();
  const visit = (node: FormulaNode): void => {
    if (node.kind === 'reference') paths.add(node.path.join('.'));
    if (node.kind === 'call') functions.add(node.name);
    const below = node.kind === 'call' ? node.args : node.kind === 'binary' ? [node.left, node.right] : 'operand' in node ? [node.operand] : [];
    below.forEach(visit);
  };
  visit(parseFormula(source));
  const isGlobal = (path: string): boolean => path.startsWith('$') && !path.startsWith('$Record');
  const permission = (path: string): boolean => path.startsWith('$Permission.');
  return {
    fields: [...paths].filter((path) => !isGlobal(path)),
    globals: [...paths].filter((path) => isGlobal(path) && !permission(path)),
    permissions: [...paths].filter(permission).map((path) => path.slice('$Permission.'.length)),
    functions: [...functions],
    unknownFunctions: [...functions].filter((name) => !FUNCTIONS[name]),
  };
}
