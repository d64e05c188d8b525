import { dirname, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { textOf, trackedFiles } from './tracked-files.ts';

const documents = trackedFiles.filter((file) => file.endsWith('.md'));
const places = new Set(trackedFiles.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))));
const topLevel = new Set([...places].filter((place) => !place.includes('/')));

/** Made when the product runs or is built, and therefore in no clone. */
const madeLater = /^(data|dist|node_modules|reports|coverage)(\/|$)|(^|\/)\.env$/;
const fileEnding = /\.(ts|js|cjs|mjs|json|sql|md|proto|xml|ya?ml|sh|html|css|csv)$/;

/** Words in code spans, code blocks and link targets that look like a path of ours: they begin at the top, with a dot, or end like a file. */
function pathsIn(text: string): readonly string[] {
  const code = [...text.matchAll(/```[^\n]*\n(.*?)```/gs)].map(([, block]) => block ?? '');
  const prose = text.replace(/```.*?```/gs, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '');
  const links = [...prose.matchAll(/\]\(([^)\s#]+)/g)].map(([, target]) => target ?? '');
  return [...code, ...spans, ...links]
    .flatMap((part) => part.split(/[\s'"=,;()|]+/))
    .map((word) => word.replace(/[.:]$/, '').replace(/:\d+$/, ''))
    .filter((word) => !/^[a-z]+:\/\/|^\/|^@|^-|[${}\\]|^\.+$/i.test(word))
    .filter((word) => (word.includes('/') ? topLevel.has(word.split('/')[0] ?? '') || /^\.\.?\//.test(word) || fileEnding.test(word) : fileEnding.test(word)));
}

/** A placeholder like `<name>`, `*` or `…` stands for anything. */
function exists(word: string, folder: string): boolean {
  const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/\/$/, '').replace(/<[^>]*>|\*+|…/g, '\0').replace(/[.+^()|[\]\\?]/g, '\\$&').replaceAll('\0', '[^/]+')}$`);
  // A README may speak from its own folder, from one around it, or from the top.
  const around = folder.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const candidates = ['.', ...around].map((from) => posix.normalize(posix.join(from, word)));
  return candidates.some((path) => madeLater.test(path) || (/[<*…]/.test(path) ? [...places].some((place) => pattern(path).test(place)) : places.has(path.replace(/\/$/, ''))));
}

const scriptNames = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts);

describe('documents', () => {
  it('name only files that exist', () => {
    expect(documents.flatMap((file) => pathsIn(textOf(file)).filter((word) => !exists(word, dirname(file))).map((word) => `${file}: ${word}`))).toEqual([]);
  });

  it('would notice a file that does not exist', () => {
    const told = 'Run `node scripts/gone.ts`, see [the wire](./wire-gone.md) and\n```\ncat config/gone.json\n```';
    expect(pathsIn(told).filter((word) => !exists(word, 'docs'))).toEqual(['config/gone.json', 'scripts/gone.ts', './wire-gone.md']);
  });

  it('name only commands that package.json has', () => {
    const told = documents.flatMap((file) => [...textOf(file).matchAll(/\bnpm (?:run(?:-script)?(?: -s)? )?([a-z][\w:-]*)/g)].map(([, name]) => ({ file, name: name ?? '' })));
    const npmItself = ['ci', 'install', 'run', 'exec', 'package', 'packages', 'audit', 'view', 'client', 'and', 'clients', 'registry', 'scripts', 'script'];
    expect(told.filter(({ name }) => !npmItself.includes(name) && !scriptNames.includes(name)).map(({ file, name }) => `${file}: npm run ${name}`)).toEqual([]);
  });
});
