import { standardFieldsOf, standardObjects } from './standard-objects.ts';
import { childOf, childrenOf, isTrue, readXml, textOf } from './xml-tree.ts';
import type { Element, Reading } from './xml-tree.ts';

/** The texts of a package folder by path below it. */
export type Files = ReadonlyMap<string, string>;

export interface MetadataFile {
  readonly path: string;
  /** What the suffix says: field, flow, permissionset … */
  readonly type: string;
  /** The file's name without suffix, decoded. */
  readonly name: string;
  /** The object whose folder the file lies in; '' elsewhere. */
  readonly object: string;
  readonly root: Element;
}

export interface FieldShape {
  readonly name: string;
  /** As metadata says: Text, Number, Lookup … `Id` for record ids. */
  readonly type: string;
  /** Where a lookup leads. */
  readonly target?: string;
  /** A picklist's values, when the package says them. */
  readonly values?: ReadonlySet<string>;
  readonly isFormula?: boolean;
  readonly required: boolean;
  readonly isStandard: boolean;
  readonly file?: MetadataFile;
}

export interface ObjectShape {
  readonly name: string;
  readonly kind: 'custom' | 'detail' | 'setting' | 'event' | 'standard';
  readonly fields: ReadonlyMap<string, FieldShape>;
  readonly file?: MetadataFile;
}

export interface Package {
  readonly files: Files;
  readonly metadata: readonly MetadataFile[];
  readonly broken: readonly { readonly path: string; readonly line: number; readonly what: string }[];
  readonly ofType: (type: string) => readonly MetadataFile[];
  readonly named: (type: string, name: string) => MetadataFile | undefined;
  readonly objects: ReadonlyMap<string, ObjectShape>;
}

/** Files seldom change between two readings of a package: each text is read once. */
const readings = new Map<string, { readonly text: string; readonly reading: Reading }>();

function readingOf(path: string, text: string): Reading {
  const known = readings.get(path);
  if (known?.text === text) return known.reading;
  const reading = readXml(text);
  readings.set(path, { text, reading });
  return reading;
}

function metadataFile(path: string, root: Element): MetadataFile {
  const [, name = '', type = ''] = /([^/]+)\.([A-Za-z]+)-meta\.xml$/.exec(path) ?? [];
  return { path, type, name: decodeURIComponent(name), object: /(?:^|\/)objects\/([^/]+)\//.exec(path)?.[1] ?? '', root };
}

function valuesOf(field: Element, valueSets: ReadonlyMap<string, MetadataFile>): ReadonlySet<string> | undefined {
  const valueSet = childOf(field, 'valueSet');
  if (!valueSet) return undefined;
  const own = childrenOf(childOf(valueSet, 'valueSetDefinition'), 'value');
  const shared = valueSets.get(textOf(valueSet, 'valueSetName'));
  // Other values than those of an unrestricted global set may be in an org, and often are.
  if (!isTrue(valueSet, 'restricted') && own.length === 0) return undefined;
  const values = shared ? childrenOf(shared.root, 'customValue') : own;
  return new Set(values.map((value) => textOf(value, 'fullName')));
}

function fieldShape(file: MetadataFile, valueSets: ReadonlyMap<string, MetadataFile>): FieldShape {
  const type = textOf(file.root, 'type');
  const values = valuesOf(file.root, valueSets);
  const target = textOf(file.root, 'referenceTo');
  return {
    name: file.name,
    type,
    ...(target === '' ? {} : { target }),
    ...(values === undefined ? {} : { values }),
    isFormula: childOf(file.root, 'formula') !== undefined,
    required: isTrue(file.root, 'required') || type === 'MasterDetail',
    isStandard: false,
    file,
  };
}

function kindOf(name: string, file: MetadataFile | undefined, own: readonly FieldShape[]): ObjectShape['kind'] {
  if (name.endsWith('__e')) return 'event';
  if (!/__(c|mdt)$/.test(name)) return 'standard';
  if (textOf(file?.root, 'customSettingsType') !== '') return 'setting';
  return own.some(({ type }) => type === 'MasterDetail') ? 'detail' : 'custom';
}

function objectShape(name: string, file: MetadataFile | undefined, own: readonly FieldShape[]): ObjectShape {
  const kind = kindOf(name, file, own);
  const besides = kind === 'standard' ? standardObjects.get(name) ?? new Map<string, FieldShape>() : standardFieldsOf(kind);
  const fields = new Map<string, FieldShape>([...besides, ...own.map((field) => [field.name, field] as const)]);
  const nameField = childOf(file?.root, 'nameField');
  if (nameField) fields.set('Name', { name: 'Name', type: textOf(nameField, 'type'), required: false, isStandard: true });
  return { name, kind, fields, ...(file ? { file } : {}) };
}

/** Reads every file once and indexes objects and fields; nothing is judged here. */
export function readPackage(files: Files): Package {
  const metadata: MetadataFile[] = [];
  const broken: { path: string; line: number; what: string }[] = [];
  for (const [path, text] of files) {
    if (!path.endsWith('-meta.xml')) continue;
    const reading = readingOf(path, text);
    if ('root' in reading) metadata.push(metadataFile(path, reading.root));
    else broken.push({ path, line: reading.line, what: reading.broken });
  }
  const byType = Map.groupBy(metadata, ({ type }) => type);
  const byName = new Map(metadata.map((file) => [`${file.type} ${file.object === '' ? '' : `${file.object}.`}${file.name}`, file] as const));
  const ofType = (type: string): readonly MetadataFile[] => byType.get(type) ?? [];
  const valueSets = new Map(ofType('globalValueSet').map((file) => [file.name, file] as const));
  const fieldsByObject = Map.groupBy(ofType('field'), ({ object }) => object);
  const objectFiles = new Map(ofType('object').map((file) => [file.name, file] as const));
  const names = new Set([...standardObjects.keys(), ...objectFiles.keys(), ...fieldsByObject.keys()]);
  const objects = new Map([...names].map((name) => [name, objectShape(name, objectFiles.get(name), (fieldsByObject.get(name) ?? []).map((file) => fieldShape(file, valueSets)))] as const));
  return { files, metadata, broken, ofType, named: (type, name) => byName.get(`${type} ${name}`), objects };
}
