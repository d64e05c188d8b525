import type { Draft } from './deploy-draft.ts';
import { fieldOn, type Found } from './named-fields.ts';
import type { ObjectSchema } from './org.ts';
import { children, text, type XmlNode } from './xml.ts';

const operators: readonly string[] = ['CONTAINS', 'EQUAL', 'GE', 'GT', 'LE', 'LT', 'NE'];

/**
 * What a deployment refuses in the rule by which a component is shown: a field that is none, an unknown permission, a comparison or numbering
 * that is none. The first is told in the platform's words; the words of the others are ours (U-248).
 */
export function visibilityProblems(draft: Draft, object: ObjectSchema | undefined, rule: XmlNode): Found[] {
  const criteria = children(rule, 'criteria');
  const filter = text(rule, 'booleanFilter') ?? '';
  const beyond = [...filter.matchAll(/\d+/g)].map(([number]) => Number(number)).filter((number) => number < 1 || number > criteria.length);
  return [
    ...(criteria.length === 0 ? [{ message: 'visibilityRule: it needs at least one of criteria', at: '<visibilityRule>' }] : []),
    ...beyond.map((number) => ({ message: `visibilityRule-booleanFilter: there is no criterion ${number}`, at: `<booleanFilter>${filter}<` })),
    ...criteria.flatMap((each) => criterionProblems(draft, object, each)),
  ];
}

function criterionProblems(draft: Draft, object: ObjectSchema | undefined, criterion: XmlNode): Found[] {
  const [left, operator] = [text(criterion, 'leftValue') ?? '', text(criterion, 'operator') ?? ''];
  return [
    ...(operators.includes(operator) ? [] : [{ message: `visibilityRule-operator: Invalid value specified: ${operator}`, at: `<operator>${operator}<` }]),
    ...leftProblems(draft, object, left).map((message) => ({ message, at: `<leftValue>${left}<` })),
  ];
}

function leftProblems(draft: Draft, object: ObjectSchema | undefined, left: string): string[] {
  const [, global = '', path = ''] = /^\{!(\$?\w+)\.([\w.]+)\}$/.exec(left) ?? [];
  switch (global) {
    case 'Record':
      return recordFieldProblems(draft, object, path);
    case '$User':
      return fieldExists(draft, draft.schema.get('User'), path.split('.')) ? [] : [unread(`$User.${path}`)];
    case '$Permission': {
      const [kind, name = ''] = path.split('.');
      if (kind === 'StandardPermission') return [];
      return kind === 'CustomPermission' && draft.customPermissions.has(name) ? [] : [`visibilityRule-leftValue: no CustomPermission named ${name} found`];
    }
    case '$Client':
      return path === 'FormFactor' ? [] : [unread(`$Client.${path}`)];
    default:
      return [`visibilityRule-leftValue: Invalid value specified: ${left}`];
  }
}

/** `Status__c`, `Recipient__r.Status__c` of the record a page shows; a page without a record has none. */
export function recordFieldProblems(draft: Draft, object: ObjectSchema | undefined, path: string): string[] {
  return fieldExists(draft, object, path.split('.')) ? [] : [unread(`Record.${path}`)];
}

const unread = (path: string): string => `Something went wrong. We couldn't retrieve or load the information on the field: ${path}.`;

/** Of a standard object the sandbox knows only some fields, so that it judges custom ones alone there. */
function fieldExists(draft: Draft, object: ObjectSchema | undefined, [name = '', ...rest]: readonly string[]): boolean {
  if (!object) return false;
  if (rest.length === 0) return fieldOn(object, name) !== undefined || (!object.custom && !name.endsWith('__c'));
  const lookup = [...object.fields.values()].find((field) => field.parentRelationship === name);
  return (lookup?.referenceTo ?? []).some((target) => target === '*' || fieldExists(draft, draft.schema.get(target), rest));
}
