import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { MetadataFile } from './metadata-components.ts';

/**
 * The files of a source folder (`force-app`), in the order of their paths. An org takes no TypeScript and the compiled files are never
 * committed, so that the source of a component stands here where the build will put its module: a folder is read as the build leaves it.
 */
export function sourceFiles(folder: string): MetadataFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isComponentSource(path) || !existsSync(moduleOf(path)))
    .sort()
    .map((path) => ({ path: relative(folder, isComponentSource(path) ? moduleOf(path) : path).split(sep).join('/'), bytes: new Uint8Array(readFileSync(path)) }));
}

const isComponentSource = (path: string): boolean => /\/lwc\/[^/]+\/[^/]+\.ts$/.test(path.split(sep).join('/'));
const moduleOf = (path: string): string => path.replace(/\.ts$/, '.js');
