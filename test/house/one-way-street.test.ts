import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { allowed, crossings, packages } from './crossings.ts';
import { root } from './tracked-files.ts';

interface Rule { readonly name: string; readonly comment: string; readonly severity: string }
interface Violation { readonly from: string; readonly rule: { readonly name: string } }

const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: readonly Rule[] };
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const versions = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '1.0.0']));

/** The files and packages of a small town, with the real configuration and ground rules. */
const buildingsOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...files,
  ...Object.fromEntries(Object.values(packages).flat().flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, ''],
  ])),
  'package.json': JSON.stringify({ type: 'module', dependencies: versions(packages.dependencies), devDependencies: versions(packages.devDependencies) }),
});

/** Builds the town in a folder of its own and answers what the real rules say of it. */
function violationsIn(files: Readonly<Record<string, string>>): readonly Violation[] {
  const town = mkdtempSync(join(tmpdir(), 'one-way-street-'));
  try {
    for (const [file, text] of Object.entries(buildingsOf(files))) {
      mkdirSync(dirname(join(town, file)), { recursive: true });
      writeFileSync(join(town, file), text);
    }
    for (const rules of ['tsconfig.json', '.dependency-cruiser.cjs']) copyFileSync(join(root, rules), join(town, rules));
    const told = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'companion', 'sandbox', 'scripts', 'test'], { cwd: town, encoding: 'utf8', maxBuffer: 2 ** 26 });
    return (JSON.parse(told.stdout) as { summary: { violations: readonly Violation[] } }).summary.violations;
  } finally {
    rmSync(town, { recursive: true, force: true });
  }
}

describe('the one-way street', () => {
  let unruly: readonly Violation[] = [];
  beforeAll(() => {
    unruly = violationsIn({ ...allowed, ...Object.fromEntries(crossings.map(({ file, text }) => [file, text])) });
  });

  it.each(crossings)('stops $file by the rule $rule', ({ file, rule }) => {
    expect(unruly.filter(({ from }) => from === file).map(({ rule: { name } }) => name)).toContain(rule);
  });

  it('lets everything pass that the house wants', () => {
    expect(violationsIn(allowed).map(({ from, rule: { name } }) => `${from}: ${name}`)).toEqual([]);
  });

  it('has no rule that was never seen to stop anything', () => {
    const broken = new Set(crossings.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('gives each rule a sentence and no mercy', () => {
    for (const { name, comment, severity } of forbidden) expect({ name, sentence: /^\S.{20,}[.]$/s.test(comment), severity }).toEqual({ name, sentence: true, severity: 'error' });
  });
});
