import { resolveField } from './field-paths.ts';
import { filterLogicFindings, filterValueFindings } from './filter-rules.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, textOf } from './xml-tree.ts';

/** How list views spell the standard fields of a custom object. */
const standardColumns: Readonly<Record<string, string>> = { NAME: 'Name', 'OWNER.ALIAS': 'OwnerId', 'OWNER.FIRST_NAME': 'OwnerId', 'OWNER.LAST_NAME': 'OwnerId', CREATED_DATE: 'CreatedDate', 'CREATEDBY_USER.ALIAS': 'CreatedById', CREATEDBY_USER: 'CreatedById', LAST_UPDATE: 'LastModifiedDate', 'UPDATEDBY_USER.ALIAS': 'LastModifiedById', UPDATEDBY_USER: 'LastModifiedById', LAST_ACTIVITY: 'LastActivityDate' };

function* viewFindings(pack: Package, { path, object, root }: MetadataFile): Generator<Finding> {
  const resolve = (name: string) => (name in standardColumns || name.includes('__') ? resolveField(pack, object, standardColumns[name] ?? name) : { wrong: `list views know no field ${name}` });
  const columns = childrenOf(root, 'columns');
  for (const column of columns) {
    const resolved = resolve(textOf(column));
    if ('wrong' in resolved) yield finding(path, column, `The list shows a field that is not there: ${resolved.wrong}.`, 'Name a field of the object; standard ones are spelled NAME, OWNER.ALIAS, LAST_UPDATE.');
  }
  for (const column of columns.slice(15)) yield finding(path, column, 'A list has 15 columns; this is one more.', 'Take it off.');
  const filters = childrenOf(root, 'filters');
  for (const filter of filters) {
    const named = childOf(filter, 'field');
    const resolved = resolve(textOf(named));
    if ('wrong' in resolved) yield finding(path, named, `The list filters by a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
    else if (resolved.field.type === 'LongTextArea') yield finding(path, named, `${resolved.field.name} is long text, which can't be filtered by.`, 'Use another field.');
    else yield* filterValueFindings(path, childOf(filter, 'value'), resolved.field);
  }
  for (const filter of filters.slice(10)) yield finding(path, filter, 'A list has ten filters; this is one more.', 'Take it out.');
  yield* filterLogicFindings(path, childOf(root, 'booleanFilter'), filters.length);
  const queue = childOf(root, 'queue') ?? childOf(root, 'sharedTo');
  if (queue) yield finding(path, queue, 'The list belongs to a queue or group, which does not travel in a package.', 'Show it to everybody who sees the object.');
}

/** List views: fields and values that exist. */
export function* listViewFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('listView')) yield* viewFindings(pack, file);
}
