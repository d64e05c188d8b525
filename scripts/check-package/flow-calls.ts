import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { flowNames } from './flow-names.ts';
import { lookUp, valueFindings } from './flow-values.ts';
import type { FlowScope } from './flow-values.ts';
import type { Kind } from './formula-functions.ts';
import { childOf, childrenOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** Actions a flow here may call, with their inputs; `!` marks what must be given (actions developer guide). */
const actions: Readonly<Record<string, Readonly<Record<string, `${'' | '!'}${Kind}`>>>> = {
  submit: { objectId: '!text', comment: 'text', skipEntryCriteria: 'boolean', submitterId: 'text', processDefinitionNameOrId: 'text', nextApproverIds: 'unknown' },
  customNotificationAction: { customNotifTypeId: '!text', recipientIds: '!unknown', title: '!text', body: '!text', targetId: 'text', targetPageRef: 'text', senderId: 'text' },
  emailSimple: { emailBody: 'text', emailSubject: 'text', emailAddresses: 'text', sendRichBody: 'boolean' },
};

function* actionFindings(scope: FlowScope, call: Element): Generator<Finding> {
  const path = scope.file.path;
  const named = childOf(call, 'actionName');
  const inputs = actions[textOf(named)];
  if (!inputs) {
    yield finding(path, named, `The flow calls the action ${textOf(named)}, which is not known here.${nearest(textOf(named), Object.keys(actions))}`, 'Correct the name, or add the action to scripts/check-package/flow-calls.ts.');
    return;
  }
  if (textOf(call, 'actionType') !== textOf(named)) yield finding(path, childOf(call, 'actionType'), `The action ${textOf(named)} is called as ${textOf(call, 'actionType')}.`, `Write <actionType>${textOf(named)}</actionType>.`);
  const given = childrenOf(call, 'inputParameters');
  for (const input of given) {
    const kind = inputs[textOf(input, 'name')];
    if (!kind) yield finding(path, childOf(input, 'name'), `The action ${textOf(named)} has no input ${textOf(input, 'name')}.${nearest(textOf(input, 'name'), Object.keys(inputs))}`, 'Name one of its inputs.');
    else yield* valueFindings(scope, childOf(input, 'value'), { kind: kind.replace('!', '') as Kind, named: textOf(input, 'name') });
  }
  for (const [name, kind] of Object.entries(inputs)) if (kind.startsWith('!') && !given.some((input) => textOf(input, 'name') === name)) yield finding(path, childOf(call, 'name'), `The action ${textOf(named)} is called without ${name}.`, `Give it ${name}.`);
}

function* subflowFindings(scope: FlowScope, call: Element): Generator<Finding> {
  const path = scope.file.path;
  const named = childOf(call, 'flowName');
  const called = scope.pack.named('flow', textOf(named));
  if (!called) {
    const known = scope.pack.ofType('flow').map(({ name }) => name);
    yield finding(path, named, `The flow calls ${textOf(named)}, which does not exist.${nearest(textOf(named), known)}`, 'Name a flow of this package.');
    return;
  }
  if (childOf(called.root, 'start', 'triggerType')) yield finding(path, named, `${called.name} is started by a record, so no flow can call it.`, 'Call a flow without a trigger.');
  const names = flowNames(called);
  for (const input of childrenOf(call, 'inputAssignments')) {
    const name = textOf(input, 'name');
    const variable = names.get(name);
    if (!variable?.isInput) yield finding(path, childOf(input, 'name'), `${called.name} has no input ${name}.${nearest(name, [...names].filter(([, each]) => each.isInput).map(([each]) => each))}`, 'Name a variable with isInput.');
    else yield* valueFindings(scope, childOf(input, 'value'), { kind: variable.kind, named: name });
  }
  for (const output of childrenOf(call, 'outputAssignments')) {
    const name = textOf(output, 'name');
    if (!names.get(name)?.isOutput) yield finding(path, childOf(output, 'name'), `${called.name} has no output ${name}.`, 'Name a variable with isOutput.');
    const into = lookUp(scope, childOf(output, 'assignToReference'));
    if ('todo' in into) yield into;
  }
}

/** Actions and other flows that a flow calls: they exist, and get what they take. */
export function* flowCallFindings(scope: FlowScope): Generator<Finding> {
  for (const call of childrenOf(scope.file.root, 'actionCalls')) yield* actionFindings(scope, call);
  for (const call of childrenOf(scope.file.root, 'subflows')) yield* subflowFindings(scope, call);
}
