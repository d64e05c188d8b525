import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { stepTags } from './flow-names.ts';
import type { FlowScope } from './flow-values.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** Steps that read or write and can fail: without a fault path the person who saved sees a raw error. */
const canFail: ReadonlySet<string> = new Set(['recordCreates', 'recordUpdates', 'recordDeletes', 'recordLookups', 'actionCalls']);

const stepsOf = (root: Element): readonly Element[] => root.children.filter(({ name }) => stepTags.has(name));
const targetsOf = (element: Element): readonly Element[] => [...elementsOf(element)].filter(({ name }) => name === 'targetReference');
const nameOf = (step: Element): string => textOf(step, 'name');

function* twice({ file }: FlowScope): Generator<Finding> {
  const seen = new Set<string>();
  const named = [...file.root.children, ...childrenOf(file.root, 'decisions').flatMap((decision) => childrenOf(decision, 'rules'))].filter((each) => childOf(each, 'name') && each.name !== 'processMetadataValues');
  for (const each of named) {
    const key = nameOf(each).toLowerCase();
    if (seen.has(key)) yield finding(file.path, childOf(each, 'name'), `The flow has two elements named ${nameOf(each)}.`, 'Give each its own name.');
    seen.add(key);
  }
}

/** Names of the steps that can be reached from some elements. */
function reached(from: readonly Element[], steps: ReadonlyMap<string, Element>): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = from.flatMap(targetsOf).map((target) => textOf(target));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const step = steps.get(name);
    if (names.has(name) || !step) continue;
    names.add(name);
    waiting.push(...targetsOf(step).map((target) => textOf(target)));
  }
  return names;
}

function* connectors({ file }: FlowScope, steps: ReadonlyMap<string, Element>): Generator<Finding> {
  for (const target of targetsOf(file.root)) if (!steps.has(textOf(target))) yield finding(file.path, target, `A connector leads to ${textOf(target)}, which is no step of the flow.${nearest(textOf(target), steps.keys())}`, 'Lead it to an existing step.');
  const start = childOf(file.root, 'start');
  const first = childOf(file.root, 'startElementReference');
  if (first && !steps.has(textOf(first))) yield finding(file.path, first, `The flow starts with ${textOf(first)}, which is no step of it.`, 'Name an existing step.');
  if (!start && !first) yield finding(file.path, file.root, 'The flow has no start.', 'Add <start> with a connector.');
  const begun = [...(start ? [start] : []), ...(steps.get(textOf(first)) ? [steps.get(textOf(first)) as Element] : [])];
  const alive = reached(begun, steps);
  for (const [name, step] of steps) if (!alive.has(name) && name !== textOf(first)) yield finding(file.path, childOf(step, 'name'), `Nothing leads to the step ${name}.`, 'Connect it or remove it.');
}

function* faults({ file }: FlowScope): Generator<Finding> {
  const isBefore = textOf(file.root, 'start', 'triggerType') === 'RecordBeforeSave';
  for (const step of stepsOf(file.root)) {
    if (isBefore && ['recordCreates', 'recordDeletes', 'actionCalls', 'subflows'].includes(step.name)) yield finding(file.path, step, `${nameOf(step)} stands in a flow that runs before saving, which can only change the record itself.`, 'Move it to a flow that runs after saving.');
    if (isBefore && step.name === 'recordUpdates') continue;
    if (canFail.has(step.name) && !childOf(step, 'faultConnector')) yield finding(file.path, childOf(step, 'name') ?? step, `${nameOf(step)} can fail and has no fault path.`, 'Add a <faultConnector> that says what happened and what to do.');
  }
}

/** Inside a loop every read or write is done once per round, and 150 rounds end the transaction. */
function* loops({ file }: FlowScope, steps: ReadonlyMap<string, Element>): Generator<Finding> {
  for (const loop of childrenOf(file.root, 'loops')) {
    const next = childOf(loop, 'nextValueConnector');
    const round = reached(next ? [next] : [], new Map([...steps].filter(([name]) => name !== nameOf(loop))));
    for (const name of round) {
      const step = steps.get(name);
      const back = step && reached([step], steps).has(nameOf(loop));
      if (step && back && canFail.has(step.name)) yield finding(file.path, childOf(step, 'name'), `${name} reads or writes inside the loop ${nameOf(loop)}.`, 'Gather in the loop, and read or write once before or after it.');
    }
  }
}

/** How the steps of a flow hang together. */
export function* flowPathFindings(scope: FlowScope): Generator<Finding> {
  const steps = new Map(stepsOf(scope.file.root).map((step) => [nameOf(step), step] as const));
  yield* twice(scope);
  yield* connectors(scope, steps);
  yield* faults(scope);
  yield* loops(scope, steps);
  for (const variable of childrenOf(scope.file.root, 'variables')) {
    const used = [...elementsOf(scope.file.root)].some((element) => element.children.length === 0 && element.name !== 'name' && new RegExp(`(^|\\{!)${nameOf(variable)}(?![\\w])`).test(element.text.trim()));
    if (!used && !isTrue(variable, 'isInput') && !isTrue(variable, 'isOutput')) yield finding(scope.file.path, childOf(variable, 'name'), `Nothing uses the variable ${nameOf(variable)}.`, 'Remove it.');
  }
}
