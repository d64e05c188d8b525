import { designOf } from './bundle-problems.ts';
import type { Draft } from './deploy-draft.ts';
import { decorators, standardComponents, targetOfPage, templates } from './flexipage-templates.ts';
import type { Component } from './metadata-components.ts';
import type { Found } from './named-fields.ts';
import { recordFieldProblems, visibilityProblems } from './visibility-problems.ts';
import { child, children, text, texts, type XmlNode } from './xml.ts';

/** A Lightning page while it is judged. */
interface Page {
  readonly draft: Draft;
  readonly type: string;
  /** The object whose records it shows; undefined for pages of another kind. */
  readonly object: string | undefined;
  readonly regions: readonly XmlNode[];
}

/**
 * What a deployment refuses in a Lightning page: its template, regions and facets, the components in them with what is set and when they are
 * shown. The words of the platform are known for a template, a region, a facet, a component and a property; the others are ours (U-248).
 */
export function flexipageProblems(draft: Draft, { node }: Component): Found[] {
  const page: Page = { draft, type: text(node, 'type') ?? '', object: text(node, 'sobjectType'), regions: children(node, 'flexiPageRegions') };
  const instances = page.regions.flatMap((each) => children(each, 'itemInstances'));
  return [
    ...objectProblems(page), ...templateProblems(page, text(child(node, 'template') ?? {}, 'name') ?? ''), ...regionProblems(page, text(node, 'parentFlexiPage')), ...facetProblems(page),
    ...instances.flatMap((each) => children(each, 'componentInstance')).flatMap((each) => componentProblems(page, each)),
    ...instances.flatMap((each) => children(each, 'fieldInstance')).flatMap((each) => fieldProblems(page, each)),
    ...instances.flatMap((each) => [...children(each, 'componentInstance'), ...children(each, 'fieldInstance')]).flatMap((each) => children(each, 'visibilityRule')).flatMap((each) => visibilityProblems(draft, draft.schema.get(page.object ?? ''), each)),
    ...identifierProblems(instances),
  ];
}

function objectProblems({ draft, type, object }: Page): Found[] {
  if (type === 'RecordPage') return draft.schema.has(object ?? '') ? [] : [{ message: `In field: sobjectType - no CustomObject named ${object ?? ''} found`, at: `<sobjectType>${object ?? ''}<` }];
  return object === undefined ? [] : [{ message: `sobjectType: a page of type ${type} belongs to no object`, at: `<sobjectType>${object}<` }];
}

function templateProblems({ type, regions }: Page, name: string): Found[] {
  const template = templates[name];
  const at = `<name>${name}<`;
  if (!template) return [{ message: `Template ${name} doesn't exist.`, at }];
  if (template.type !== type) return [{ message: `Template ${name} doesn't support pages of type ${type}.`, at }];
  const strange = regions.filter((each) => text(each, 'type') !== 'Facet').map((each) => text(each, 'name') ?? '').filter((each) => !template.regions.includes(each));
  return strange.map((each) => ({ message: `The '${each}' region (type Region) doesn't exist.`, at: `<name>${each}<` }));
}

/** Every region stands there once; one that replaces what a parent page holds needs that parent. */
function regionProblems({ regions }: Page, parent: string | undefined): Found[] {
  const names = regions.map((each) => text(each, 'name') ?? '');
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => ({ message: `The region ${name} stands there twice`, at: `<name>${name}<` })),
    ...(parent === undefined ? regions.flatMap((each) => texts(each, 'mode')).map((mode) => ({ message: `region specifies mode ${mode.toUpperCase()} but a parent region enabling that mode doesn't exist`, at: `<mode>${mode}<` })) : []),
  ];
}

function facetProblems({ regions }: Page): Found[] {
  const facets = regions.filter((each) => text(each, 'type') === 'Facet').map((each) => text(each, 'name') ?? '');
  const instances = regions.flatMap((each) => children(each, 'itemInstances')).flatMap((each) => children(each, 'componentInstance'));
  const used = instances.flatMap((each) => children(each, 'componentInstanceProperties').filter((one) => standardComponents[text(each, 'componentName') ?? '']?.facets.includes(text(one, 'name') ?? '')).map((one) => text(one, 'value') ?? ''));
  return [
    ...used.filter((name) => !facets.includes(name)).map((name) => ({ message: `The facet ${name} is defined by a component in the FlexiPage but not actually used.`, at: `<value>${name}<` })),
    ...facets.filter((name) => !used.includes(name)).map((name) => ({ message: `Facet ${name} is not used anywhere in the Lightning page definition.`, at: `<name>${name}<` })),
  ];
}

function componentProblems(page: Page, instance: XmlNode): Found[] {
  const name = text(instance, 'componentName') ?? '';
  const at = `<componentName>${name}<`;
  const unknown = [{ message: `We couldn't retrieve the design time component information for component ${name}.`, at }];
  const standard = standardComponents[name];
  if (standard) return [...(standard.pages.includes(page.type) ? [] : [{ message: `The component ${name} doesn't support pages of type ${page.type}.`, at }]), ...propertyProblems(page, name, instance, standard.properties)];
  if (!name.startsWith('c:')) return unknown;
  const own = name.slice(2);
  // An Aura component keeps its design in a file that the sandbox does not read.
  if (page.draft.others.has(`AuraDefinitionBundle:${own}`)) return [];
  const bundle = page.draft.others.get(`LightningComponentBundle:${own}`);
  return bundle && designOf(bundle).exposed ? ownProblems(page, name, instance, bundle) : unknown;
}

/** A component of ours: whether it may stand on this page, on records of this object, with these properties. */
function ownProblems(page: Page, name: string, instance: XmlNode, bundle: Component): Found[] {
  const at = `<componentName>${name}<`;
  const target = targetOfPage[page.type] ?? '';
  const { targets, configs } = designOf(bundle);
  if (!targets.includes(target)) return [{ message: `The component ${name} doesn't support pages of type ${page.type}: its configuration names no target ${target}.`, at }];
  const own = configs.filter((each) => each.targets.includes(target));
  const objects = own.flatMap((each) => each.objects);
  const elsewhere = page.object !== undefined && objects.length > 0 && !objects.includes(page.object);
  return [...(elsewhere ? [{ message: `The component ${name} doesn't support the object ${page.object ?? ''}: its configuration names ${objects.join(', ')}.`, at }] : []), ...propertyProblems(page, name, instance, own.flatMap((each) => each.properties))];
}

function propertyProblems({ type }: Page, component: string, instance: XmlNode, properties: readonly string[]): Found[] {
  const strange = children(instance, 'componentInstanceProperties').filter((each) => {
    const known = text(each, 'type') === 'decorator' ? (type === 'UtilityBar' ? decorators : []) : properties;
    return !known.includes(text(each, 'name') ?? '');
  });
  return strange.map((each) => text(each, 'name') ?? '').map((name) => ({ message: `Invalid property [${name}] in component [${component}]`, at: `<name>${name}<` }));
}

/** A field that stands on the page by itself: `Record.Status__c`. */
function fieldProblems({ draft, object }: Page, instance: XmlNode): Found[] {
  const item = text(instance, 'fieldItem') ?? '';
  return recordFieldProblems(draft, draft.schema.get(object ?? ''), item.replace(/^Record\./, '')).map((message) => ({ message, at: `<fieldItem>${item}<` }));
}

/** Since API 53 every component and field on a page has an identifier of its own. */
function identifierProblems(instances: readonly XmlNode[]): Found[] {
  const all = instances.flatMap((each) => [...children(each, 'componentInstance'), ...children(each, 'fieldInstance')]);
  const names = all.map((each) => text(each, 'identifier') ?? '');
  return [
    ...all.filter((each) => text(each, 'identifier') === undefined).map((each) => {
      const name = text(each, 'componentName') ?? text(each, 'fieldItem') ?? '';
      return { message: `Required field is missing: identifier of ${name}`, at: `>${name}<` };
    }),
    ...names.filter((name, at) => name !== '' && names.indexOf(name) !== at).map((name) => ({ message: `The identifier ${name} is used more than once on the page.`, at: `<identifier>${name}<` })),
  ];
}
