import type { Draft } from './deploy-draft.ts';
import type { Component } from './metadata-components.ts';
import type { Found } from './named-fields.ts';
import { children, flag, texts } from './xml.ts';

/** What a Lightning web component says of itself to the page builder. */
export interface BundleDesign {
  readonly exposed: boolean;
  readonly targets: readonly string[];
  /** For some of the targets: what may be set there, and the objects of the pages it may stand on. */
  readonly configs: readonly { readonly targets: readonly string[]; readonly properties: readonly string[]; readonly objects: readonly string[] }[];
}

/** Names of targets and properties are attributes, which the XML reader drops: they are read from the text. */
export function designOf({ node, source }: Component): BundleDesign {
  const configs = [...source.matchAll(/<targetConfig\s+targets="([^"]*)"[^>]*>([\s\S]*?)<\/targetConfig>/g)].map(([, targets = '', body = '']) => ({
    targets: targets.split(',').map((each) => each.trim()),
    properties: [...body.matchAll(/<property\b[^>]*?\bname="(\w+)"/g)].map(([, name = '']) => name),
    objects: [...body.matchAll(/<object>([^<]+)</g)].map(([, name = '']) => name.trim()),
  }));
  return { exposed: flag(node, 'isExposed'), targets: children(node, 'targets').flatMap((each) => texts(each, 'target')), configs };
}

/**
 * What a deployment refuses in a Lightning web component: TypeScript alone. A platform bundle is never compiled by the org, which then finds a
 * template or a configuration without a module (salesforce cli issue 3011); a module of styles alone needs none.
 */
export function bundleProblems(draft: Draft, component: Component): Found[] {
  const { fullName, parts = [], source } = component;
  if (source === '') return [{ message: `Cannot find Lightning Component Bundle ${fullName}: ${fullName}.js-meta.xml is missing` }];
  const strange = parts.filter((each) => !each.endsWith('.css') && each !== `${fullName}.js-meta.xml`);
  const noModule = !parts.includes(`${fullName}.js`) && (strange.length > 0 || !parts.includes(`${fullName}.css`));
  const objects = designOf(component).configs.flatMap((each) => each.objects).filter((name) => !draft.schema.has(name));
  return [
    ...(noModule ? [{ message: `Invalid file found for a CSS Only module: ${fullName}.js is missing, build the components first` }] : []),
    ...objects.map((name) => ({ message: `Invalid reference ${name} of type sobjectClass in file ${fullName}.js-meta.xml`, at: `<object>${name}<` })),
  ];
}
