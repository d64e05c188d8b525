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

/** What each command of a shell block begins with, and the test that runs it. `npm` and `npx sf` are no files of ours. */
const provedBy: Readonly<Record<string, string>> = {
  'npm ci': 'test/house/commands.test.ts',
  'npm start': 'test/story/story.test.ts',
  'npm test': 'test/house/commands.test.ts',
  'npm run test:long': 'test/house/commands.test.ts',
  'npm run simulate': 'test/simulate/first-seeds.test.ts',
  'npm run bench': 'test/house/commands.test.ts',
  'npm run fuzz': 'test/intake/fuzz.test.ts',
  'npm run prove': 'test/house/commands.test.ts',
  'npm run hunt-bugs': 'test/house/commands.test.ts',
  'npm run nightly': 'test/house/commands.test.ts',
  'npm run campaign': 'test/engine/campaigns.test.ts',
  'npm run check:package': 'test/check-package/command.test.ts',
  'npm run screenshots': 'test/house/commands.test.ts',
  'npm run sandbox': 'test/story/sandbox.test.ts',
  'npm run first-day': 'test/package/first-day.test.ts',
  'npm run components:build': 'test/house/commands.test.ts',
  'npx sf org login web': 'test/sandbox/salesforce-cli.test.ts',
  'npx sf project deploy start': 'test/package/admin-commands.test.ts',
  'mkdir -p': 'test/package/admin-commands.test.ts',
  'openssl req': 'test/package/admin-commands.test.ts',
};
const shellLines = documents.flatMap((file) => [...textOf(file).matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n').map((line) => line.trim()).filter(Boolean).flatMap((line) => line.split(' && ')).map((line) => ({ file, line }))));

/** The rows of docs/unproven.md, id first. */
const unproven = textOf('docs/unproven.md').split('\n').filter((line) => line.startsWith('| U-')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

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

  it('show only commands that a test runs or checks', () => {
    expect(shellLines.length).toBeGreaterThan(8);
    expect(shellLines.filter(({ line }) => !Object.keys(provedBy).some((start) => line === start || line.startsWith(`${start} `)))).toEqual([]);
    expect(Object.values(provedBy).filter((file) => !trackedFiles.includes(file))).toEqual([]);
  });

  it('give a script only options that it reads', () => {
    const commands = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const given = documents.flatMap((file) => [...textOf(file).matchAll(/\bnpm (?:run (\S+?)|(start)) -- ((?:--[a-z-]+(?: [\w]+)? ?)+)/g)].flatMap(([, run, start, options = '']) => [...options.matchAll(/--([a-z-]+)/g)].map(([, option]) => ({ file, name: run ?? start ?? '', option: option ?? '' }))));
    expect(given.length).toBeGreaterThan(8);
    const read = (name: string, option: string): boolean => {
      const [script] = /\S+\.ts/.exec(commands.scripts[name] ?? '') ?? [];
      return script !== undefined && textOf(script).includes(`--${option}`);
    };
    expect(given.filter(({ name, option }) => !read(name, option))).toEqual([]);
  });

  it.each([['docs/data-flow.md', 30], ['docs/errors.md', 20]])('cite only tests that exist, by a name that is theirs: %s', (document, atLeast) => {
    const cited = textOf(document).split('\n').flatMap((line) => [...line.matchAll(/`([\w/.-]+\.test\.ts)`: ([^|]+?) \|/g)].map(([, file = '', name = '']) => ({ file, name })));
    expect(cited.length).toBeGreaterThan(atLeast);
    expect(cited.filter(({ file, name }) => !exists(file, '') || !textOf(file).replaceAll("\\'", "'").includes(name))).toEqual([]);
  });

  it('say of every error what is done, what a person sees and which test shows it, by kinds of issues that there are', () => {
    const rows = textOf('docs/errors.md').split('\n').filter((line) => /^\| (?!What goes wrong|---)/.test(line)).map((line) => line.replace(/^\| | \|$/g, '').split(' | '));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.length < 3) || !/^`test\//.test(cells[3] ?? ''))).toEqual([]);
    const kinds = new Set([...textOf('docs/admin/day-to-day.md').matchAll(/^\| ([a-z -]+) \| (?:Critical|Warning|Info) \|/gm)].map(([, kind]) => kind));
    const named = rows.flatMap((cells) => [...(cells[2] ?? '').matchAll(/[Ii]ssues? \*([^*]+)\*/g)].map(([, kind]) => kind));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('list every assumption once, with its source, its consequence and its check', () => {
    const ids = unproven.map(([id = '']) => id);
    expect(ids.filter((id, at) => !/^U-\d{3}$/.test(id) || ids.indexOf(id) !== at)).toEqual([]);
    expect(unproven.filter((cells) => cells.length !== 5 || cells.some((cell) => cell.length < 3))).toEqual([]);
  });

  it('list every assumption that anything cites', () => {
    const ids = new Set(unproven.map(([id]) => id));
    const cited = trackedFiles.filter((file) => /\.(ts|js|cjs|mjs|xml|json|md|sql)$/.test(file) && file !== 'package-lock.json').flatMap((file) => [...textOf(file).matchAll(/\bU-(\d{3})\b/g)].map(([id]) => ({ file, id })));
    // The borders of the ranges, which the document itself names.
    const borders = new Set([...(/^Ids: (.*)$/m.exec(textOf('docs/unproven.md'))?.[1] ?? '').matchAll(/U-\d{3}/g)].map(([id]) => id));
    expect(cited.filter(({ file, id }) => !ids.has(id) && !(borders.has(id) && file === 'docs/unproven.md'))).toEqual([]);
  });
});
