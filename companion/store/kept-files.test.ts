import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepFileIn } from './kept-files.ts';

let parent: string;
beforeEach(() => { parent = mkdtempSync(join(tmpdir(), 'quittance-files-')); });
afterEach(() => rmSync(parent, { recursive: true }));
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('files kept for people', () => {
  it('stand in a folder made when first needed, for the owner\'s eyes only', () => {
    const folder = join(parent, 'of', 'its', 'own');
    const keep = keepFileIn(folder);
    expect(readdirSync(parent)).toEqual([]);
    expect(keep('list.csv', 'ü;1\n')).toBe(join(folder, 'list.csv'));
    expect(readFileSync(join(folder, 'list.csv'), 'utf8')).toBe('ü;1\n');
    expect([modeOf(folder), modeOf(join(folder, 'list.csv'))]).toEqual(['700', '600']);
  });

  it('take the place of the one before by that name, and of no other', () => {
    const keep = keepFileIn(parent);
    keep('a', 'the first, and longer');
    keep('b', 'another');
    expect(keep('a', 'the second')).toBe(join(parent, 'a'));
    expect(readdirSync(parent).sort().map((name) => [name, readFileSync(join(parent, name), 'utf8')])).toEqual([['a', 'the second'], ['b', 'another']]);
  });

  it('leave the one before as it is when they can\'t be written', () => {
    const keep = keepFileIn(parent);
    keep('a', 'the first');
    mkdirSync(join(parent, 'a.new'));
    expect(() => keep('a', 'the second')).toThrow('EISDIR');
    expect(readFileSync(join(parent, 'a'), 'utf8')).toBe('the first');
  });
});
