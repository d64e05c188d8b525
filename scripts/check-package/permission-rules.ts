import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { FieldShape, MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** What one right on an object brings with it (object reference, ObjectPermissions). */
const implied: Readonly<Record<string, readonly string[]>> = {
  allowCreate: ['allowRead'],
  allowEdit: ['allowRead'],
  allowDelete: ['allowRead', 'allowEdit'],
  viewAllRecords: ['allowRead'],
  modifyAllRecords: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'],
};

/** A field has security of its own unless everybody who sees the record must see it. */
const isSecured = (field: FieldShape): boolean => !field.isStandard && !field.required;

function* objectGrants(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  for (const grant of childrenOf(root, 'objectPermissions')) {
    const named = childOf(grant, 'object');
    const object = pack.objects.get(textOf(named));
    if (!object) yield finding(path, named, `Rights are given on ${textOf(named)}, which does not exist here.${nearest(textOf(named), pack.objects.keys())}`, 'Name an object of this package.');
    else if (object.kind === 'standard') yield finding(path, named, `Rights are given on the standard object ${object.name}: an install ignores them.`, 'Take them out; the install guide tells the admin what to grant.');
    else if (object.kind === 'setting') yield finding(path, named, `${object.name} is a custom setting, which has no object rights.`, 'Use <customSettingAccesses>.');
    for (const [right, others] of Object.entries(implied)) {
      const lacking = others.filter((other) => !isTrue(grant, other));
      if (isTrue(grant, right) && lacking.length > 0) yield finding(path, childOf(grant, right), `<${right}> on ${textOf(named)} without ${lacking.join(', ')} is refused.`, `Set ${lacking.join(', ')} to true as well.`);
    }
    if (isTrue(grant, 'allowDelete') && !isTrue(grant, 'modifyAllRecords')) yield finding(path, childOf(grant, 'allowDelete'), `${textOf(named)} may be deleted; no persona deletes anything here.`, 'Set <allowDelete> to false.');
    if (object?.kind === 'event') for (const right of ['allowEdit', 'allowDelete', 'viewAllRecords', 'modifyAllRecords']) if (isTrue(grant, right)) yield finding(path, childOf(grant, right), `An event can only be received and published, not <${right}>.`, 'Set it to false.');
  }
}

/** Rights on a detail need the same on its master. */
function* masterGrants(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const grants = new Map(childrenOf(root, 'objectPermissions').map((grant) => [textOf(grant, 'object'), grant] as const));
  for (const [name, grant] of grants) {
    const master = [...pack.objects.get(name)?.fields.values() ?? []].find(({ type }) => type === 'MasterDetail')?.target;
    for (const right of master === undefined ? [] : ['allowRead', 'viewAllRecords']) {
      if (isTrue(grant, right) && !isTrue(grants.get(master ?? ''), right)) yield finding(path, childOf(grant, right), `<${right}> on ${name} without the same on its master ${master ?? ''} is refused.`, `Set it on ${master ?? ''} as well.`);
    }
  }
}

function* fieldGrants(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const readable = new Set(childrenOf(root, 'objectPermissions').filter((grant) => isTrue(grant, 'allowRead')).map((grant) => textOf(grant, 'object')));
  const seen = new Set<string>();
  for (const grant of childrenOf(root, 'fieldPermissions')) {
    const named = childOf(grant, 'field');
    const [objectName = '', name = ''] = textOf(named).split('.');
    const object = pack.objects.get(objectName);
    const field = object?.fields.get(name);
    if (seen.has(textOf(named))) yield finding(path, named, `${textOf(named)} is granted twice.`, 'Keep one.');
    seen.add(textOf(named));
    if (!object) yield finding(path, named, `The field is of ${objectName}, which does not exist here.${nearest(objectName, pack.objects.keys())}`, 'Name a field of this package.');
    else if (!field) yield finding(path, named, `${objectName} has no field ${name}.${nearest(name, object.fields.keys())}`, 'Name a field of this package.');
    else if (!isSecured(field)) yield finding(path, named, `${textOf(named)} is required, a master-detail or standard, and has no field security.`, 'Take it out: Salesforce refuses the whole permission set.');
    else if (field.isFormula && isTrue(grant, 'editable')) yield finding(path, childOf(grant, 'editable'), `${textOf(named)} is a formula and can't be edited.`, 'Set <editable> to false.');
    // What an admin grants on a standard object elsewhere is not known here.
    if (object && object.kind !== 'standard' && !readable.has(objectName)) yield finding(path, named, `${textOf(named)} is granted, but not its object.`, `Give <allowRead> on ${objectName}, or take the field out.`);
    if (isTrue(grant, 'editable') && !isTrue(grant, 'readable')) yield finding(path, childOf(grant, 'readable') ?? grant, `${textOf(named)} could be edited but not read.`, 'Set <readable> to true.');
  }
}

/** Lists of a permission set that name other parts of the package. */
const named: readonly (readonly [list: string, tag: string, type: string])[] = [['applicationVisibilities', 'application', 'app'], ['customPermissions', 'name', 'customPermission'], ['tabSettings', 'tab', 'tab'], ['flowAccesses', 'flow', 'flow']];

function* otherGrants(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  for (const [list, tag, type] of named) {
    const known = pack.ofType(type).map(({ name }) => name);
    for (const grant of childrenOf(root, list)) if (!known.includes(textOf(grant, tag)) && !textOf(grant, tag).startsWith('standard-')) yield finding(path, childOf(grant, tag), `There is no ${tag === 'name' ? 'custom permission' : tag} ${textOf(grant, tag)}.${nearest(textOf(grant, tag), known)}`, `Name one of this package.`);
  }
  for (const grant of childrenOf(root, 'customSettingAccesses')) if (pack.objects.get(textOf(grant, 'name'))?.kind !== 'setting') yield finding(path, childOf(grant, 'name'), `${textOf(grant, 'name')} is no custom setting of this package.`, 'Name one of this package.');
  for (const grant of [...childrenOf(root, 'classAccesses'), ...childrenOf(root, 'pageAccesses')]) yield finding(path, grant, 'There is no Apex in this package.', 'Take it out.');
  const license = childOf(root, 'license');
  if (license) yield finding(path, license, `The set is bound to the licence ${textOf(license)}.`, 'Take <license> out, so that it can be given to every user.');
  for (const right of childrenOf(root, 'userPermissions')) if (/^(ModifyAllData|ViewAllData|AuthorApex|ManageUsers|CustomizeApplication)$/.test(textOf(right, 'name'))) yield finding(path, childOf(right, 'name'), `${textOf(right, 'name')} is far more than any persona needs.`, 'Take it out.');
}

function* uncovered(pack: Package): Generator<Finding> {
  const sets = pack.ofType('permissionset');
  if (sets.length === 0) return;
  const granted = new Set(sets.flatMap(({ root }) => childrenOf(root, 'fieldPermissions').map((grant) => textOf(grant, 'field'))));
  for (const object of pack.objects.values()) {
    if (object.kind === 'setting' || object.kind === 'event') continue;
    for (const field of object.fields.values()) if (isSecured(field) && field.file && !granted.has(`${object.name}.${field.name}`)) yield finding(field.file.path, 1, `No permission set grants ${object.name}.${field.name}: nobody sees it after the install.`, 'Add <fieldPermissions> to the sets of those who need it.');
  }
}

function* groups(pack: Package): Generator<Finding> {
  const known = pack.ofType('permissionset').map(({ name }) => name);
  const check = (path: string, each: Element): readonly Finding[] => (known.includes(textOf(each)) ? [] : [finding(path, each, `There is no permission set ${textOf(each)}.${nearest(textOf(each), known)}`, 'Name one of this package.')]);
  for (const { path, root } of pack.ofType('permissionsetgroup')) for (const each of childrenOf(root, 'permissionSets')) yield* check(path, each);
}

/** Permission sets: rights that exist, go together and are enough. */
export function* permissionFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('permissionset')) for (const check of [objectGrants(pack, file), masterGrants(pack, file), fieldGrants(pack, file), otherGrants(pack, file)]) yield* check;
  yield* groups(pack);
  yield* uncovered(pack);
}
