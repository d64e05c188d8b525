import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The part of Emscripten's file system this leans on: internal to PGlite 0.5.16, hence the exact pin and the self-test. */
interface NodeModule {
  NODEFS?: { stream_ops?: { fsync?: (stream: { nfd?: number | null }) => number } };
}

/** PGlite's own file system answers fsync without doing it. This one does it, and counts. */
export class DurableNodeFS extends NodeFS {
  syncs = 0;

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const options = made.emscriptenOpts as { preRun?: ((module: NodeModule) => void)[] };
    options.preRun = [...(options.preRun ?? []), (module) => this.#hook(module)];
    return made;
  }

  #hook(module: NodeModule): void {
    const operations = module.NODEFS?.stream_ops;
    // When PGlite has changed inside, the counter stays at zero and the self-test refuses to start.
    if (!operations) return;
    operations.fsync = (stream) => {
      if (stream.nfd === undefined || stream.nfd === null) return 0;
      fsyncSync(stream.nfd);
      this.syncs += 1;
      return 0;
    };
  }
}

/** PGlite's parameters, but with fsync on and a cache that leaves memory to the program. */
export const durableParams = (): string[] => [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'synchronous_commit=on', 'shared_buffers=16MB', 'timezone=UTC'].flatMap((setting) => ['-c', setting]),
];

/** Forces a freshly made data directory to disk: the files of initdb are written before any fsync is asked for. `sync` forces one path. */
export function syncTree(folder: string, sync: (path: string) => void = syncPath): void {
  syncFolder(folder, sync);
  sync(dirname(folder));
}

function syncFolder(folder: string, sync: (path: string) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncFolder(path, sync);
    else if (entry.isFile()) sync(path);
  }
  sync(folder);
}

/** Forces one file, or what a folder lists, to disk. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
