import { child, children, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { packageFiles } from './package-files.ts';

/** When a component shows: all criteria, or as the numbers in `logic` say ("1 AND (2 OR 3)"). */
interface Visibility {
  readonly logic: string | undefined;
  readonly criteria: readonly { readonly left: string; readonly operator: string; readonly right: string }[];
}

/** One component on a page, with the properties its metadata gives it. */
export interface PageItem {
  readonly id: string;
  /** `c:payoutTimeline`, `force:highlightsPanel`; `field` for a single field. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly visibility: Visibility | null;
}

/** A shipped page: regions and facets by name. */
export interface Page {
  readonly name: string;
  readonly file: string;
  readonly label: string;
  readonly type: string;
  /** The object of a record page. */
  readonly object: string | null;
  readonly template: string;
  readonly regions: Readonly<Record<string, readonly PageItem[]>>;
}

function visibilityOf(node: XmlNode | undefined): Visibility | null {
  if (!node) return null;
  const criteria = children(node, 'criteria').map((each) => ({ left: text(each, 'leftValue') ?? '', operator: text(each, 'operator') ?? 'EQUAL', right: text(each, 'rightValue') ?? '' }));
  return { logic: text(node, 'booleanFilter'), criteria };
}

function componentItem(node: XmlNode, at: number): PageItem {
  const name = text(node, 'componentName') ?? '';
  const properties = children(node, 'componentInstanceProperties').map((each) => {
    const list = child(each, 'valueList');
    const value = list ? children(list, 'valueListItems').map((item) => text(item, 'value') ?? '').join(',') : text(each, 'value');
    return [text(each, 'name') ?? '', value ?? ''] as const;
  });
  return { id: text(node, 'identifier') ?? `${name}${at}`, name, properties: Object.fromEntries(properties), visibility: visibilityOf(child(node, 'visibilityRule')) };
}

function fieldItem(node: XmlNode, at: number): PageItem {
  return { id: text(node, 'identifier') ?? `field${at}`, name: 'field', properties: { field: (text(node, 'fieldItem') ?? '').replace(/^Record\./, '') }, visibility: visibilityOf(child(node, 'visibilityRule')) };
}

function itemsOf(region: XmlNode): PageItem[] {
  const inItems = children(region, 'itemInstances').map((item, at) => {
    const component = child(item, 'componentInstance');
    return component ? componentItem(component, at) : fieldItem(child(item, 'fieldInstance') ?? {}, at);
  });
  // Pages of older API versions hold their components directly in the region.
  return [...inItems, ...children(region, 'componentInstances').map(componentItem)];
}

/** All shipped Lightning pages: record, home and app pages, and the utility bar. */
export function packagePages(): Page[] {
  return packageFiles('flexipage').map(({ name, path, node }) => {
    const regions = children(node, 'flexiPageRegions').map((region) => [text(region, 'name') ?? '', itemsOf(region)] as const);
    return {
      name, file: path, label: text(node, 'masterLabel') ?? name, type: text(node, 'type') ?? '', object: text(node, 'sobjectType') ?? null,
      template: text(child(node, 'template') ?? {}, 'name') ?? '', regions: Object.fromEntries(regions),
    };
  });
}
