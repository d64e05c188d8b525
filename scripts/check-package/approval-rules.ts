import { familyOf, resolveField, unknownValues } from './field-paths.ts';
import { filterLogicFindings, filterValueFindings } from './filter-rules.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** Which list of a workflow file an action of a type is found in. */
const actionLists: Readonly<Record<string, string>> = { FieldUpdate: 'fieldUpdates', Alert: 'alerts', Task: 'tasks', OutboundMessage: 'outboundMessages', FlowAction: 'flowActions' };
const actionGroups = ['initialSubmissionActions', 'finalApprovalActions', 'finalRejectionActions', 'recallActions', 'approvalActions', 'rejectionActions'];
/** Approvers and submitters that name somebody of one org. */
const ofOneOrg: ReadonlySet<string> = new Set(['user', 'queue', 'group', 'role', 'roleSubordinates']);

const actionsIn = (root: Element): readonly Element[] => [...elementsOf(root)].filter(({ name }) => actionGroups.includes(name)).flatMap((group) => childrenOf(group, 'action'));

function* actionFindings(pack: Package, path: string, object: string, root: Element): Generator<Finding> {
  const workflow = pack.named('workflow', object);
  for (const action of actionsIn(root)) {
    const [name, type] = [childOf(action, 'name'), textOf(action, 'type')];
    const known = childrenOf(workflow?.root, actionLists[type] ?? '').map((each) => textOf(each, 'fullName'));
    if (!known.includes(textOf(name))) yield finding(path, name, `There is no ${type} ${textOf(name)} in the workflow of ${object}.${nearest(textOf(name), known)}`, `Add it to workflows/${object}.workflow-meta.xml.`);
  }
}

function* criteriaFindings(pack: Package, path: string, object: string, root: Element): Generator<Finding> {
  for (const criteria of [...elementsOf(root)].filter(({ name }) => name === 'entryCriteria')) {
    const items = childrenOf(criteria, 'criteriaItems');
    for (const item of items) {
      const named = childOf(item, 'field');
      const resolved = resolveField(pack, object, textOf(named).replace(`${object}.`, ''));
      if ('wrong' in resolved) yield finding(path, named, `The criteria compare a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
      else yield* filterValueFindings(path, childOf(item, 'value'), resolved.field);
    }
    yield* filterLogicFindings(path, childOf(criteria, 'booleanFilter'), items.length);
  }
}

function* processFindings(pack: Package, { path, name, root }: MetadataFile): Generator<Finding> {
  const [object = ''] = name.split('.');
  if (!pack.objects.has(object)) yield finding(path, 1, `The process approves ${object}, which does not exist here.${nearest(object, pack.objects.keys())}`, 'Name the file Object__c.Process_Name.');
  if (isTrue(root, 'active')) yield finding(path, childOf(root, 'active'), 'The process ships active, and can\'t be changed after that.', 'Set <active> to false: the customer activates it with approvers of their own.');
  for (const shown of childrenOf(childOf(root, 'approvalPageFields'), 'field')) {
    const resolved = resolveField(pack, object, textOf(shown) === 'Owner' ? 'OwnerId' : textOf(shown));
    if ('wrong' in resolved) yield finding(path, shown, `The approval page shows a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
  }
  for (const who of [...elementsOf(root)].filter((each) => each.name === 'approver' || each.name === 'allowedSubmitters')) if (ofOneOrg.has(textOf(who, 'type'))) yield finding(path, childOf(who, 'type'), `The process names a ${textOf(who, 'type')} of one org.`, 'Use adhoc, owner, creator or a user field.');
  for (const template of [...elementsOf(root)].filter((each) => each.name === 'emailTemplate')) yield finding(path, template, `The email template ${textOf(template)} is not in the package.`, 'Leave it out: Salesforce uses its own.');
  yield* actionFindings(pack, path, object, root);
  yield* criteriaFindings(pack, path, object, root);
  const steps = new Set<string>();
  for (const step of childrenOf(root, 'approvalStep')) {
    const named = childOf(step, 'name');
    if (steps.has(textOf(named))) yield finding(path, named, `The step ${textOf(named)} stands twice.`, 'Give each its own name.');
    steps.add(textOf(named));
  }
}

function* workflowFindings(pack: Package, { path, name, root }: MetadataFile): Generator<Finding> {
  if (!pack.objects.has(name)) yield finding(path, 1, `The workflow belongs to ${name}, which does not exist here.${nearest(name, pack.objects.keys())}`, 'Name the file after its object.');
  const used = new Set(pack.ofType('approvalProcess').filter((process) => process.name.startsWith(`${name}.`)).flatMap((process) => actionsIn(process.root)).map((action) => textOf(action, 'name')));
  for (const update of childrenOf(root, 'fieldUpdates')) {
    const named = childOf(update, 'field');
    const resolved = resolveField(pack, name, textOf(named));
    const literal = childOf(update, 'literalValue');
    if ('wrong' in resolved) yield finding(path, named, `The update writes a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
    else {
      for (const unknown of literal ? unknownValues(resolved.field, [textOf(literal)]) : []) yield finding(path, literal, `"${unknown}" is no value of ${resolved.field.name}.${nearest(unknown, resolved.field.values ?? [])}`, 'Use one of the picklist\'s values.');
      if (resolved.field.isFormula) yield finding(path, named, `${resolved.field.name} is a formula, which nothing can write.`, 'Write another field.');
      if (literal && textOf(update, 'operation') !== 'Literal') yield finding(path, literal, `A literal value stands where the operation is ${textOf(update, 'operation')}.`, 'Set <operation> to Literal.');
      if (!literal && textOf(update, 'operation') === 'Literal' && familyOf(resolved.field) !== 'boolean') yield finding(path, childOf(update, 'operation'), 'The operation Literal lacks <literalValue>.', 'Add it, or use Null.');
    }
    if (!used.has(textOf(update, 'fullName'))) yield finding(path, childOf(update, 'fullName'), `No approval process uses the field update ${textOf(update, 'fullName')}.`, 'Use it or remove it: its name would be for ever.');
  }
  for (const template of [...elementsOf(root)].filter((each) => each.name === 'template')) yield finding(path, template, `The email template ${textOf(template)} is not in the package.`, 'Tell people by a notification.');
  for (const rule of childrenOf(root, 'rules')) yield finding(path, rule, 'A workflow rule can no longer be made.', 'Use a flow.');
}

/** Approval processes and the field updates they carry out. */
export function* approvalFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('approvalProcess')) yield* processFindings(pack, file);
  for (const file of pack.ofType('workflow')) yield* workflowFindings(pack, file);
}
