import { hasAddress } from './access.ts';
import { dashboardProblems } from './dashboard-problems.ts';
import type { Draft } from './deploy-draft.ts';
import { FormulaError } from './formula-error.ts';
import { formulaReferences } from './formula.ts';
import { listedProblems } from './listed-problems.ts';
import { type Component, lineOf } from './metadata-components.ts';
import { fieldOn, type Found, named } from './named-fields.ts';
import type { ObjectSchema, User } from './org.ts';
import { reportProblems } from './report-problems.ts';
import { reportTypeProblems } from './report-type-problems.ts';
import { screenProblems } from './screen-problems.ts';
import { child, children, flag, text, texts, type XmlNode } from './xml.ts';

interface Problem {
  readonly message: string;
  readonly line?: number;
}

/** References of one deployed component that lead nowhere. Everything else of a real deployment's checks is not imitated. */
export function problemsOf(draft: Draft, component: Component, users: readonly User[]): Problem[] {
  const found = [...listedProblems(component), ...messagesOf(draft, component), ...screenProblems(draft, component), ...analyticsProblems(draft, component, users)];
  return found.map(({ message, at }) => {
    const line = at === undefined ? undefined : lineOf(component, at);
    return { message, ...(line === undefined ? {} : { line }) };
  });
}

function messagesOf(draft: Draft, { type, fullName, node }: Component): Found[] {
  const object = draft.schema.get(fullName.split('.')[0] ?? '');
  switch (type) {
    case 'CustomField':
      return fieldProblems(draft, object, node);
    case 'ValidationRule':
      return [...formulaProblems(draft, object, text(node, 'errorConditionFormula') ?? ''), ...named(object, text(node, 'errorDisplayField'))];
    case 'PermissionSet':
      return permissionProblems(draft, node);
    case 'Flow':
      return flowProblems(draft, node);
    case 'ApprovalProcess':
      return approvalProblems(draft, object, fullName, node);
    case 'WorkflowFieldUpdate':
      return [...named(object, text(node, 'field')), ...formulaProblems(draft, object, text(node, 'formula') ?? '')];
    default:
      return [];
  }
}

function analyticsProblems(draft: Draft, { type, fullName, node }: Component, users: readonly User[]): Found[] {
  switch (type) {
    case 'ReportType':
      return reportTypeProblems(draft, node);
    case 'Report':
      return reportProblems(draft, fullName, node);
    case 'Dashboard':
      return dashboardProblems(draft, fullName, node, users);
    case 'EmailTemplate':
      return templateProblems(draft, fullName);
    default:
      return [];
  }
}

/** The words of the platform are those it has for reports (U-302). */
function templateProblems(draft: Draft, fullName: string): Found[] {
  const folder = fullName.split('/').slice(0, -1).join('/');
  return folder === 'unfiled$public' || draft.others.has(`EmailFolder:${folder}`) ? [] : [{ message: `Cannot find folder:${folder}` }];
}

function fieldProblems(draft: Draft, object: ObjectSchema | undefined, node: XmlNode): Found[] {
  const missing = texts(node, 'referenceTo').filter((name) => !draft.schema.has(name));
  const problems: Found[] = missing.map((name) => ({ message: `referenceTo value of '${name}' does not resolve to a valid sObject type`, at: `<referenceTo>${name}` }));
  if (text(node, 'type') === 'Lookup' && text(node, 'deleteConstraint') === 'SetNull' && flag(node, 'required')) problems.push({ message: 'Must specify either cascade delete or restrict delete for required lookup foreign key', at: '<deleteConstraint>' });
  return [...problems, ...formulaProblems(draft, object, text(node, 'formula') ?? '')];
}

/** Whether a formula reads and what it names exists. */
function formulaProblems(draft: Draft, object: ObjectSchema | undefined, formula: string): Found[] {
  if (formula === '' || !object) return [];
  try {
    const { fields, permissions, unknownFunctions, globals } = formulaReferences(formula);
    return [
      ...fields.filter((path) => !pathExists(draft, object, path.split('.'))).map((path) => ({ message: `Field ${path} does not exist. Check spelling.`, at: path })),
      ...permissions.filter((name) => !draft.customPermissions.has(name)).map((name) => ({ message: `Field $Permission.${name} does not exist. Check spelling.`, at: name })),
      ...unknownFunctions.map((name) => ({ message: `Unknown function ${name}. Check spelling.`, at: name })),
      ...globals.filter((path) => !settingExists(draft, path)).map((path) => ({ message: `Field ${path} does not exist. Check spelling.`, at: path })),
    ];
  } catch (error) {
    if (error instanceof FormulaError) return [{ message: `Error: Syntax error. ${error.message}`, at: formula.split('\n')[0]?.slice(0, 20) ?? '' }];
    throw error;
  }
}

function settingExists(draft: Draft, path: string): boolean {
  const [global, object = '', field = ''] = path.split('.');
  return global !== '$Setup' || draft.schema.get(object)?.fields.has(field) === true;
}

function pathExists(draft: Draft, object: ObjectSchema, [name = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return fieldOn(object, name) !== undefined;
  const [head = ''] = name.split(':');
  const lookup = [...object.fields.values()].find((field) => field.parentRelationship?.toLowerCase() === head.toLowerCase());
  return (lookup?.referenceTo ?? []).some((target) => {
    const parent = draft.schema.get(target);
    return target === '*' || (parent !== undefined && pathExists(draft, parent, rest));
  });
}

function permissionProblems(draft: Draft, node: XmlNode): Found[] {
  const problems: Found[] = [];
  for (const each of children(node, 'objectPermissions')) {
    const name = text(each, 'object') ?? '';
    if (!draft.schema.has(name)) problems.push({ message: `In field: object - no CustomObject named ${name} found`, at: `<object>${name}<` });
  }
  for (const each of children(node, 'fieldPermissions')) problems.push(...fieldPermissionProblems(draft, each));
  for (const each of children(node, 'customPermissions')) {
    const name = text(each, 'name') ?? '';
    if (!draft.customPermissions.has(name)) problems.push({ message: `In field: customPermission - no CustomPermission named ${name} found`, at: `<name>${name}<` });
  }
  return problems;
}

function fieldPermissionProblems(draft: Draft, node: XmlNode): Found[] {
  const path = text(node, 'field') ?? '';
  const at = `<field>${path}<`;
  const [objectName = '', name = ''] = path.split('.');
  const fields = draft.schema.get(objectName)?.fields;
  const field = fields?.get(name);
  if (fields && hasAddress(fields.keys(), name)) return [];
  if (!field) return [{ message: `In field: field - no CustomField named ${path} found`, at }];
  if (field.required || field.masterDetail === true) return [{ message: `You cannot deploy to a required field: ${path}`, at }];
  if (field.readOnly && flag(node, 'editable')) return [{ message: `Field ${path} is not editable`, at }];
  return [];
}

const dataElements = ['recordCreates', 'recordUpdates', 'recordLookups', 'recordDeletes', 'start'] as const;

function flowProblems(draft: Draft, node: XmlNode): Found[] {
  const problems: Found[] = [];
  const record = draft.schema.get(text(child(node, 'start') ?? {}, 'object') ?? '');
  for (const element of dataElements.flatMap((tag) => children(node, tag))) {
    const name = text(element, 'object');
    const object = name === undefined ? record : draft.schema.get(name);
    if (name !== undefined && !object) problems.push({ message: `${name} isn't a valid value for the object field`, at: `<object>${name}<` });
    if (!object || (name === undefined && text(element, 'inputReference') !== '$Record')) continue;
    for (const each of [...children(element, 'filters'), ...children(element, 'inputAssignments')]) problems.push(...flowField(object, text(each, 'field')));
    for (const field of texts(element, 'queriedFields')) problems.push(...flowField(object, field));
  }
  if (record) problems.push(...recordReferences(draft, record, JSON.stringify(node)));
  return [...problems, ...connectorProblems(node)];
}

function flowField(object: ObjectSchema, name: string | undefined): Found[] {
  if (name === undefined || fieldOn(object, name)) return [];
  return [{ message: `The field "${name}" for the object "${object.name}" doesn't exist.`, at: `<field>${name}<` }];
}

/** `$Record.Field` and `$Record__Prior.Field` wherever they stand. */
function recordReferences(draft: Draft, record: ObjectSchema, xml: string): Found[] {
  const paths = new Set([...xml.matchAll(/\$Record(?:__Prior)?\.(\w+(?:\.\w+)*)/g)].map(([, path = '']) => path));
  return [...paths].filter((path) => !pathExists(draft, record, path.split('.'))).map((path) => ({ message: `The element $Record.${path} refers to a field that doesn't exist on ${record.name}.`, at: `$Record.${path}` }));
}

function connectorProblems(node: XmlNode): Found[] {
  const names = new Set<string>();
  for (const tag of Object.keys(node)) for (const each of children(node, tag)) names.add(text(each, 'name') ?? '');
  const targets = [...JSON.stringify(node).matchAll(/"targetReference":\["([^"]+)"\]/g)].map(([, name = '']) => name);
  return [...new Set(targets)].filter((name) => !names.has(name)).map((name) => ({ message: `The connector's target "${name}" doesn't exist.`, at: `<targetReference>${name}<` }));
}

function approvalProblems(draft: Draft, object: ObjectSchema | undefined, fullName: string, node: XmlNode): Found[] {
  const name = fullName.split('.')[0] ?? '';
  if (!object) return [{ message: `Entity of type 'CustomObject' named '${name}' cannot be found` }];
  const pageFields = children(node, 'approvalPageFields').flatMap((each) => texts(each, 'field'));
  const steps = children(node, 'approvalStep');
  const criteria = [node, ...steps].flatMap((each) => children(each, 'entryCriteria'));
  const items = criteria.flatMap((each) => children(each, 'criteriaItems')).map((each) => (text(each, 'field') ?? '').split('.').at(-1) ?? '');
  const formulas = criteria.flatMap((each) => text(each, 'formula') ?? []);
  const places = [node, ...steps].flatMap((each) => ['initialSubmissionActions', 'finalApprovalActions', 'finalRejectionActions', 'recallActions', 'approvalActions', 'rejectionActions'].flatMap((tag) => children(each, tag)));
  const actions = places.flatMap((each) => children(each, 'action')).filter((each) => text(each, 'type') === 'FieldUpdate').map((each) => text(each, 'name') ?? '');
  return [
    ...[...pageFields, ...items].flatMap((each) => named(object, each)),
    ...formulas.flatMap((each) => formulaProblems(draft, object, each)),
    ...actions.filter((each) => !draft.workflowFieldUpdates.has(`${name}.${each}`)).map((each) => ({ message: `In field: action - no WorkflowFieldUpdate named ${name}.${each} found`, at: `<name>${each}<` })),
  ];
}
