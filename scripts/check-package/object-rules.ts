import { resolveField } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, isTrue, textOf } from './xml-tree.ts';

/** Needed by the kind of object, besides what the declared type demands. */
const needed: Readonly<Record<string, readonly string[]>> = {
  custom: ['label', 'pluralLabel', 'nameField', 'sharingModel', 'deploymentStatus'],
  detail: ['label', 'pluralLabel', 'nameField', 'sharingModel', 'deploymentStatus'],
  setting: ['label', 'customSettingsType', 'visibility'],
  event: ['label', 'pluralLabel', 'eventType', 'publishBehavior', 'deploymentStatus'],
};

const openness: readonly string[] = ['Private', 'Read', 'ReadWrite'];

function* searchLayouts(pack: Package, { path, name, root }: MetadataFile): Generator<Finding> {
  const layouts = childOf(root, 'searchLayouts');
  for (const shown of layouts?.children ?? []) {
    const field = textOf(shown);
    if (!shown.name.endsWith('Fields') || !field.endsWith('__c')) continue;
    const resolved = resolveField(pack, name, field);
    if ('wrong' in resolved) yield finding(path, shown, `The search layout shows a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
  }
}

function* compactLayouts(pack: Package): Generator<Finding> {
  for (const { path, object, root } of pack.ofType('compactLayout')) {
    const shown = childrenOf(root, 'fields');
    for (const field of shown) {
      const resolved = resolveField(pack, object, textOf(field) === 'Owner' ? 'OwnerId' : textOf(field));
      if ('wrong' in resolved) yield finding(path, field, `The compact layout shows a field that is not there: ${resolved.wrong}.`, 'Name a field of this object.');
      else if (resolved.field.type === 'LongTextArea') yield finding(path, field, `${textOf(field)} is long text, which no compact layout shows.`, 'Take it off.');
    }
    for (const field of shown.slice(10)) yield finding(path, field, `A compact layout has ten fields; this is one more.`, 'Take it off.');
  }
}

/** Objects: what each kind needs, and the layouts that belong to it. */
export function* objectFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('object')) {
    const { path, name, root } = file;
    const kind = pack.objects.get(name)?.kind ?? 'custom';
    for (const tag of needed[kind] ?? []) if (!childOf(root, tag)) yield finding(path, root, `${name} lacks <${tag}>.`, `Add it: an object of this kind is refused without it.`);
    const nameType = childOf(root, 'nameField', 'type');
    if (textOf(nameType) === 'AutoNumber' && !/\{0+\}/.test(textOf(root, 'nameField', 'displayFormat'))) yield finding(path, childOf(root, 'nameField', 'displayFormat') ?? nameType, 'The number format has no counter.', 'Write for example PB-{000000}.');
    if (kind === 'detail' && textOf(root, 'sharingModel') !== 'ControlledByParent') yield finding(path, childOf(root, 'sharingModel'), `${name} has a master, so its sharing is its master's.`, 'Write ControlledByParent.');
    const [inside = -1, outside = -1] = ['sharingModel', 'externalSharingModel'].map((tag) => openness.indexOf(textOf(root, tag)));
    if (inside >= 0 && outside > inside) yield finding(path, childOf(root, 'externalSharingModel'), `${name} is more open to people outside than inside.`, 'Make <externalSharingModel> at most as open as <sharingModel>.');
    const trio = ['enableBulkApi', 'enableSharing', 'enableStreamingApi'].map((tag) => childOf(root, tag)).filter((each) => each !== undefined);
    for (const each of trio) if (textOf(each) !== textOf(trio[0])) yield finding(path, each, `<${each.name}> differs from <${trio[0]?.name ?? ''}>: Salesforce knows the three together only.`, 'Give <enableBulkApi>, <enableSharing> and <enableStreamingApi> the same value.');
    if (kind === 'event' && isTrue(root, 'enableSharing')) yield finding(path, childOf(root, 'enableSharing'), 'An event has no sharing.', 'Remove it.');
    const assigned = childOf(root, 'compactLayoutAssignment');
    const layouts = pack.ofType('compactLayout').filter(({ object }) => object === name).map((layout) => layout.name);
    if (assigned && textOf(assigned) !== 'SYSTEM' && !layouts.includes(textOf(assigned))) yield finding(path, assigned, `There is no compact layout ${textOf(assigned)} of ${name}.${nearest(textOf(assigned), layouts)}`, 'Name one of compactLayouts/, or SYSTEM.');
    yield* searchLayouts(pack, file);
  }
  yield* compactLayouts(pack);
}
