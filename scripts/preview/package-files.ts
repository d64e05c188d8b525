import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseXml, type XmlNode } from '../../sandbox/salesforce/xml.ts';

/** The root of the repository, without a slash at the end. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** The shipped package, one folder per module. */
export const packageFolder = join(repositoryRoot, 'force-app', 'main');

/** One piece of shipped metadata: `Payment_Request_Record_Page` and its content. */
export interface PackageFile {
  readonly path: string;
  readonly name: string;
  readonly node: XmlNode;
}

/** Every file under a folder, by full path, in order. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The shipped metadata of a kind, such as `flexipage` for `*.flexipage-meta.xml`. Throws an Error that names a file which is no XML. */
export function packageFiles(kind: string): PackageFile[] {
  const ending = `.${kind}-meta.xml`;
  return filesUnder(packageFolder).filter((path) => path.endsWith(ending)).map((path) => {
    try {
      return { path, name: decodeURIComponent(basename(path, ending)), node: parseXml(readFileSync(path, 'utf8')).node };
    } catch (error) {
      throw new Error(`Preview: ${path} could not be read: ${error instanceof Error ? error.message : String(error)}. Correct the file.`, { cause: error });
    }
  });
}

/** A bundle of the package: `payoutTimeline`, its folder and the file with its class or functions. */
export interface Bundle {
  readonly name: string;
  readonly folder: string;
  readonly entry: string;
}

/** Every Lightning web component of the package, straight from its sources; a bundle of plain JavaScript counts too. */
export function packageBundles(): Bundle[] {
  return readdirSync(packageFolder).map((module) => join(packageFolder, module, 'lwc')).filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }): Bundle => {
      const source = join(folder, name, `${name}.ts`);
      return { name, folder: join(folder, name), entry: existsSync(source) ? source : join(folder, name, `${name}.js`) };
    }));
}
