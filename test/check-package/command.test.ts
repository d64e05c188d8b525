import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'check-package-'));
const permission = 'main/platform/customPermissions/May_Pay.customPermission-meta.xml';
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/check-package.ts'), ...args], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
};

write(permission, '<?xml version="1.0" encoding="UTF-8"?>\n<CustomPermission xmlns="http://soap.sforce.com/2006/04/metadata">\n    <description>Lets a person pay.</description>\n    <isLicenced>false</isLicenced>\n    <isLicensed>false</isLicensed>\n    <label>May Pay</label>\n</CustomPermission>\n');
mkdirSync(join(folder, 'empty'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run check:package', () => {
  it('prints file, line, what is wrong and what to do, and ends with 1', () => {
    const { status, stdout } = run('--dir', folder);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/May_Pay\.customPermission-meta\.xml:4: <isLicenced> is no element of CustomPermission\. Did you mean isLicensed\? Correct or remove it/);
    expect(lines[1]).toMatch(/^1 found in 1 file: 1 file checked by \d+ rules in \d+(\.\d)? s\.$/);
    expect(status).toBe(1);
  });

  it('gives the same as JSON', () => {
    const { status, stdout } = run('--dir', folder, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ files: 1, findings: [{ path: permission, line: 4, rule: 'schema' }] });
    expect(status).toBe(1);
  });

  it('ends with 0 and a sentence when nothing is wrong with our package', () => {
    const { status, stdout } = run();
    expect(stdout).toMatch(/^Nothing found: \d+ files checked by \d+ rules/);
    expect(status).toBe(0);
  });

  it('explains itself', () => {
    const { status, stdout } = run('--help');
    expect(stdout).toMatch(/^Usage: npm run check:package/);
    expect(stdout).toMatch(/Exit codes: 0 .* 1 .* 2 /);
    expect(status).toBe(0);
  });

  it.each([
    [['--dri', 'x'], /Unknown option '--dri'.*See --help/],
    [['--dir', 'nowhere'], /there is no folder nowhere\. Name one with --dir/],
    [['--dir', join(folder, 'empty')], /holds no metadata.*Name a package folder/],
  ])('ends with 2 and says why when it is called with %j', (args, why) => {
    const { status, stdout, stderr } = run(...args);
    expect(stderr).toMatch(why);
    expect([status, stdout]).toEqual([2, '']);
  });
});
