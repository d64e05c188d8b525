import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Files } from './package-model.ts';

/** What is text and may hold a mistake; pictures and the like are not read. */
const isText = (path: string): boolean => /\.(xml|ts|js|html|css|cls|trigger|page|component|cmp|app|svg|json|email)$/.test(path);

/** Reads a package folder, paths below it with forward slashes. Throws what the file system throws. */
export function readFolder(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).filter(isText).sort();
  return new Map(paths.map((path) => [path.slice(folder.replace(/[\\/]+$/, '').length + 1).split(sep).join('/'), readFileSync(path, 'utf8')] as const));
}
