import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, isTrue, textOf } from './xml-tree.ts';

/** What each type must say about itself, and what Salesforce allows. */
const needs: Readonly<Record<string, Readonly<Record<string, readonly [least: number, most: number]>>>> = {
  Text: { length: [1, 255] },
  LongTextArea: { length: [256, 131_072], visibleLines: [2, 50] },
  Number: { precision: [1, 18], scale: [0, 17] },
  Currency: { precision: [1, 18], scale: [0, 17] },
  Percent: { precision: [1, 18], scale: [0, 17] },
};

const ofSettings = ['Checkbox', 'Currency', 'Date', 'DateTime', 'Email', 'Number', 'Percent', 'Phone', 'Text', 'TextArea', 'Url'];
const ofEvents = ['Text', 'Number', 'Checkbox', 'Date', 'DateTime', 'LongTextArea'];

function* sizes({ path, root }: MetadataFile): Generator<Finding> {
  const type = textOf(root, 'type');
  const isFormula = childOf(root, 'formula') !== undefined;
  for (const [name, [least, most]] of Object.entries(needs[type] ?? {})) {
    const said = childOf(root, name);
    if (!said && !(isFormula && type === 'Text')) yield finding(path, childOf(root, 'type'), `A field of type ${type} lacks <${name}>.`, `Add <${name}> from ${least} to ${most}.`);
    else if (said && !isFormula && (Number(textOf(said)) < least || Number(textOf(said)) > most)) yield finding(path, said, `<${name}> ${textOf(said)} is outside of ${least} to ${most}.`, 'Choose a size that Salesforce has.');
  }
  if (Number(textOf(root, 'scale')) > Number(textOf(root, 'precision'))) yield finding(path, childOf(root, 'scale'), `There are more decimals (${textOf(root, 'scale')}) than digits (${textOf(root, 'precision')}).`, 'Raise <precision> or lower <scale>.');
  if (type === 'Checkbox' && !isFormula && !childOf(root, 'defaultValue')) yield finding(path, childOf(root, 'type'), 'A checkbox lacks <defaultValue>.', 'Add <defaultValue>false</defaultValue>.');
}

function* lookups(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const type = textOf(root, 'type');
  if (type !== 'Lookup' && type !== 'MasterDetail') return;
  const target = childOf(root, 'referenceTo');
  if (!target) yield finding(path, childOf(root, 'type'), `A ${type} lacks <referenceTo>.`, 'Name the object it leads to.');
  else if (!pack.objects.has(textOf(target))) yield finding(path, target, `The lookup leads to ${textOf(target)}, which does not exist here.${nearest(textOf(target), pack.objects.keys())}`, 'Name an object of the package or a standard object it may use.');
  const constraint = childOf(root, 'deleteConstraint');
  if (isTrue(root, 'required') && textOf(constraint) === 'SetNull') yield finding(path, constraint, 'A required lookup can\'t be emptied when its target is deleted.', 'Use Restrict.');
}

function* keys({ path, root }: MetadataFile): Generator<Finding> {
  const type = textOf(root, 'type');
  for (const mark of ['externalId', 'unique']) {
    if (isTrue(root, mark) && !['Text', 'Number', 'Email', 'AutoNumber'].includes(type)) yield finding(path, childOf(root, mark), `A ${type} can't be <${mark}>.`, 'Only Text, Number and Email can.');
  }
  if (isTrue(root, 'caseSensitive') && !isTrue(root, 'unique')) yield finding(path, childOf(root, 'caseSensitive'), '<caseSensitive> without <unique> has no meaning.', 'Make the field unique or remove it.');
  if (childOf(root, 'formula') && (isTrue(root, 'required') || isTrue(root, 'trackHistory') || isTrue(root, 'unique'))) yield finding(path, childOf(root, 'formula'), 'A formula can be neither required nor unique, and has no history.', 'Set <required>, <unique> and <trackHistory> to false.');
}

function* picklists(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const valueSet = childOf(root, 'valueSet');
  const isPicklist = /Picklist$/.test(textOf(root, 'type'));
  if (!valueSet) {
    if (isPicklist) yield finding(path, childOf(root, 'type'), 'A picklist lacks <valueSet>.', 'Add its values or the name of a global value set.');
    return;
  }
  if (!isPicklist) yield finding(path, valueSet, `A ${textOf(root, 'type')} has a <valueSet>.`, 'Remove it or make the field a Picklist.');
  const shared = childOf(valueSet, 'valueSetName');
  const known = pack.ofType('globalValueSet').map((file) => file.name);
  if (shared && !known.includes(textOf(shared))) yield finding(path, shared, `There is no global value set ${textOf(shared)}.${nearest(textOf(shared), known)}`, 'Name one of globalValueSets/.');
  yield* twiceIn(path, childrenOf(childOf(valueSet, 'valueSetDefinition'), 'value'));
}

function* twiceIn(path: string, values: ReturnType<typeof childrenOf>): Generator<Finding> {
  const seen = new Set<string>();
  for (const value of values) {
    const name = textOf(value, 'fullName');
    if (seen.has(name.toLowerCase())) yield finding(path, value, `The value ${name} stands twice.`, 'Keep one.');
    seen.add(name.toLowerCase());
  }
  for (const value of values.filter((each) => isTrue(each, 'default')).slice(1)) yield finding(path, value, `${textOf(value, 'fullName')} is a second default.`, 'Keep one default.');
}

/** Events and settings take fewer types than records do. */
function* narrowTypes(pack: Package, { path, root, object }: MetadataFile): Generator<Finding> {
  const type = textOf(root, 'type');
  if (pack.objects.get(object)?.kind === 'setting' && !ofSettings.includes(type)) yield finding(path, childOf(root, 'type'), `A custom setting can't have a field of type ${type}.`, `Use one of: ${ofSettings.join(', ')}.`);
  if (pack.objects.get(object)?.kind !== 'event') return;
  if (!ofEvents.includes(type)) yield finding(path, childOf(root, 'type'), `A platform event can't have a field of type ${type}.`, `Use one of: ${ofEvents.join(', ')}.`);
}

function* relationshipNames(pack: Package): Generator<Finding> {
  const seen = new Map<string, string>();
  for (const { path, root } of pack.ofType('field')) {
    const name = childOf(root, 'relationshipName');
    if (!name) continue;
    const key = `${textOf(root, 'referenceTo')} ${textOf(name)}`.toLowerCase();
    const other = seen.get(key);
    if (other) yield finding(path, name, `${textOf(root, 'referenceTo')} already has a child relationship ${textOf(name)}, made by ${other}.`, 'Choose another name.');
    seen.set(key, path);
  }
}

function* history(pack: Package): Generator<Finding> {
  for (const object of pack.ofType('object')) {
    const tracked = pack.ofType('field').filter((field) => field.object === object.name && isTrue(field.root, 'trackHistory'));
    if (tracked.length > 0 && !isTrue(object.root, 'enableHistory')) for (const { path, root } of tracked) yield finding(path, childOf(root, 'trackHistory'), `History is tracked, but ${object.name} keeps none.`, 'Set <enableHistory> of the object to true, or do not track.');
    for (const { path, root } of tracked.slice(20)) yield finding(path, childOf(root, 'trackHistory'), `${object.name} tracks ${tracked.length} fields; Salesforce tracks 20.`, 'Track fewer.');
  }
}

/** What Salesforce demands of a field by its type. */
export function* fieldFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('field')) {
    if (!pack.ofType('object').some(({ name }) => name === file.object) && !pack.objects.get(file.object)?.kind.startsWith('standard')) yield finding(file.path, 1, `The field belongs to ${file.object}, which the package does not define.`, 'Add the object or move the field.');
    for (const check of [sizes(file), lookups(pack, file), keys(file), picklists(pack, file), narrowTypes(pack, file)]) yield* check;
  }
  for (const { path, root } of pack.ofType('globalValueSet')) yield* twiceIn(path, childrenOf(root, 'customValue'));
  yield* relationshipNames(pack);
  yield* history(pack);
}
