import { bundleFolders, folderedTypes, objectParts, typeOfFolder } from './metadata-types.ts';
import { children, parseXml, text, type XmlNode } from './xml.ts';

/** One file of a deployment; `path` is relative, with `/`. */
export interface MetadataFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One piece of metadata, the same whether it came from source or from metadata format. */
export interface Component {
  readonly type: string;
  /** `Payment_Request__c.Amount__c`, `Payment_Request__c.Payout_Approval`, `Payment_Request_Wake` … */
  readonly fullName: string;
  readonly file: string;
  /** Empty for what is not XML. Of a bundle it is its configuration (`.js-meta.xml`), empty without one. */
  readonly node: XmlNode;
  /** The whole text of its file, to find lines in. */
  readonly source: string;
  /** The files of a bundle, named from its folder on (`payoutQueue.js`). */
  readonly parts?: readonly string[];
}

/** A file that cannot be read as metadata. */
interface BrokenFile {
  readonly type: string;
  readonly fullName: string;
  readonly file: string;
  readonly line?: number;
  readonly problem: string;
}

interface ReadMetadata {
  readonly components: Component[];
  readonly broken: BrokenFile[];
}

const packageFiles = /(?:^|\/)(?:package|destructiveChanges(?:Pre|Post)?)\.xml$/;

/** Reads the files of a deployment or of a source folder. */
export function readMetadata(files: readonly MetadataFile[]): ReadMetadata {
  const components: Component[] = [];
  const broken: BrokenFile[] = [];
  const bundles = new Map<string, Bundle>();
  for (const file of files) {
    const place = placeOf(file.path);
    if (!place || packageFiles.test(file.path)) continue;
    if (bundleFolders.has(place.folder)) {
      collect(file, place, bundles);
      continue;
    }
    if (!isMetadata(place, file.path)) continue;
    const source = textOf(file);
    try {
      components.push(...componentsOf(place, file.path, parseXml(source), source));
    } catch (error) {
      broken.push(unreadable({ type: place.type, fullName: nameOf(place, file.path), file: file.path }, error));
    }
  }
  for (const bundle of bundles.values()) {
    try {
      components.push(bundleOf(bundle));
    } catch (error) {
      broken.push(unreadable({ type: bundle.type, fullName: bundle.name, file: bundle.folder }, error));
    }
  }
  return { components, broken };
}

const textOf = (file: MetadataFile): string => new TextDecoder().decode(file.bytes);

function unreadable(what: Pick<BrokenFile, 'type' | 'fullName' | 'file'>, error: unknown): BrokenFile {
  const problem = error instanceof Error ? error.message : String(error);
  const line = /line (\d+)/.exec(problem)?.[1];
  return { ...what, problem, ...(line === undefined ? {} : { line: Number(line) }) };
}

interface Place {
  readonly type: string;
  readonly folder: string;
  /** Path parts after the type's folder. */
  readonly rest: readonly string[];
}

/** The last folder that names a type decides, as folders above it belong to the project. */
function placeOf(path: string): Place | undefined {
  const parts = path.split('/');
  if (parts.includes('__tests__')) return undefined;
  for (let at = 0; at < parts.length - 1; at += 1) {
    const folder = parts[at] ?? '';
    const type = Object.hasOwn(typeOfFolder, folder) ? typeOfFolder[folder] : undefined;
    if (type) return { type, folder, rest: parts.slice(at + 1) };
  }
  return undefined;
}

/** Classes, resources and the like have their content beside the `-meta.xml`; only the latter is XML. */
function isMetadata(place: Place, path: string): boolean {
  if (path.endsWith('-meta.xml')) return true;
  return !['ApexClass', 'ApexTrigger', 'StaticResource', 'ContentAsset', 'EmailTemplate'].includes(place.type) && /\.[A-Za-z]+$/.test(path);
}

function nameOf(place: Place, path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1).replace(/-meta\.xml$/, '');
  const name = decodeURIComponent(last.slice(0, last.lastIndexOf('.') === -1 ? last.length : last.lastIndexOf('.')));
  const folders = place.rest.slice(0, -1);
  if (place.type === 'CustomObject' && folders.length > 1) return `${folders[0] ?? ''}.${name}`;
  return folderedTypes.has(place.type) && folders.length > 0 ? `${folders.join('/')}/${name}` : name;
}

interface Bundle {
  readonly type: string;
  readonly name: string;
  readonly folder: string;
  readonly files: MetadataFile[];
}

function collect(file: MetadataFile, place: Place, bundles: Map<string, Bundle>): void {
  const [name, ...inner] = place.rest;
  // Files such as jsconfig.json lie beside the bundles.
  if (!name || inner.length === 0) return;
  const folder = file.path.slice(0, file.path.length - inner.join('/').length - 1);
  const bundle = bundles.get(`${place.folder}/${name}`) ?? { type: place.type, name, folder, files: [] };
  bundle.files.push(file);
  bundles.set(`${place.folder}/${name}`, bundle);
}

function bundleOf({ type, name, folder, files }: Bundle): Component {
  const parts = files.map(({ path }) => path.slice(folder.length + 1));
  const meta = files.find(({ path }) => path === `${folder}/${name}.js-meta.xml`);
  const source = meta ? textOf(meta) : '';
  return { type, fullName: name, file: folder, node: meta ? parseXml(source).node : {}, source, parts };
}

function componentsOf(place: Place, path: string, { root, node }: { readonly root: string; readonly node: XmlNode }, source: string): Component[] {
  const fullName = nameOf(place, path);
  const whole = { file: path, node, source };
  if (place.type === 'CustomObject') {
    const part = place.rest.length === 3 ? objectParts.find(({ folder }) => folder === place.rest[1]) : undefined;
    if (part) return [{ ...whole, type: part.type, fullName }];
    return [{ ...whole, type: 'CustomObject', fullName }, ...partsOf(fullName, path, node, source)];
  }
  if (place.type === 'Workflow') {
    const updates = children(node, 'fieldUpdates').map((each) => ({ file: path, node: each, source, type: 'WorkflowFieldUpdate', fullName: `${fullName}.${text(each, 'fullName') ?? ''}` }));
    return [{ ...whole, type: 'Workflow', fullName }, ...updates];
  }
  // A folder of reports or dashboards is told from what lies in it by its root alone.
  const isFolder = folderedTypes.has(place.type) && root.endsWith('Folder');
  return [{ ...whole, type: isFolder ? root : place.type, fullName }];
}

/** Fields, rules and views inside a `.object` file. */
function partsOf(object: string, file: string, node: XmlNode, source: string): Component[] {
  return objectParts.flatMap(({ tag, type }) => children(node, tag).map((each) => ({ type, fullName: `${object}.${text(each, 'fullName') ?? ''}`, file, node: each, source })));
}

/** The first line of the component's file that contains the text, from 1. */
export function lineOf(component: Component, needle: string): number | undefined {
  const at = component.source.indexOf(needle);
  return at < 0 ? undefined : component.source.slice(0, at).split('\n').length;
}
