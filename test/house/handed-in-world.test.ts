import { describe, expect, it } from '@jest/globals';
import { ESLint, Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { root, textOf, trackedFiles } from './tracked-files.ts';

type Rules = Linter.RulesRecord;
const eslint = new ESLint({ cwd: root });
const linter = new Linter();

/** The rules about the world that the real configuration holds for a file. */
async function worldRules(file: string): Promise<Rules> {
  const { rules = {} }: { rules?: Rules } = await eslint.calculateConfigForFile(`${root}/${file}`);
  return Object.fromEntries(Object.entries(rules).filter(([name]) => name.startsWith('no-restricted-')));
}

const complaints = (text: string, rules: Rules): readonly string[] => linter.verify(text, [{ files: ['**/*.ts'], languageOptions: { parser }, rules }], 'file.ts').map(({ message }) => message);

const inside = await worldRules('companion/engine/run.ts');
const reaching = [
  'export const at = Date.now();', 'export const at = new Date();', 'export const at = Date();', 'export const luck = Math.random();', 'setTimeout(() => {}, 1);', 'setInterval(() => {}, 1);',
  'setImmediate(() => {});', "await fetch('http://localhost');", "await globalThis.fetch('http://localhost');", 'export const now = Date.now;', "import { setTimeout as sleep } from 'node:timers/promises';\nawait sleep(1);",
  'export const at = performance.now();', 'export const { signal } = { signal: AbortSignal.timeout(5) };',
];
const harmless = ["export const at = new Date('2026-01-01');", 'export type Fetch = typeof fetch;', 'export const at = (now: () => number): number => now();', 'export const call = (tools: { fetch(url: string): void }): void => tools.fetch("/");'];

describe('the world is handed in', () => {
  it.each(reaching)('refuses %s', (text) => {
    expect(complaints(text, inside)).toHaveLength(1);
  });

  it.each(harmless)('accepts %s', (text) => {
    expect(complaints(text, inside)).toEqual([]);
  });

  it('excuses only files that exist and do touch the world', async () => {
    const ours = trackedFiles.filter((file) => /^(companion|sandbox)\/.*\.ts$/.test(file) && !/\.test\.ts$|(^|[/-])test-[^/]*\.ts$|\.d\.ts$/.test(file));
    const excused: string[] = [];
    for (const file of ours) if (Object.keys(await worldRules(file)).length === 0) excused.push(file);
    expect(excused.length).toBeLessThan(7);
    expect(excused.filter((file) => file !== 'companion/main.ts' && complaints(textOf(file), inside).length === 0)).toEqual([]);
  });
});
