import { familyOf, resolveField, unknownValues } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { motifProblem } from './tab-motifs.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';

function* tabFindings(pack: Package, { path, name, root }: MetadataFile): Generator<Finding> {
  if (isTrue(root, 'customObject') && !pack.ofType('object').some((object) => object.name === name)) yield finding(path, childOf(root, 'customObject'), `The tab shows ${name}, which the package does not define.${nearest(name, pack.objects.keys())}`, 'Name the file after its object.');
  const motif = childOf(root, 'motif');
  const wrong = motif ? motifProblem(textOf(motif)) : undefined;
  if (wrong !== undefined) yield finding(path, motif, `There is no icon "${textOf(motif)}": ${wrong}.`, 'Write number and name as Setup shows them.');
  const kinds = ['flexiPage', 'lwcComponent'].map((tag) => childOf(root, tag)).filter((each) => each !== undefined);
  if (!isTrue(root, 'customObject') && kinds.length !== 1) yield finding(path, root, 'The tab shows nothing: it names no object, page or component.', 'Name exactly one.');
  for (const shown of kinds) {
    const pages = shown.name === 'flexiPage' ? pack.ofType('flexipage').map((page) => page.name) : bundleNames(pack);
    if (!pages.includes(textOf(shown))) yield finding(path, shown, `The tab shows ${textOf(shown)}, which does not exist.${nearest(textOf(shown), pages)}`, 'Name a page or component of this package.');
  }
}

/** Names of the Lightning web components. */
const bundleNames = (pack: Package): readonly string[] => pack.ofType('js').map(({ name }) => name);

function* appFindings(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const tabs = pack.ofType('tab').map(({ name }) => name);
  const pages = pack.ofType('flexipage').map(({ name }) => name);
  for (const tab of childrenOf(root, 'tabs')) if (!textOf(tab).startsWith('standard-') && !tabs.includes(textOf(tab))) yield finding(path, tab, `There is no tab ${textOf(tab)}.${nearest(textOf(tab), tabs)}`, 'Name one of tabs/ or a standard- tab.');
  const bar = childOf(root, 'utilityBar');
  if (bar && !pages.includes(textOf(bar))) yield finding(path, bar, `There is no utility bar ${textOf(bar)}.${nearest(textOf(bar), pages)}`, 'Name one of flexipages/.');
  for (const override of [...childrenOf(root, 'actionOverrides'), ...childrenOf(root, 'profileActionOverrides')]) {
    const content = childOf(override, 'content');
    if (textOf(override, 'type') === 'Flexipage' && content && !pages.includes(textOf(content))) yield finding(path, content, `The app shows the page ${textOf(content)}, which does not exist.${nearest(textOf(content), pages)}`, 'Name one of flexipages/.');
    const object = childOf(override, 'pageOrSobjectType');
    if (object && textOf(object) !== 'standard-home' && !pack.objects.has(textOf(object))) yield finding(path, object, `The app replaces a page of ${textOf(object)}, which does not exist here.${nearest(textOf(object), pack.objects.keys())}`, 'Name an object of this package.');
    if (override.name === 'profileActionOverrides' && childOf(override, 'profile')) yield finding(path, childOf(override, 'profile'), 'The override names a profile, which does not travel in a package.', 'Use <actionOverrides>.');
  }
}

function* pathFindings(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const object = textOf(root, 'entityName');
  const resolved = resolveField(pack, object, textOf(root, 'fieldName'));
  if ('wrong' in resolved) yield finding(path, childOf(root, pack.objects.has(object) ? 'fieldName' : 'entityName'), `The path follows a field that is not there: ${resolved.wrong}.`, 'Name a picklist of this object.');
  else if (familyOf(resolved.field) !== 'picklist') yield finding(path, childOf(root, 'fieldName'), `${resolved.field.name} is no picklist.`, 'A path follows a picklist.');
  const seen = new Set<string>();
  for (const step of childrenOf(root, 'pathAssistantSteps')) {
    const value = childOf(step, 'picklistValueName');
    if ('field' in resolved && unknownValues(resolved.field, [textOf(value)]).length > 0) yield finding(path, value, `"${textOf(value)}" is no value of ${resolved.field.name}.${nearest(textOf(value), resolved.field.values ?? [])}`, 'Use one of the picklist\'s values.');
    if (seen.has(textOf(value))) yield finding(path, value, `The step ${textOf(value)} stands twice.`, 'Keep one.');
    seen.add(textOf(value));
    for (const shown of childrenOf(step, 'fieldNames')) {
      const found = resolveField(pack, object, textOf(shown) === 'Owner' ? 'OwnerId' : textOf(shown));
      if ('wrong' in found) yield finding(path, shown, `The step shows a field that is not there: ${found.wrong}.`, 'Name a field of this object.');
    }
    for (const shown of childrenOf(step, 'fieldNames').slice(5)) yield finding(path, shown, 'A step shows five fields; this is one more.', 'Take it off.');
    const info = childOf(step, 'info');
    if (textOf(info).length > 1_000) yield finding(path, info, `The guidance has ${textOf(info).length} characters; Salesforce takes 1000.`, 'Shorten it.');
  }
}

function* actionFindings(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const target = childOf(root, 'targetObject');
  if (target && !pack.objects.has(textOf(target))) yield finding(path, target, `The action works on ${textOf(target)}, which does not exist here.`, 'Name an object of this package.');
  for (const [tag, known] of [['flowDefinition', pack.ofType('flow').map(({ name }) => name)], ['lightningWebComponent', bundleNames(pack)]] as const) {
    const said = childOf(root, tag);
    if (said && !known.includes(textOf(said))) yield finding(path, said, `The action opens ${textOf(said)}, which does not exist.${nearest(textOf(said), known)}`, 'Name one of this package.');
  }
  for (const field of target ? [...elementsOf(root)].filter(({ name }) => name === 'field') : []) {
    const resolved = resolveField(pack, textOf(target), textOf(field));
    if ('wrong' in resolved) yield finding(path, field, `The action shows a field that is not there: ${resolved.wrong}.`, 'Name a field of the target object.');
  }
}

/** Apps, tabs, paths and quick actions: whatever they open or show exists. */
export function* allAppFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('tab')) yield* tabFindings(pack, file);
  for (const file of pack.ofType('app')) yield* appFindings(pack, file);
  for (const file of pack.ofType('pathAssistant')) yield* pathFindings(pack, file);
  for (const file of pack.ofType('quickAction')) yield* actionFindings(pack, file);
}
