import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allowed, crossings, packages } from './crossings.ts';
import { root } from './tracked-files.ts';

interface Rule { readonly name: string; readonly comment: string; readonly severity: string }
interface Found { readonly from: string; readonly rule: { readonly name: string } }

const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: readonly Rule[] };
const street = mkdtempSync(join(tmpdir(), 'one-way-street-'));
let found: readonly Found[] = [];

function write(file: string, text: string): void {
  mkdirSync(dirname(join(street, file)), { recursive: true });
  writeFileSync(join(street, file), text);
}

/** A small town with the streets of this one: every file of `allowed` and of `crossings`, and packages that contain nothing. */
function build(): void {
  for (const [file, text] of Object.entries(allowed)) write(file, text);
  for (const { file, text } of crossings) write(file, text);
  for (const name of Object.values(packages).flat()) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const versions = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ type: 'module', dependencies: versions(packages.dependencies), devDependencies: versions(packages.devDependencies) }));
  copyFileSync(join(root, 'tsconfig.json'), join(street, 'tsconfig.json'));
  // The configuration is the real one; only the ground it is laid upon is not.
  symlinkSync(join(root, '.dependency-cruiser.cjs'), join(street, '.dependency-cruiser.cjs'));
}

const rulesBrokenBy = (file: string): readonly string[] => [...new Set(found.filter(({ from }) => from === file).map(({ rule }) => rule.name))];

beforeAll(() => {
  build();
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const told = spawnSync(process.execPath, [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'companion', 'sandbox', 'scripts', 'test'], { cwd: street, encoding: 'utf8', maxBuffer: 2 ** 26 });
  found = (JSON.parse(told.stdout) as { summary: { violations: readonly Found[] } }).summary.violations;
}, 60_000);
afterAll(() => rmSync(street, { recursive: true, force: true }));

describe('the one-way street', () => {
  it.each(crossings)('stops $file by the rule $rule', ({ file, rule }) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it.each(Object.keys(allowed))('lets %s pass', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('breaks every rule at least once', () => {
    const broken = new Set(crossings.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('gives each rule a sentence and no mercy', () => {
    for (const { name, comment, severity } of forbidden) expect({ name, sentence: /^\S.{20,}[.]$/s.test(comment), severity }).toEqual({ name, sentence: true, severity: 'error' });
  });
});
