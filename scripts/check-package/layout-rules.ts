import { resolveField } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** How layouts spell standard columns of related lists. */
const standardColumns: ReadonlySet<string> = new Set(['NAME', 'OWNER.ALIAS', 'CREATED_DATE', 'LAST_UPDATE', 'CREATEDBY_USER', 'UPDATEDBY_USER', 'CREATEDBY_USER.ALIAS', 'UPDATEDBY_USER.ALIAS']);
/** The same for children that are standard objects, which spell all of their columns so. */
const standardChildColumns: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ['OPPORTUNITY.NAME', 'OPPORTUNITY.STAGE_NAME', 'OPPORTUNITY.AMOUNT', 'OPPORTUNITY.CLOSE_DATE', 'OPPORTUNITY.PROBABILITY', 'OPPORTUNITY.TYPE', 'ACCOUNT.NAME', 'CORE.USERS.ALIAS'],
};
const standardLists: ReadonlySet<string> = new Set(['RelatedProcessHistoryList', 'RelatedEntityHistoryList', 'RelatedNoteList', 'RelatedFileList', 'RelatedContentNoteList', 'RelatedActivityList', 'RelatedHistoryList', 'RelatedContentList', 'RelatedAttachmentList']);

/** Fields a layout calls otherwise than the API does. */
const apiName = (field: string): string => field.replace(/^(Owner)$/, '$1Id');

function* fieldItems(pack: Package, path: string, object: string, root: Element): Generator<Finding> {
  const seen = new Set<string>();
  for (const item of [...elementsOf(root)].filter(({ name }) => name === 'layoutItems')) {
    const named = childOf(item, 'field');
    if (!named) continue;
    const resolved = resolveField(pack, object, apiName(textOf(named)));
    if ('wrong' in resolved) yield finding(path, named, `The layout shows a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
    else if ((resolved.field.isFormula || resolved.field.type === 'AutoNumber') && textOf(item, 'behavior') !== 'Readonly') yield finding(path, childOf(item, 'behavior') ?? named, `${textOf(named)} is computed by Salesforce, so the layout can only show it.`, 'Set <behavior> to Readonly.');
    if (seen.has(textOf(named))) yield finding(path, named, `${textOf(named)} stands twice on the layout.`, 'Keep one.');
    seen.add(textOf(named));
  }
  for (const field of pack.objects.get(object)?.fields.values() ?? []) if (field.required && !seen.has(field.name)) yield finding(path, 1, `The required field ${field.name} is not on the layout: nobody could save the record.`, 'Add it.');
}

function* relatedLists(pack: Package, path: string, object: string, root: Element): Generator<Finding> {
  for (const list of childrenOf(root, 'relatedLists')) {
    const named = childOf(list, 'relatedList');
    const [child = '', lookup = ''] = textOf(named).split('.');
    if (lookup === '') {
      if (!standardLists.has(child)) yield finding(path, named, `There is no related list ${child}.${nearest(child, standardLists)}`, 'Write Object__c.Lookup__c for a custom one.');
      continue;
    }
    const resolved = resolveField(pack, child, lookup);
    if ('wrong' in resolved) yield finding(path, named, `The related list hangs on a field that is not there: ${resolved.wrong}.`, 'Name a lookup that leads to this object.');
    else if (resolved.field.target !== object) yield finding(path, named, `${textOf(named)} leads to ${resolved.field.target ?? 'no object'}, not to ${object}.`, 'Name a lookup that leads to this object.');
    const columns = [...childrenOf(list, 'fields'), ...childrenOf(list, 'sortField')];
    for (const column of columns) {
      const shown = textOf(column).startsWith(`${child}.`) ? textOf(column).slice(child.length + 1) : textOf(column);
      const found = standardColumns.has(shown) || standardChildColumns[child]?.includes(textOf(column)) ? undefined : resolveField(pack, child, shown);
      if (found && 'wrong' in found) yield finding(path, column, `The related list shows a field that is not there: ${found.wrong}.`, `Name a field of ${child}.`);
    }
    for (const column of childrenOf(list, 'fields').slice(10)) yield finding(path, column, 'A related list has ten columns; this is one more.', 'Take it off.');
  }
}

const columnsOf: Readonly<Record<string, number>> = { OneColumn: 1, TwoColumnsLeftToRight: 2, TwoColumnsTopToBottom: 2, CustomLinks: 3 };

function* sectionFindings(path: string, root: Element): Generator<Finding> {
  for (const section of childrenOf(root, 'layoutSections')) {
    const [style, count] = [childOf(section, 'style'), childrenOf(section, 'layoutColumns').length];
    if (columnsOf[textOf(style)] !== count) yield finding(path, style, `The section ${textOf(section, 'label')} is of style ${textOf(style)} and has ${count} columns.`, `Give it ${columnsOf[textOf(style)] ?? 'as many as its style says'}; a column may be empty.`);
  }
}

function* layoutFindings(pack: Package, { path, name, root }: MetadataFile): Generator<Finding> {
  const [object = ''] = name.split('-');
  if (!pack.objects.has(object)) yield finding(path, 1, `The layout is named after ${object}, which does not exist here.${nearest(object, pack.objects.keys())}`, 'Name the file Object__c-Layout Name.');
  yield* sectionFindings(path, root);
  yield* fieldItems(pack, path, object, root);
  yield* relatedLists(pack, path, object, root);
  const actions = pack.ofType('quickAction').map((action) => action.name);
  for (const action of [...elementsOf(root)].filter((each) => each.name === 'quickActionName' || each.name === 'quickActions')) {
    const said = textOf(action);
    if (said.includes('.') && !said.startsWith('FeedItem.') && !actions.includes(said)) yield finding(path, action, `There is no quick action ${said}.${nearest(said, actions)}`, 'Name one of quickActions/.');
  }
}

/** Page layouts: fields, related lists and actions that exist, and every required field in its place. */
export function* allLayoutFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('layout')) yield* layoutFindings(pack, file);
}
