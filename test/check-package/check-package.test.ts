import { describe, expect, it } from '@jest/globals';
import { checkFiles, rules } from '../../scripts/check-package/rules.ts';
import { allComponentDefects } from './component-defects.ts';
import { dataDefects } from './data-defects.ts';
import { flowDefects } from './flow-defects.ts';
import { allScreenDefects } from './screen-defects.ts';
import { ourPackage, seed } from './seeded-defect.ts';
import { seededPage } from './seeded-page.ts';

const defects = [...dataDefects, ...flowDefects, ...allScreenDefects, ...allComponentDefects];
const said = (found: ReturnType<typeof checkFiles>): readonly string[] => found.map(({ path, line, what }) => `${path}:${line}: ${what}`);
const silent = new Set(rules.map(({ name }) => name));

describe('the package check', () => {
  it('finds nothing in our package', () => {
    expect(said(checkFiles(ourPackage))).toEqual([]);
  });

  it('finds nothing in a page that is in order', () => {
    expect(said(checkFiles(new Map([...ourPackage, ...Object.entries(seededPage)])))).toEqual([]);
  });

  it.each(defects)('tells where and what: $kind, $from becomes $to in $file', (defect) => {
    const { files, path, line } = seed(defect);
    const found = checkFiles(files);
    const hit = found.find((each) => each.path === path && each.line === line && defect.says.test(each.what));
    expect(hit ?? said(found)).toMatchObject({ path, line });
    expect(hit?.todo).toMatch(/^[A-Z].{4,}\.$/s);
    if (hit) silent.delete(hit.rule);
  });

  it('has no rule that was never seen to find anything', () => {
    expect([...silent]).toEqual([]);
  });

  it('is tried on at least sixty defects of twenty kinds', () => {
    expect(defects.length).toBeGreaterThanOrEqual(60);
    expect(new Set(defects.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(20);
  });
});
