import { sees } from './access.ts';
import { GraphqlFault } from './graphql-fault.ts';
import { orderOf } from './graphql-order.ts';
import { connectionResolver } from './graphql-connection.ts';
import { type Asked, askedFields, type Checking, leaf, noSuchField, objectResolver, onlyArguments, type Resolve, wrongType } from './graphql-selection.ts';
import { wordOf } from './graphql-values.ts';
import { whereOf } from './graphql-where.ts';
import { apiName } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Row } from './org.ts';
import { columnAt } from './soql-columns.ts';
import { uiValue } from './ui-field-value.ts';
import { uiChildren, uiField, uiParent, uiParentRow } from './ui-objects.ts';

/** How far a selection has gone from the object the query asks for. */
interface Depth {
  readonly parents: number;
  readonly children: number;
}

const deepestParent = 5;
/** A mutation's `Record` has neither parents nor children. */
export const flat: Depth = { parents: Infinity, children: Infinity };
const start: Depth = { parents: 0, children: 0 };

/** `Payment_Request__c(where:, orderBy:, first:, after:, upperBound:, scope:)` of a query: all records that the user may see. */
export function recordsResolver(checking: Checking, asked: Asked, object: ObjectSchema): () => unknown {
  const { org } = checking.asking;
  const read = connection(checking, asked, object, start);
  return () => read(org.rows(object.name).values());
}

const connectionArguments = ['first', 'after', 'upperBound', 'where', 'orderBy', 'scope'];

function connection(checking: Checking, asked: Asked, object: ObjectSchema, depth: Depth): Resolve<Iterable<Row>> {
  const type = apiName(checking.asking.org.namespace, object);
  onlyArguments(checking, asked, connectionArguments);
  const chosen = chosenRows(checking, asked, object);
  const compare = orderOf(checking, asked, object);
  const page = connectionResolver<Row>(checking, asked, type, (field) => recordResolver(checking, field, object, depth));
  return (candidates) => page(chosen(candidates).sort(compare));
}

/** Live rows among the candidates that the user may see, in the scope and by the filter asked for. */
export function chosenRows(checking: Checking, asked: Asked, object: ObjectSchema): (candidates: Iterable<Row>) => Row[] {
  const { org, by } = checking.asking;
  const matches = whereOf(checking, asked, object);
  const scope = asked.args['scope'] === undefined || asked.args['scope'] === null ? 'EVERYTHING' : wordOf(asked.args['scope']);
  if (scope !== 'EVERYTHING' && scope !== 'MINE') wrongType(checking, asked, 'scope', 'is not a scope of this object in the sandbox org, which knows EVERYTHING and MINE');
  return (candidates) => {
    const found: Row[] = [];
    for (const row of candidates) {
      if (row['IsDeleted'] !== true && (scope !== 'MINE' || row['OwnerId'] === by.id) && matches(row) && sees(org, by, object, row)) found.push(row);
    }
    return found;
  };
}

/** A record: its id and name of its object as they are, fields as wrappers, parents as records, children as connections. */
export function recordResolver(checking: Checking, asked: Asked, object: ObjectSchema, depth: Depth): Resolve<Row> {
  const type = apiName(checking.asking.org.namespace, object);
  return objectResolver<Row>(checking, asked, type, (field) => memberResolver(checking, field, object, type, depth), (on) => on === type || on === 'Record');
}

function memberResolver(checking: Checking, asked: Asked, object: ObjectSchema, type: string, depth: Depth): Resolve<Row> | undefined {
  const { org, by } = checking.asking;
  if (asked.name === 'Id') return leaf(checking, asked, 'ID', (row) => row['Id'] ?? null);
  if (asked.name === 'ApiName') return leaf(checking, asked, 'String', () => type);
  if (asked.name === 'WeakEtag') return leaf(checking, asked, 'Long', (row) => Date.parse(String(row['LastModifiedDate'])));
  if (asked.name === 'DisplayValue') return leaf(checking, asked, 'String', (row) => row['Name'] ?? null);
  const field = uiField(org, by, object, asked.name);
  if (field) {
    onlyArguments(checking, asked, []);
    const { read } = columnAt(checking.asking, object, [asked.name]);
    const wrapper = valueResolver(checking, asked, field);
    return (row) => wrapper(read(row));
  }
  const parent = uiParent(org, by, object, asked.name);
  if (parent) return depth === flat ? notInMutations(checking, asked) : parentResolver(checking, asked, parent.lookup, parent.targets, depth);
  const child = uiChildren(org, by, object, asked.name);
  if (child) return depth === flat ? notInMutations(checking, asked) : childrenResolver(checking, asked, child, depth);
  return noSuchField(checking, asked, type);
}

function notInMutations(checking: Checking, asked: Asked): undefined {
  checking.faults.push(new GraphqlFault('ValidationError', `Field '${asked.name}' is not currently available in mutation results`, asked.at, asked.path));
  return undefined;
}

/** `{ value displayValue label }`; picklists alone have labels. */
export function valueResolver(checking: Checking, asked: Asked, field: FieldSchema): Resolve<FieldValue> {
  const type = `${field.type}Value`;
  return objectResolver<FieldValue>(checking, asked, type, (part) => {
    if (part.name === 'value') return leaf(checking, part, field.type, (stored) => uiValue(field, stored).value);
    if (part.name === 'displayValue') return leaf(checking, part, 'String', (stored) => uiValue(field, stored).displayValue);
    if (part.name === 'label' && field.picklist) return leaf(checking, part, 'String', (stored) => uiValue(field, stored).displayValue);
    return noSuchField(checking, part, type);
  });
}

function parentResolver(checking: Checking, asked: Asked, lookup: FieldSchema, targets: readonly ObjectSchema[], depth: Depth): Resolve<Row> | undefined {
  const { org, by } = checking.asking;
  const deeper = { ...depth, parents: depth.parents + 1 };
  if (deeper.parents > deepestParent) {
    checking.faults.push(new GraphqlFault('ValidationError', `A query goes through at most ${deepestParent} levels of parents`, asked.at, asked.path));
    return undefined;
  }
  if ((lookup.referenceTo ?? []).length > 1) refuseBareFields(checking, asked, targets);
  const readers = new Map(targets.map((target) => [target, recordResolver(checking, lookup.referenceTo?.length === 1 ? asked : onlyFragments(asked), target, deeper)]));
  return (row) => {
    const found = uiParentRow(org, by, lookup, targets, row);
    return found ? (readers.get(found.object)?.(found.row) ?? null) : null;
  };
}

/** A parent of several possible objects is a union: only `... on User { }` and `__typename` can be asked (U-255). */
function refuseBareFields(checking: Checking, asked: Asked, targets: readonly ObjectSchema[]): void {
  const bare = askedFields(checking, asked.selections ?? [], asked.path, () => false).filter(({ name }) => name !== '__typename');
  if (targets.length > 0) for (const each of bare) noSuchField(checking, each, `${asked.name}_Union`);
}

function onlyFragments(asked: Asked): Asked {
  return asked.selections ? { ...asked, selections: asked.selections.filter((each) => each.kind !== 'field' || each.name === '__typename') } : asked;
}

function childrenResolver(checking: Checking, asked: Asked, { object, lookup }: { readonly object: ObjectSchema; readonly lookup: FieldSchema }, depth: Depth): Resolve<Row> | undefined {
  // U-256: as in SOQL, only the object asked for has children in the answer, neither its children nor its parents.
  if (depth.children > 0 || depth.parents > 0) {
    checking.faults.push(new GraphqlFault('ValidationError', 'A query goes from the object it asks for to its children, through one level only', asked.at, asked.path));
    return undefined;
  }
  const read = connection(checking, asked, object, { ...depth, children: depth.children + 1 });
  return (row) => read(checking.asking.org.related(object.name, lookup.name, String(row['Id'])));
}
