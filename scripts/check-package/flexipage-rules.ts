import { resolveField } from './field-paths.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { pageTargets, standardComponents, pageTemplates } from './flexipage-standard.ts';
import { globalReferent } from './formula-check.ts';
import { FormulaProblem } from './formula-tokens.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

const propertiesOf = (instance: Element): readonly Element[] => childrenOf(instance, 'componentInstanceProperties');

function* regionFindings({ path, root }: MetadataFile): Generator<Finding> {
  const template = childOf(root, 'template', 'name');
  const regions = pageTemplates[textOf(template)];
  if (!regions) yield finding(path, template, `The page template ${textOf(template)} is not known here.${nearest(textOf(template), Object.keys(pageTemplates))}`, 'Correct the name, or add the template to scripts/check-package/flexipage-standard.ts.');
  const facets = new Set([...elementsOf(root)].filter(({ name }) => name === 'componentInstanceProperties').map((property) => textOf(property, 'value')));
  const seen = new Set<string>();
  for (const region of childrenOf(root, 'flexiPageRegions')) {
    const named = childOf(region, 'name');
    const isFacet = textOf(region, 'type') === 'Facet';
    if (seen.has(textOf(named))) yield finding(path, named, `The region ${textOf(named)} stands twice.`, 'Put everything into one.');
    seen.add(textOf(named));
    if (!isFacet && regions && !regions.includes(textOf(named))) yield finding(path, named, `The template ${textOf(template)} has no region ${textOf(named)}.${nearest(textOf(named), regions)}`, `Use one of: ${regions.join(', ')}.`);
    if (isFacet && !facets.has(textOf(named))) yield finding(path, named, `No component shows the facet ${textOf(named)}.`, 'Name it in a property, or remove it.');
  }
  for (const property of [...elementsOf(root)].filter(({ name }) => name === 'componentInstanceProperties')) {
    const value = childOf(property, 'value');
    if (/^(Facet-|facet-)/.test(textOf(value)) && !seen.has(textOf(value))) yield finding(path, value, `The facet ${textOf(value)} is not on the page.`, 'Add a region of type Facet with this name.');
  }
}

/** One of our own components on a page: made for such pages, for this object, and with these properties. */
function* ownComponent(pack: Package, { path, root }: MetadataFile, instance: Element, name: string): Generator<Finding> {
  const named = childOf(instance, 'componentName');
  const bundle = pack.named('js', name);
  if (!bundle) {
    yield finding(path, named, `There is no component ${name}.${nearest(name, pack.ofType('js').map((each) => each.name))}`, 'Name one of lwc/.');
    return;
  }
  const target = pageTargets[textOf(root, 'type')] ?? '';
  if (!isTrue(bundle.root, 'isExposed')) yield finding(path, named, `The component ${name} is not exposed, so no page can show it.`, 'Set <isExposed> of its bundle to true.');
  else if (!childrenOf(childOf(bundle.root, 'targets'), 'target').some((each) => textOf(each) === target)) yield finding(path, named, `The component ${name} is not made for ${target}.`, `Add <target>${target}</target> to its bundle.`);
  const configs = childrenOf(childOf(bundle.root, 'targetConfigs'), 'targetConfig').filter((config) => (config.attributes['targets'] ?? '').split(',').map((each) => each.trim()).includes(target));
  const objects = configs.flatMap((config) => childrenOf(childOf(config, 'objects'), 'object')).map((object) => textOf(object));
  if (objects.length > 0 && !objects.includes(textOf(root, 'sobjectType'))) yield finding(path, named, `The component ${name} is made for ${objects.join(', ')}, not for ${textOf(root, 'sobjectType')}.`, 'Add the object to its bundle, or take it off the page.');
  const known = configs.flatMap((config) => childrenOf(config, 'property')).map((property) => property.attributes['name'] ?? '');
  // How an item stands in a utility bar is the bar's, not the component's.
  const own = propertiesOf(instance).filter((property) => textOf(property, 'type') !== 'decorator');
  for (const property of own) if (!known.includes(textOf(property, 'name'))) yield finding(path, childOf(property, 'name'), `The component ${name} has no property ${textOf(property, 'name')}.${nearest(textOf(property, 'name'), known)}`, 'Add it to the bundle, or take it out.');
}

function* componentFindings(pack: Package, file: MetadataFile): Generator<Finding> {
  for (const instance of [...elementsOf(file.root)].filter(({ name }) => name === 'componentInstance')) {
    const named = childOf(instance, 'componentName');
    const [namespace = '', name = ''] = textOf(named).includes(':') ? textOf(named).split(':') : ['c', textOf(named)];
    if (namespace === 'c') yield* ownComponent(pack, file, instance, name);
    else if (!standardComponents.has(textOf(named))) yield finding(file.path, named, `The standard component ${textOf(named)} is not known here.${nearest(textOf(named), standardComponents)}`, 'Correct the name, or add it to scripts/check-package/flexipage-standard.ts.');
    for (const property of propertiesOf(instance)) {
      const list = /parentFieldApiName|relatedListApiName/.test(textOf(property, 'name')) ? childOf(property, 'value') : undefined;
      const field = /^(\w+__c)\.(Id|\w+__c)$/.exec(textOf(list));
      const resolved = field ? resolveField(pack, field[1] ?? '', field[2] ?? '') : undefined;
      if (resolved && 'wrong' in resolved) yield finding(file.path, list, `The related list hangs on a field that is not there: ${resolved.wrong}.`, 'Name a field of the object.');
    }
  }
}

/** What a visibility rule or a field on the page names. */
function wrongName(pack: Package, object: string, said: string): string | undefined {
  const reference = said.replace(/^\{!\s*|\s*\}$/g, '').replace('$Permission.CustomPermission.', '$Permission.').replace('$Permission.StandardPermission.', '$Standard.');
  try {
    if (reference.startsWith('Record.') || reference.startsWith('$Record.')) {
      const resolved = resolveField(pack, object, reference.replace(/^\$?Record\./, ''));
      return 'wrong' in resolved ? resolved.wrong : undefined;
    }
    if (/^\$(Client|Standard)\./.test(reference)) return undefined;
    globalReferent(pack, reference, 0);
    return undefined;
  } catch (problem) {
    if (problem instanceof FormulaProblem) return problem.message;
    throw problem;
  }
}

function* nameFindings(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const object = textOf(root, 'sobjectType');
  const named = childOf(root, 'sobjectType');
  if (named && !pack.objects.has(object)) yield finding(path, named, `The page shows ${object}, which does not exist here.${nearest(object, pack.objects.keys())}`, 'Name an object of this package.');
  if (!named && textOf(root, 'type') === 'RecordPage') yield finding(path, childOf(root, 'type'), 'A record page lacks <sobjectType>.', 'Name the object it shows.');
  for (const element of elementsOf(root)) {
    const wrong = element.name === 'leftValue' || element.name === 'fieldItem' ? wrongName(pack, object, textOf(element)) : undefined;
    if (wrong !== undefined) yield finding(path, element, `The page names ${textOf(element)}: ${wrong.replace(/[.]$/, '')}.`, 'Name a field of the record, {!$Permission.CustomPermission.Name} or {!$User.Field}.');
  }
  const identifiers = new Set<string>();
  for (const identifier of [...elementsOf(root)].filter(({ name }) => name === 'identifier')) {
    if (identifiers.has(textOf(identifier))) yield finding(path, identifier, `Two components are identified as ${textOf(identifier)}.`, 'Give each its own identifier.');
    identifiers.add(textOf(identifier));
  }
}

/** Lightning pages: templates, regions, components, their properties and rules. */
export function* flexipageFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('flexipage')) {
    yield* regionFindings(file);
    yield* componentFindings(pack, file);
    yield* nameFindings(pack, file);
  }
}
