import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/** One element of a metadata file: text, a nested element, or several of the same name. */
export type Xml = string | { readonly [name: string]: Xml } | readonly Xml[];

export interface Component {
  /** Path below force-app/main, e.g. `payouts/objects/Payment_Request__c/fields/Amount__c.field-meta.xml`. */
  readonly path: string;
  /** First folder: payouts, platform … */
  readonly module: string;
  /** What the file name says: field, validationRule, flow … */
  readonly type: string;
  readonly name: string;
  /** The object whose folder the file lies in, '' elsewhere. */
  readonly object: string;
  readonly body: Xml;
}

export const packageRoot = join(import.meta.dirname, '..', '..', 'force-app', 'main');
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true, processEntities: true });

function readComponent(path: string): Component {
  const document = parser.parse(readFileSync(join(packageRoot, path), 'utf8')) as Record<string, Xml>;
  const root = Object.entries(document).find(([name]) => !name.startsWith('?'))?.[1] ?? '';
  const [, name = '', type = ''] = /([^/]+)\.([A-Za-z]+)-meta\.xml$/.exec(path) ?? [];
  return { path, module: path.split('/')[0] ?? '', type, name, object: /\/objects\/([^/]+)\//.exec(path)?.[1] ?? '', body: root };
}

/** Every metadata file of the package. */
export const components: readonly Component[] = existsSync(packageRoot)
  ? readdirSync(packageRoot, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('-meta.xml'))
      .sort()
      .map(readComponent)
  : [];

export const ofType = (type: string): readonly Component[] => components.filter((component) => component.type === type);

/** A nested element; '' when it is absent, the first when there are several. */
function at(xml: Xml, ...names: readonly string[]): Xml {
  let here: Xml = xml;
  for (const name of names) {
    const one: Xml = Array.isArray(here) ? (here as readonly Xml[])[0] ?? '' : here;
    here = typeof one === 'string' ? '' : (one as { readonly [name: string]: Xml })[name] ?? '';
  }
  return here;
}

export function text(xml: Xml, ...names: readonly string[]): string {
  const found = at(xml, ...names);
  return typeof found === 'string' ? found : '';
}

/** All elements of a name, whether the file holds none, one or several. */
export function all(xml: Xml, ...names: readonly string[]): readonly Xml[] {
  const found = at(xml, ...names);
  if (Array.isArray(found)) return found as readonly Xml[];
  return found === '' ? [] : [found];
}

function plainType(body: Xml): string {
  const type = text(body, 'type');
  if (type === 'Number') return `Number(${text(body, 'precision')},${text(body, 'scale')})`;
  if (type === 'Lookup' || type === 'MasterDetail') return `${type}(${text(body, 'referenceTo')}) ${text(body, 'relationshipName')}`;
  if (type === 'Picklist') return text(body, 'valueSet', 'valueSetName') === '' ? 'Picklist' : `Picklist(${text(body, 'valueSet', 'valueSetName')})`;
  const length = text(body, 'length');
  return length === '' ? type : `${type}(${length})`;
}

/** What can't change after a release, in one line: "Text(255) unique case-sensitive", "Lookup(X__c) Children required". */
export function fieldShape(body: Xml): string {
  if (text(body, 'formula') !== '') return `Formula(${text(body, 'type')})`;
  const unique = text(body, 'unique') === 'true' ? ` unique ${text(body, 'caseSensitive') === 'true' ? 'case-sensitive' : 'case-insensitive'}` : '';
  return `${plainType(body)}${unique}${text(body, 'externalId') === 'true' ? ' external' : ''}${text(body, 'required') === 'true' ? ' required' : ''}`;
}

/** The values a picklist field defines itself, in order. */
export const picklistValues = (body: Xml): readonly string[] => all(body, 'valueSet', 'valueSetDefinition', 'value').map((value) => text(value, 'fullName'));
