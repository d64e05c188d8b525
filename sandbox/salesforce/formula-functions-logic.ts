import { FormulaError } from './formula-error.ts';
import { argumentOf, condition, eager } from './formula-function.ts';
import type { Evaluation, FunctionTable } from './formula-function.ts';
import type { FormulaNode } from './formula-parser.ts';
import { isBlank, sameValue, textOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';

const MANY = Number.POSITIVE_INFINITY;

function fieldPath(args: readonly FormulaNode[], place: string): readonly string[] {
  const node = argumentOf(args, 0, place);
  if (node.kind !== 'reference') throw new FormulaError('syntax', `${place} takes a field, not an expression. Name the field.`);
  return node.path;
}

function caseOf(args: readonly FormulaNode[], { evaluate }: Evaluation): FormulaValue {
  if (args.length % 2 !== 0) throw new FormulaError('syntax', 'CASE takes a value, pairs of match and result, and an else result. Add the else result.');
  const subject = evaluate(argumentOf(args, 0, 'CASE'));
  for (let i = 1; i < args.length - 1; i += 2) {
    if (sameValue(subject, evaluate(argumentOf(args, i, 'CASE')))) return evaluate(argumentOf(args, i + 1, 'CASE'));
  }
  return evaluate(argumentOf(args, args.length - 1, 'CASE'));
}

function isPicklistValue([field = null, literal = null]: readonly FormulaValue[]): boolean {
  const value = typeof field === 'object' && field?.kind === 'picklist' ? field.value : null;
  if (value === null && field !== null && field !== '') {
    // In flows a picklist of a record variable may already be plain text.
    return textOf(field, 'ISPICKVAL') === textOf(literal, 'ISPICKVAL');
  }
  return (value ?? '') === textOf(literal, 'ISPICKVAL');
}

function includes([field = null, literal = null]: readonly FormulaValue[]): boolean {
  return textOf(field, 'INCLUDES').split(';').includes(textOf(literal, 'INCLUDES'));
}

/**
 * Logical functions. AND, OR, IF and CASE evaluate no more than they need.
 * Source: help.salesforce.com, "Formula Operators and Functions A–Z".
 */
export const LOGIC_FUNCTIONS: FunctionTable = {
  AND: { min: 1, max: MANY, apply: (args, { evaluate }) => args.every((arg) => condition(evaluate(arg), 'AND')) },
  OR: { min: 1, max: MANY, apply: (args, { evaluate }) => args.some((arg) => condition(evaluate(arg), 'OR')) },
  NOT: eager(1, 1, ([value = null]) => !condition(value, 'NOT')),
  IF: {
    min: 3,
    max: 3,
    apply: (args, { evaluate }) => evaluate(argumentOf(args, condition(evaluate(argumentOf(args, 0, 'IF')), 'IF') ? 1 : 2, 'IF')),
  },
  CASE: { min: 4, max: MANY, apply: caseOf },
  ISBLANK: eager(1, 1, ([value = null]) => isBlank(value)),
  // Text is never null in a formula, only empty: the scope reads an empty text field as ''.
  ISNULL: eager(1, 1, ([value = null]) => value === null),
  BLANKVALUE: eager(2, 2, ([value = null, instead = null]) => (isBlank(value) ? instead : value)),
  NULLVALUE: eager(2, 2, ([value = null, instead = null]) => (value === null ? instead : value)),
  ISPICKVAL: eager(2, 2, isPicklistValue),
  INCLUDES: eager(2, 2, includes),
  ISNEW: { min: 0, max: 0, apply: (_args, { scope }) => scope.isNew },
  PRIORVALUE: { min: 1, max: 1, apply: (args, { scope }) => scope.readPrior(fieldPath(args, 'PRIORVALUE')) },
  ISCHANGED: {
    min: 1,
    max: 1,
    apply: (args, { scope }) => {
      const path = fieldPath(args, 'ISCHANGED');
      const current = scope.read(path);
      return !scope.isNew && !sameValue(current, scope.readPrior(path));
    },
  },
};
