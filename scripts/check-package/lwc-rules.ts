import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { graphqlFindings } from './graphql-rules.ts';
import { bundlesOf, mainScript, membersOf } from './lwc-bundles.ts';
import type { Bundle } from './lwc-bundles.ts';
import { importFindings } from './lwc-imports.ts';
import { templateFindings } from './lwc-templates.ts';
import type { Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';

const targets: ReadonlySet<string> = new Set(['lightning__RecordPage', 'lightning__AppPage', 'lightning__HomePage', 'lightning__UtilityBar', 'lightning__Tab', 'lightning__FlowScreen', 'lightning__RecordAction', 'lightning__UrlAddressable', 'lightning__GlobalAction', 'lightning__Inbox', 'lightningCommunity__Page', 'lightningCommunity__Default']);
const configParts: ReadonlySet<string> = new Set(['objects', 'property', 'supportedFormFactors', 'actionType', 'hasStep', 'event', 'configurationEditor', 'propertyType']);
const propertyTypes: ReadonlySet<string> = new Set(['String', 'Integer', 'Boolean', 'Color', '@salesforce/schema']);

function* configFindings(pack: Package, bundle: Bundle): Generator<Finding> {
  const { path, root } = bundle.file;
  const named = childrenOf(childOf(root, 'targets'), 'target');
  for (const target of named) if (!targets.has(textOf(target))) yield finding(path, target, `There is no target ${textOf(target)}.${nearest(textOf(target), targets)}`, 'Name a kind of page.');
  if (isTrue(root, 'isExposed') && named.length === 0) yield finding(path, childOf(root, 'isExposed'), 'The component is exposed, but to no kind of page.', 'Add <targets>.');
  if (!isTrue(root, 'isExposed') && named.length > 0) yield finding(path, childOf(root, 'isExposed') ?? root, 'The component names targets, but is not exposed.', 'Set <isExposed> to true or remove the targets.');
  const known = named.map((target) => textOf(target));
  const members = membersOf(bundle);
  for (const config of childrenOf(childOf(root, 'targetConfigs'), 'targetConfig')) {
    for (const target of (config.attributes['targets'] ?? '').split(',').map((each) => each.trim())) if (!known.includes(target)) yield finding(path, config, `The configuration is for ${target || 'no target'}, which <targets> does not list.${nearest(target, known)}`, 'Add the target or correct the name.');
    for (const object of [...elementsOf(config)].filter(({ name }) => name === 'object')) if (!pack.objects.has(textOf(object))) yield finding(path, object, `The component is made for ${textOf(object)}, which does not exist here.${nearest(textOf(object), pack.objects.keys())}`, 'Name an object of this package.');
    for (const inside of config.children) if (!configParts.has(inside.name)) yield finding(path, inside, `<${inside.name}> is no part of a target configuration.${nearest(inside.name, configParts)}`, `Use one of: ${[...configParts].join(', ')}.`);
    for (const property of childrenOf(config, 'property')) {
      const { name = '', type = '' } = property.attributes;
      if (!propertyTypes.has(type)) yield finding(path, property, `The property ${name} is of type ${type || 'none'}.`, `Use one of: ${[...propertyTypes].join(', ')}.`);
      if (members && !members.get(name)?.isApi) yield finding(path, property, `The class has no @api property ${name}.${nearest(name, [...members].filter(([, { isApi }]) => isApi).map(([member]) => member))}`, 'Add it to the class or take it out.');
    }
  }
}

/** Lightning web components: configuration, imports, templates and queries. */
export function* lwcFindings(pack: Package): Generator<Finding> {
  const bundles = bundlesOf(pack);
  for (const bundle of bundles) {
    if (!mainScript(bundle)) yield finding(bundle.file.path, 1, `The bundle has no script named ${bundle.name}.`, `Add ${bundle.name}.ts beside it.`);
    const folder = bundle.file.path.split('/').at(-2) ?? '';
    if (folder !== bundle.name) yield finding(bundle.file.path, 1, `The bundle ${bundle.name} lies in a folder named ${folder}.`, 'Give both the same name.');
    yield* configFindings(pack, bundle);
  }
  yield* importFindings(pack, bundles);
  yield* templateFindings(bundles);
  yield* graphqlFindings(pack, bundles);
}
