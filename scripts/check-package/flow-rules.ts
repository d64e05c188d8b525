import { filterLogicFindings } from './filter-rules.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { flowCallFindings } from './flow-calls.ts';
import { flowNames, triggerObject } from './flow-names.ts';
import { flowPathFindings } from './flow-paths.ts';
import { flowRecordFindings } from './flow-records.ts';
import { flowReferent, lookUp, valueFindings } from './flow-values.ts';
import type { FlowScope } from './flow-values.ts';
import { formulaFindings } from './formula-check.ts';
import type { Scope } from './formula-kinds.ts';
import { FormulaProblem } from './formula-tokens.ts';
import type { Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

function* conditionFindings(scope: FlowScope, condition: Element): Generator<Finding> {
  const left = childOf(condition, 'leftValueReference');
  const found = lookUp(scope, left);
  if ('todo' in found) {
    yield found;
    return;
  }
  const operator = textOf(condition, 'operator');
  const isQuestion = ['IsNull', 'IsChanged', 'WasSet', 'WasSelected', 'WasVisited', 'IsEmpty', 'IsBlank'].includes(operator);
  const isSearch = ['Contains', 'StartsWith', 'EndsWith'].includes(operator);
  const place = isQuestion ? { kind: 'boolean' as const, named: `the question ${operator}` } : { kind: found.kind, named: textOf(left), ...(found.field && !isSearch ? { field: found.field } : {}) };
  yield* valueFindings(scope, childOf(condition, 'rightValue'), place);
}

function* decisionFindings(scope: FlowScope): Generator<Finding> {
  for (const decision of childrenOf(scope.file.root, 'decisions')) {
    for (const rule of childrenOf(decision, 'rules')) {
      const conditions = childrenOf(rule, 'conditions');
      for (const condition of conditions) yield* conditionFindings(scope, condition);
      yield* filterLogicFindings(scope.file.path, childOf(rule, 'conditionLogic'), conditions.length);
    }
  }
}

function* assignmentFindings(scope: FlowScope): Generator<Finding> {
  for (const item of childrenOf(scope.file.root, 'assignments').flatMap((assignment) => childrenOf(assignment, 'assignmentItems'))) {
    const into = childOf(item, 'assignToReference');
    const found = lookUp(scope, into);
    if ('todo' in found) {
      yield found;
      continue;
    }
    const [head = ''] = textOf(into).split('.');
    if (head !== '$Record' && !scope.names.get(head)?.isVariable && !scope.names.get(head)?.object) yield finding(scope.file.path, into, `${textOf(into)} can't be assigned: it is no variable.`, 'Assign a variable.');
    if (found.field?.isFormula) yield finding(scope.file.path, into, `${textOf(into)} is a formula, which nothing can write.`, 'Write another field.');
    const counts = textOf(item, 'operator') === 'AssignCount';
    yield* valueFindings(scope, childOf(item, 'value'), counts || found.isList ? { kind: 'unknown', named: textOf(into) } : { ...found, named: textOf(into), isWritten: true });
  }
}

function* loopFindings(scope: FlowScope): Generator<Finding> {
  for (const list of [...childrenOf(scope.file.root, 'loops'), ...childrenOf(scope.file.root, 'collectionProcessors')].map((each) => childOf(each, 'collectionReference'))) {
    const found = list ? lookUp(scope, list) : undefined;
    if (found && 'todo' in found) yield found;
    else if (found && !found.isList) yield finding(scope.file.path, list, `${textOf(list)} is no list, so nothing can go through it.`, 'Name a collection.');
  }
}

/** `{!Name}` in words of the flow: labels, messages, templates and plain strings. */
function* mergeFindings(scope: FlowScope): Generator<Finding> {
  for (const element of elementsOf(scope.file.root)) {
    if (element.name === 'expression' || element.name === 'filterFormula') continue;
    for (const { 1: reference = '', index } of element.text.matchAll(/\{!([^{}]+)\}/g)) {
      try {
        flowReferent(scope, reference);
      } catch (problem) {
        if (!(problem instanceof FormulaProblem)) throw problem;
        yield finding(scope.file.path, element.line + (element.text.slice(0, index).match(/\n/g)?.length ?? 0), `The text names {!${reference}}: ${problem.message.replace(/[.]$/, '')}.`, 'Name what exists.');
      }
    }
  }
}

function* expressionFindings(scope: FlowScope): Generator<Finding> {
  const formulas: Scope = { hasPrior: scope.object !== '', referent: (name, at) => flowReferent(scope, name, at) };
  for (const formula of childrenOf(scope.file.root, 'formulas')) {
    const expression = childOf(formula, 'expression');
    yield* formulaFindings(scope.file.path, expression, formulas, scope.names.get(textOf(formula, 'name'))?.kind ?? 'unknown');
  }
  yield* formulaFindings(scope.file.path, childOf(scope.file.root, 'start', 'filterFormula'), formulas, 'boolean');
}

/** Objects of record variables, and decimals of numbers. */
function* variableFindings(scope: FlowScope): Generator<Finding> {
  for (const number of [...childrenOf(scope.file.root, 'variables'), ...childrenOf(scope.file.root, 'formulas')]) if (/^(Number|Currency)$/.test(textOf(number, 'dataType')) && !childOf(number, 'scale')) yield finding(scope.file.path, childOf(number, 'dataType'), `${textOf(number, 'name')} does not say how many decimals it has.`, 'Add <scale>.');
  for (const variable of childrenOf(scope.file.root, 'variables')) {
    const named = childOf(variable, 'objectType');
    if (named && !scope.pack.objects.has(textOf(named))) yield finding(scope.file.path, named, `The variable ${textOf(variable, 'name')} holds a ${textOf(named)}, which does not exist here.`, 'Name an object of the package.');
    if (!named && textOf(variable, 'dataType') === 'SObject') yield finding(scope.file.path, childOf(variable, 'dataType'), `The record variable ${textOf(variable, 'name')} does not say of which object.`, 'Add <objectType>.');
  }
}

/** Flows: names, types, steps, records, and whatever they call. */
export function* flowFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('flow')) {
    const scope: FlowScope = { pack, file, names: flowNames(file), object: triggerObject(file) };
    for (const check of [flowRecordFindings, decisionFindings, assignmentFindings, loopFindings, mergeFindings, expressionFindings, variableFindings, flowCallFindings, flowPathFindings]) yield* check(scope);
  }
}
