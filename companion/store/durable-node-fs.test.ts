import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS, durableParams, syncPath, syncTree } from './durable-node-fs.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'quittance-sync-')); });
afterEach(() => rmSync(folder, { recursive: true }));

type Stream = { readonly nfd?: number | null };
interface Module {
  NODEFS?: { stream_ops?: { fsync?: (stream: Stream) => number } };
}

/** A file system, and what the engine runs of it before it begins: what was there before, what mounts the folder, and what is ours. */
async function initialised(options: { readonly preRun?: (() => void)[] } = {}) {
  const files = new DurableNodeFS(folder);
  const { emscriptenOpts } = await files.init({} as PGlite, options);
  return { files, preRun: emscriptenOpts.preRun as ((module: Module) => void)[] };
}

describe('the file system of the embedded store', () => {
  it('forces to disk what the engine asks to be, and counts', async () => {
    const { files, preRun } = await initialised();
    const operations: { fsync?: (stream: Stream) => number } = { fsync: () => 7 };
    preRun.at(-1)?.({ NODEFS: { stream_ops: operations } });
    const handle = openSync(join(folder, 'file'), 'w');
    expect([operations.fsync?.({ nfd: handle }), operations.fsync?.({ nfd: handle }), files.syncs]).toEqual([0, 0, 2]);
    closeSync(handle);
    expect(() => operations.fsync?.({ nfd: handle })).toThrow('EBADF');
    expect(files.syncs).toBe(2);
  });

  it('counts nothing for what is no file, but the first of all files', async () => {
    const { files, preRun } = await initialised();
    const operations: { fsync?: (stream: Stream) => number } = {};
    preRun.at(-1)?.({ NODEFS: { stream_ops: operations } });
    expect([operations.fsync?.({}), operations.fsync?.({ nfd: null }), files.syncs]).toEqual([0, 0, 0]);
  });

  it('leaves an engine as it is that has changed inside', async () => {
    const { files, preRun } = await initialised();
    for (const module of [{}, { NODEFS: {} }]) preRun.at(-1)?.(module);
    expect(files.syncs).toBe(0);
  });

  it('keeps what the engine runs before it begins', async () => {
    const before = (): void => undefined;
    const [mounted, ours] = [(await initialised()).preRun, (await initialised({ preRun: [before] })).preRun];
    expect([mounted.length, ours.length, ours[0]]).toEqual([2, 3, before]);
  });

  it('starts the engine with fsync on and a small cache', () => {
    const own = ['fsync=on', 'wal_sync_method=fsync', 'synchronous_commit=on', 'shared_buffers=16MB', 'timezone=UTC'];
    expect(PGlite.defaultStartParams).toContain('-F');
    expect(durableParams()).toEqual([...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), ...own.flatMap((setting) => ['-c', setting])]);
  });
});

describe('forcing a fresh directory to disk', () => {
  it('takes every file and folder in it, each before the folder that lists it, and the folder it stands in', () => {
    const tree = join(folder, 'tree');
    mkdirSync(join(tree, 'a', 'b'), { recursive: true });
    mkdirSync(join(tree, 'empty'));
    for (const name of ['1', join('a', '2'), join('a', 'b', '3')]) writeFileSync(join(tree, name), '');
    symlinkSync('nowhere', join(tree, 'link'));
    const forced: string[] = [];
    syncTree(tree, (path) => forced.push(path));
    expect([...forced].sort()).toEqual(['', 'tree', 'tree/1', 'tree/a', 'tree/a/2', 'tree/a/b', 'tree/a/b/3', 'tree/empty'].map((name) => join(folder, name)).sort());
    const places = (...names: readonly string[]): readonly number[] => names.map((name) => forced.indexOf(join(folder, name)));
    const order = places('tree/a/b/3', 'tree/a/b', 'tree/a', 'tree', '');
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(syncTree(tree)).toBeUndefined();
  });

  it('fails where there is nothing to force', () => {
    expect(() => syncPath(join(folder, 'none'))).toThrow('ENOENT');
    expect(() => syncTree(join(folder, 'none'))).toThrow('ENOENT');
  });

  it('fails where the system says no, and holds nothing open', () => {
    const next = (): number => {
      const handle = openSync(folder, 'r');
      closeSync(handle);
      return handle;
    };
    const free = next();
    expect(() => syncPath('/dev/null')).toThrow('fsync');
    syncPath(folder);
    expect(next()).toBe(free);
  });
});
