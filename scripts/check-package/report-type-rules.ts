import { resolveField } from './field-paths.ts';
import type { Resolved } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** Report types call some standard fields otherwise than the API does. */
const apiNames: Readonly<Record<string, string>> = { Owner: 'OwnerId', CreatedBy: 'CreatedById', LastModifiedBy: 'LastModifiedById' };

/** Follows a table of a report type, `Base__c` or `Base__c.Children__r`, to its object. */
function objectOfTable(pack: Package, table: string): string | undefined {
  const [base = '', ...joins] = table.split('.');
  return joins.reduce<string | undefined>((parent, join) => {
    const child = pack.ofType('field').find(({ root }) => textOf(root, 'referenceTo') === parent && `${textOf(root, 'relationshipName')}__r` === join);
    return child?.object;
  }, base);
}

/** A column of a report type, e.g. `Recipient__c.Name` of a table. */
export function resolveColumn(pack: Package, table: string, path: string): Resolved {
  const object = objectOfTable(pack, table);
  if (object === undefined) return { wrong: `${table} leads to no object` };
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  return resolveField(pack, object, [...steps, apiNames[last] ?? last].join('.'), 'lookups');
}

/** All columns of a custom report type as reports spell them: `Table$Field`. */
export function columnsOf(root: Element): ReadonlySet<string> {
  return new Set([...elementsOf(root)].filter(({ name }) => name === 'columns').map((column) => `${textOf(column, 'table')}$${textOf(column, 'field')}`));
}

/** Custom report types: objects, joins and columns that exist, each once. */
export function* reportTypeFindings(pack: Package): Generator<Finding> {
  for (const { path, root } of pack.ofType('reportType')) {
    const base = childOf(root, 'baseObject');
    if (!pack.objects.has(textOf(base))) yield finding(path, base, `The report type starts at ${textOf(base)}, which does not exist here.${nearest(textOf(base), pack.objects.keys())}`, 'Name an object of this package.');
    const seen = new Set<string>();
    for (const column of [...elementsOf(root)].filter(({ name }) => name === 'columns')) {
      const [field, table] = [childOf(column, 'field'), textOf(column, 'table')];
      const resolved = resolveColumn(pack, table, textOf(field));
      if (!`${table}.`.startsWith(`${textOf(base)}.`)) yield finding(path, childOf(column, 'table'), `The table ${table} is not part of this report type.`, `Use ${textOf(base)} or one of its joins.`);
      else if ('wrong' in resolved) yield finding(path, field, `The report type offers a field that is not there: ${resolved.wrong}.`, 'Name a field; a path steps over lookups: Recipient__c.Name.');
      const key = `${table}$${textOf(field)}`;
      if (seen.has(key)) yield finding(path, field, `${textOf(field)} is offered twice.`, 'Keep one.');
      seen.add(key);
    }
    for (const join of childrenOf(root, 'join')) {
      const relation = childOf(join, 'relationship');
      if (relation && objectOfTable(pack, `${textOf(base)}.${textOf(relation)}`) === undefined) yield finding(path, relation, `${textOf(base)} has no child relationship ${textOf(relation)}.`, 'Write the relationship name of a lookup, with __r.');
    }
  }
}
