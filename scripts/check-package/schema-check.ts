import { readDeclaredTypes } from './declared-types.ts';
import type { Content, DeclaredTypes } from './declared-types.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { metadataKinds } from './metadata-kinds.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childrenOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

const xmlNamespace = 'http://soap.sforce.com/2006/04/metadata';
let declared: DeclaredTypes | undefined;

/** The description language calls these plain text; what really stands inside is checked with the bundle. */
const looseInside: ReadonlySet<string> = new Set(['LightningComponentBundle.targetConfigs']);
/** What source files may leave out although the declarations demand it: the name of the file says it, or Salesforce supplies it. */
const mayLack: ReadonlySet<string> = new Set(['FlowRule.conditionLogic', 'Report.format', 'CustomMetadata.values']);

const plain: Readonly<Record<'boolean' | 'number' | 'date', { readonly fits: RegExp; readonly is: string }>> = {
  boolean: { fits: /^(true|false)$/, is: 'true or false' },
  number: { fits: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, is: 'a number' },
  date: { fits: /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$|^\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/, is: 'a date (2026-01-31) or a moment (2026-01-31T12:00:00Z)' },
};

const isEmpty = (element: Element): boolean => element.text.trim() === '' && element.children.length === 0;

function* valueFindings(path: string, element: Element, content: Content): Generator<Finding> {
  if (content.kind === 'anything') return;
  if (content.kind === 'type') {
    if (element.text.trim() !== '') yield finding(path, element, `<${element.name}> holds the text "${element.text.trim().slice(0, 40)}" where only elements may stand.`, 'Take the text out.');
    yield* typeFindings(path, element, content.name);
    return;
  }
  const [inside] = element.children;
  if (inside) yield finding(path, inside, `<${inside.name}> stands inside <${element.name}>, which holds a plain value.`, 'Take it out.');
  const value = element.text.trim();
  if (content.kind === 'words') {
    if (!content.words.has(value)) yield finding(path, element, `<${element.name}> says "${value}", which Salesforce does not know.${nearest(value, content.words)}`, `Use one of: ${[...content.words].slice(0, 12).join(', ')}${content.words.size > 12 ? ', …' : ''}.`);
  } else if (content.kind !== 'string' && !plain[content.kind].fits.test(value)) yield finding(path, element, `<${element.name}> says "${value}", which is not ${plain[content.kind].is}.`, `Write ${plain[content.kind].is}.`);
}

function* typeFindings(path: string, element: Element, typeName: string): Generator<Finding> {
  const properties = declared?.get(typeName)?.properties ?? new Map<string, never>();
  const seen = new Set<string>();
  for (const child of element.children) {
    const property = properties.get(child.name);
    if (!property) yield finding(path, child, `<${child.name}> is no element of ${typeName}.${nearest(child.name, properties.keys())}`, 'Correct or remove it: Salesforce refuses the whole file.');
    else {
      if (seen.has(child.name) && !property.many) yield finding(path, child, `<${child.name}> stands twice in <${element.name}>, where ${typeName} has room for one.`, 'Keep one.');
      if (!looseInside.has(`${typeName}.${child.name}`)) yield* valueFindings(path, child, property.content);
    }
    seen.add(child.name);
  }
  if (isEmpty(element)) return;
  for (const [name, property] of properties) if (property.required && !seen.has(name) && !mayLack.has(`${typeName}.${name}`)) yield finding(path, element, `<${element.name}> lacks <${name}>, which ${typeName} requires.`, `Add <${name}>.`);
}

/** Same-named elements must stand together: Salesforce reads the first group and refuses a second one. */
function* scattered(path: string, element: Element): Generator<Finding> {
  const closed = new Set<string>();
  let open = '';
  for (const child of element.children) {
    if (child.name !== open && closed.has(child.name)) yield finding(path, child, `<${child.name}> stands apart from the others of its name.`, 'Move it beside them: Salesforce reads one group of each name.');
    closed.add(child.name);
    open = child.name;
    yield* scattered(path, child);
  }
}

function* fileSchemaFindings({ path, type, root }: MetadataFile): Generator<Finding> {
  const expected = metadataKinds[type]?.root;
  if (expected === undefined) return;
  if (root.name !== expected) {
    yield finding(path, root, `The root element is <${root.name}>, but a file named .${type}-meta.xml holds a <${expected}>.`, 'Rename the file or the element.');
    return;
  }
  if (root.attributes['xmlns'] !== xmlNamespace) yield finding(path, root, `The namespace is "${root.attributes['xmlns'] ?? ''}".`, `Write xmlns="${xmlNamespace}".`);
  yield* typeFindings(path, root, expected);
  yield* scattered(path, root);
}

/** What the types say of a file depends on nothing but the file, and is found out once. */
const judged = new WeakMap<Element, readonly Finding[]>();

/** Every file against the metadata types: unknown elements, wrong words and values, what is missing, what stands twice. */
export function* schemaFindings(pack: Package): Generator<Finding> {
  declared ??= readDeclaredTypes();
  for (const file of pack.metadata) {
    const known = judged.get(file.root) ?? [...fileSchemaFindings(file)];
    judged.set(file.root, known);
    yield* known;
  }
}

/** Files that can't be read, have an unknown suffix, or lie where Salesforce's tools don't look. */
export function* fileFindings(pack: Package): Generator<Finding> {
  for (const { path, line, what } of pack.broken) yield finding(path, line, `The file is not well-formed XML: ${what}`, 'Correct it; no other check could read it.');
  const named = new Map<string, string>();
  for (const { path, type, name, object } of pack.metadata) {
    // Reports and dashboards of two folders may have one name.
    const key = `${type} ${object}.${type === 'report' || type === 'dashboard' ? path.split('/').slice(-2).join('/') : name}`.toLowerCase();
    const other = named.get(key);
    if (other !== undefined) yield finding(path, 1, `${other} defines the same component.`, 'Keep one: which of them wins is chance.');
    named.set(key, path);
  }
  for (const { path, type, root } of pack.metadata) {
    const kind = metadataKinds[type];
    if (!kind) yield finding(path, 1, `Nothing in a package like this has the suffix .${type}-meta.xml.`, `Rename it, or add the type to scripts/check-package/metadata-kinds.ts.`);
    else if (!path.split('/').slice(0, -1).includes(kind.folder)) yield finding(path, 1, `A ${kind.root} lies in a folder named ${kind.folder}.`, 'Move the file there: elsewhere it is not found.');
    const [fullName] = childrenOf(root, 'fullName');
    const said = fullName?.text.trim().split('.').at(-1) ?? '';
    const named = path.split('/').at(-1)?.replace(/\.[A-Za-z]+-meta\.xml$/, '') ?? '';
    if (fullName && said !== named) yield finding(path, fullName, `<fullName> says ${said}, the file is named ${named}.`, 'Give both the same name.');
  }
}
