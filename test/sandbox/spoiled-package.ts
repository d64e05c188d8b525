import type { MetadataFile } from '../../sandbox/salesforce/metadata-components.ts';
import { sourceFiles } from '../../sandbox/salesforce/source-files.ts';

/** One defect: in the file that ends so, `from` becomes `to`; or files are renamed, when `rename` says how. */
export interface Defect {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly rename?: readonly [string, string];
}

/** The files of a folder with one of them spoiled. Throws when there is nothing to spoil, as such a test could not fail. */
export function spoiled(folder: string, defect?: Defect): MetadataFile[] {
  const found = sourceFiles(folder).map(({ path, bytes }) => ({ path, content: new TextDecoder().decode(bytes) }));
  if (defect && !found.some(({ path, content }) => path.endsWith(defect.file) && content.includes(defect.from))) throw new Error(`${defect.file} has no ${defect.from}: correct the test`);
  return found.map(({ path, content }) => ({
    path: defect?.rename ? path.replace(...defect.rename) : path,
    bytes: new TextEncoder().encode(defect && path.endsWith(defect.file) ? content.replace(defect.from, () => defect.to) : content),
  }));
}
