import { nearest } from './finding.ts';
import { formulaFunctions } from './formula-functions.ts';
import type { Kind, Signature } from './formula-functions.ts';
import { FormulaProblem } from './formula-tokens.ts';
import type { Formula } from './formula-tree.ts';

/** What a name in a formula stands for; `values` when it is a picklist whose values are known. */
export interface Referent { readonly kind: Kind; readonly values?: ReadonlySet<string> }

/** Where a formula stands decides what it may name. */
export interface Scope {
  /** Answers what a name stands for, or throws a FormulaProblem. */
  readonly referent: (name: string, at: number) => Referent;
  /** Whether the record before the change is at hand. */
  readonly hasPrior: boolean;
}

const loose: readonly Kind[] = ['null', 'unknown'];
const same = (one: Kind, other: Kind): boolean => one === other || loose.includes(one) || loose.includes(other);
const fits = (kind: Kind, allowed: string): boolean =>
  loose.includes(kind) || allowed.split('|').some((each) => each === kind || each === 'field' || each === 'unknown' || (each === 'any' && !['picklist', 'multipicklist', 'longtext'].includes(kind)));
const merged = (one: Kind, other: Kind): Kind => (loose.includes(one) ? other : one);
const words: Readonly<Record<string, string>> = { datetime: 'date/time', picklist: 'a picklist', multipicklist: 'a multi-select picklist', longtext: 'long text' };
const said = (kind: string): string => kind.split('|').map((each) => words[each] ?? each).join(' or ');

/** Two kinds side by side: what an operator makes of them, or undefined when it can't. */
function combined(operator: string, one: Kind, other: Kind): Kind | undefined {
  const isMoment = (kind: Kind): boolean => kind === 'date' || kind === 'datetime' || kind === 'time';
  const both = (kind: Kind): boolean => same(one, kind) && same(other, kind);
  if (['&&', '||'].includes(operator)) return both('boolean') ? 'boolean' : undefined;
  if (['=', '==', '<>', '!='].includes(operator)) return same(one, other) && ![one, other].some((kind) => ['picklist', 'multipicklist', 'longtext'].includes(kind)) ? 'boolean' : undefined;
  if (['<', '>', '<=', '>='].includes(operator)) return same(one, other) && [one, other].every((kind) => kind === 'number' || isMoment(kind) || loose.includes(kind)) ? 'boolean' : undefined;
  if (operator === '&') return both('text') ? 'text' : undefined;
  if (operator === '+' && both('text') && [one, other].includes('text')) return 'text';
  if (both('number')) return 'number';
  if (operator === '+' && (isMoment(one) || isMoment(other)) && (same(one, 'number') || same(other, 'number'))) return isMoment(one) ? one : other;
  if (operator === '-' && isMoment(one)) return same(other, 'number') ? one : same(one, other) ? 'number' : undefined;
  return undefined;
}

function kindOfOperation(formula: Formula & { readonly kind: 'operation' }, scope: Scope): Kind {
  const [one = 'unknown', other] = formula.inputs.map((input) => kindOf(input, scope));
  if (other === undefined) {
    const needed = formula.name === '!' ? 'boolean' : 'number';
    if (!same(one, needed)) throw new FormulaProblem(formula.at, `${formula.name} needs ${needed} and stands before ${said(one)}`);
    return needed;
  }
  const result = combined(formula.name, one, other);
  const hint = [one, other].includes('picklist') ? ': use ISPICKVAL or TEXT' : '';
  if (!result) throw new FormulaProblem(formula.at, `${formula.name} can't stand between ${said(one)} and ${said(other)}${hint}`);
  return result;
}

function requireCount(formula: Formula & { readonly kind: 'call' }, signature: Signature): void {
  const [most, count] = [signature.inputs.length, formula.inputs.length];
  const least = most - (signature.optional ?? 0);
  if (count < least || (count > most && !signature.repeats)) throw new FormulaProblem(formula.at, `${formula.name} takes ${least === most ? most : `${least} to ${most}`}${signature.repeats ? ' or more' : ''} values, not ${count}`);
}

function requireValue(formula: Formula, picklist: Formula | undefined, scope: Scope): void {
  if (formula.kind !== 'text' || picklist === undefined) return;
  const field = picklist.kind === 'call' && picklist.name === 'PRIORVALUE' ? picklist.inputs[0] : picklist;
  const values = field?.kind === 'reference' ? scope.referent(field.value, field.at).values : undefined;
  if (values && formula.value !== '' && !values.has(formula.value)) throw new FormulaProblem(formula.at, `"${formula.value}" is no value of ${field?.kind === 'reference' ? field.value : 'the picklist'}.${nearest(formula.value, values)}`);
}

/** CASE(what, when, then, …, else): each `when` is of the kind of `what`, each `then` of one kind. */
function kindOfCase(formula: Formula & { readonly kind: 'call' }, kinds: readonly Kind[], scope: Scope): Kind {
  if (formula.inputs.length % 2 === 1 || formula.inputs.length < 4) throw new FormulaProblem(formula.at, `CASE takes a value, pairs of when and then, and an else: an even number, not ${formula.inputs.length}`);
  const [subject = 'unknown'] = kinds;
  let result: Kind = kinds.at(-1) ?? 'unknown';
  for (let index = 1; index < kinds.length - 1; index += 2) {
    const [when = 'unknown', then = 'unknown'] = kinds.slice(index, index + 2);
    const input = formula.inputs[index];
    if (!same(when, subject === 'picklist' ? 'text' : subject)) throw new FormulaProblem(input?.at ?? formula.at, `CASE compares ${said(subject)} with ${said(when)}`);
    if (!same(then, result)) throw new FormulaProblem(formula.inputs[index + 1]?.at ?? formula.at, `CASE answers ${said(result)} in one place and ${said(then)} in another`);
    if (subject === 'picklist' && input) requireValue(input, formula.inputs[0], scope);
    result = merged(result, then);
  }
  return result;
}

function kindOfCall(formula: Formula & { readonly kind: 'call' }, scope: Scope): Kind {
  const signature = formulaFunctions[formula.name];
  if (!signature) throw new FormulaProblem(formula.at, `there is no function ${formula.name}.${nearest(formula.name, Object.keys(formulaFunctions))}`);
  if (signature.needsPrior && !scope.hasPrior) throw new FormulaProblem(formula.at, `${formula.name} needs the record before the change, which this formula does not have`);
  requireCount(formula, signature);
  const kinds = formula.inputs.map((input) => kindOf(input, scope));
  kinds.forEach((kind, index) => {
    const allowed = signature.inputs[Math.min(index, signature.inputs.length - 1)] ?? 'any';
    const input = formula.inputs[index];
    if (allowed === 'field' && input?.kind !== 'reference') throw new FormulaProblem(input?.at ?? formula.at, `${formula.name} takes a field, not a computed value`);
    if (!fits(kind, allowed)) throw new FormulaProblem(input?.at ?? formula.at, `${formula.name} takes ${said(allowed)} as value ${index + 1}, not ${said(kind)}`);
  });
  if (formula.name === 'CASE') return kindOfCase(formula, kinds, scope);
  if (formula.name === 'ISPICKVAL' && formula.inputs[1]) requireValue(formula.inputs[1], formula.inputs[0], scope);
  if (['IF', 'BLANKVALUE', 'NULLVALUE'].includes(formula.name)) {
    const [one = 'unknown', other = 'unknown'] = kinds.slice(-2);
    if (!same(one === 'longtext' ? 'text' : one, other)) throw new FormulaProblem(formula.at, `${formula.name} answers ${said(one)} in one case and ${said(other)} in the other`);
    return merged(one, other);
  }
  const [first = 'unknown', second = 'unknown'] = kinds;
  return signature.gives === 'first' ? first : signature.gives === 'second' ? second : signature.gives;
}

/** The kind of value a formula gives. Throws a FormulaProblem at the first place that does not fit. */
export function kindOf(formula: Formula, scope: Scope): Kind {
  if (formula.kind === 'number' || formula.kind === 'text') return formula.kind;
  if (formula.kind === 'operation') return kindOfOperation(formula, scope);
  if (formula.kind === 'call') return kindOfCall(formula, scope);
  if (/^(true|false)$/i.test(formula.value)) return 'boolean';
  return /^null$/i.test(formula.value) ? 'null' : scope.referent(formula.value, formula.at).kind;
}
