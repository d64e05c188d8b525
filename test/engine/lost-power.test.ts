import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../sandbox/kit/random.ts';
import { diskBefore, losePower } from '../../scripts/campaign/lost-power.ts';

const recorder = fileURLToPath(new URL('../../scripts/campaign/recorded-disk.ts', import.meta.url));
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'quittance-power-'));
  mkdirSync(join(place, 'disk'));
  writeFileSync(join(place, 'disk', 'old'), 'old '.repeat(1_000));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** What a process did to the disk, and then what is left of it after power failures that differ by chance. */
function afterEachFailure<T>(program: string, look: (disk: string) => T): readonly T[] {
  const [disk, recording] = [join(place, 'disk'), join(place, 'recording')];
  const before = diskBefore(disk, join(place, 'before'));
  execFileSync(process.execPath, ['--import', recorder, '--input-type=commonjs', '-e', `const fs = require('node:fs'); const at = (name) => ${JSON.stringify(disk)} + '/' + name;
    const put = (name, text, position = 0) => { const handle = fs.openSync(at(name), fs.existsSync(at(name)) ? 'r+' : 'w'); fs.writeSync(handle, Buffer.from(text), 0, text.length, position); return handle; };
    ${program}`], { env: { ...process.env, RECORD_FOLDER: disk, RECORD_FILE: recording } });
  return Array.from({ length: 40 }, (_, seed) => {
    losePower(disk, before, recording, seededRandom(seed * 7_919));
    return look(disk);
  });
}
const textOf = (disk: string, name: string): string => (existsSync(join(disk, name)) ? readFileSync(join(disk, name), 'utf8') : 'absent');

describe('a disk that lost its power', () => {
  it('keeps what was synced, always', () => {
    const kept = afterEachFailure("fs.fsyncSync(put('new', 'n'.repeat(5000))); fs.fsyncSync(put('old', 'NEW', 4));", (disk) => [textOf(disk, 'new'), textOf(disk, 'old').slice(0, 12)]);
    for (const seen of kept) expect(seen).toEqual(['n'.repeat(5_000), 'old NEW old ']);
  });

  it('keeps, tears or drops what was not', () => {
    const kept = new Set(afterEachFailure("put('old', 'x'.repeat(4000));", (disk) => textOf(disk, 'old')));
    expect(kept).toContain('old '.repeat(1_000));
    expect(kept).toContain('x'.repeat(4_000));
    expect([...kept].filter((text) => text.includes('x') && text.includes('old')).length).toBeGreaterThan(0);
  });

  it('lets a renaming happen or not, with nothing synced after it, and never half', () => {
    const seen = afterEachFailure("fs.fsyncSync(put('draft', 'done')); fs.renameSync(at('draft'), at('final'));", (disk) => [textOf(disk, 'draft'), textOf(disk, 'final')].join(' '));
    expect(new Set(seen)).toEqual(new Set(['done absent', 'absent done']));
  });

  it('keeps every renaming that came before something was synced', () => {
    const seen = afterEachFailure("fs.fsyncSync(put('draft', 'done')); fs.renameSync(at('draft'), at('final')); fs.fsyncSync(put('old', 'x'));", (disk) => [textOf(disk, 'draft'), textOf(disk, 'final')].join(' '));
    expect(new Set(seen)).toEqual(new Set(['absent done']));
  });

  it('cuts a file in its order with what was written to it', () => {
    const seen = afterEachFailure("const handle = put('old', 'x'.repeat(4000)); fs.ftruncateSync(handle, 2); fs.fsyncSync(handle); fs.mkdirSync(at('folder')); fs.fsyncSync(put('folder/inner', 'in')); fs.unlinkSync(at('folder/inner')); fs.fsyncSync(handle);", (disk) => [textOf(disk, 'old'), textOf(disk, 'folder/inner')].join(' '));
    expect(new Set(seen)).toEqual(new Set(['xx absent']));
  });
});
