import { familyOf, resolveField } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { kindOf } from './formula-kinds.ts';
import type { Referent, Scope } from './formula-kinds.ts';
import type { Kind } from './formula-functions.ts';
import { FormulaProblem } from './formula-tokens.ts';
import { formulaTree } from './formula-tree.ts';
import type { Package } from './package-model.ts';
import type { Element } from './xml-tree.ts';

/** Salesforce counts the source of a formula. */
const longestFormula = 3_900;

const found = (pack: Package, object: string, path: string, at: number): Referent => {
  const resolved = resolveField(pack, object, path);
  if ('wrong' in resolved) throw new FormulaProblem(at, resolved.wrong);
  const { field } = resolved;
  return { kind: familyOf(field), ...(field.values ? { values: field.values } : {}) };
};

/** `$Setup.Settings__c.Field__c`, `$User.Id`, `$Permission.Name` …: the same in formulas and flows. Throws a FormulaProblem for one that does not exist. */
export function globalReferent(pack: Package, name: string, at: number): Referent {
  const [global = '', first = '', ...rest] = name.split('.');
  if (global === '$Setup') {
    if (pack.objects.get(first)?.kind !== 'setting') throw new FormulaProblem(at, `$Setup.${first} is no custom setting of this package`);
    return found(pack, first, rest.join('.'), at);
  }
  if (global === '$Permission') {
    const known = pack.ofType('customPermission').map((file) => file.name);
    if (!known.includes(first)) throw new FormulaProblem(at, `there is no custom permission ${first}.${nearest(first, known)}`);
    return { kind: 'boolean' };
  }
  const object = { $User: 'User', $Profile: 'Profile', $Organization: 'Organization' }[global];
  if (object) return found(pack, object, [first, ...rest].join('.'), at);
  if (global === '$Label') return { kind: 'text' };
  if (global === '$Api' || global === '$System') return { kind: 'unknown' };
  throw new FormulaProblem(at, `there is no global value ${global}`);
}

/** What a formula on a record of an object may name. */
export function recordScope(pack: Package, object: string, hasPrior: boolean): Scope {
  return { hasPrior, referent: (name, at) => (name.startsWith('$') ? globalReferent(pack, name, at) : found(pack, object, name, at)) };
}

const lineOf = (element: Element, at: number): number => element.line + (element.text.slice(0, at).match(/\n/g)?.length ?? 0);

/** One formula: can it be read, do all names exist, do the kinds fit, and does it give what its place needs? */
export function* formulaFindings(path: string, element: Element | undefined, scope: Scope, needed: Kind): Generator<Finding> {
  if (!element) return;
  if (element.text.trim().length > longestFormula) yield finding(path, element, `The formula is ${element.text.trim().length} characters long; Salesforce takes ${longestFormula}.`, 'Shorten it or split it over fields.');
  try {
    const kind = kindOf(formulaTree(element.text), scope);
    const asText = (each: Kind): Kind => (each === 'longtext' ? 'text' : each);
    if (![kind, needed].some((each) => each === 'unknown' || each === 'null') && asText(kind) !== asText(needed)) yield finding(path, element, `The formula gives ${kind} where ${needed} is needed.`, 'Convert the result, for example by TEXT or VALUE, or change the type.');
  } catch (problem) {
    if (!(problem instanceof FormulaProblem)) throw problem;
    yield finding(path, lineOf(element, problem.at), `In the formula ${problem.message}${/[.?]$/.test(problem.message) ? '' : '.'}`, 'Correct the formula: Salesforce refuses to save it.');
  }
}
