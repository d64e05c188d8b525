import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DiskEntry } from './recorded-disk.ts';

type Name = Extract<DiskEntry, { readonly op: 'create' | 'mkdir' | 'rename' | 'remove' }>;
type Cut = Extract<DiskEntry, { readonly op: 'truncate' }>;

interface PendingWrite {
  readonly nth: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A disk as it was when a process began to write to it: what lay where, and a copy of it. */
export interface DiskBefore {
  readonly copy: string;
  /** By path below the folder. */
  readonly inodes: ReadonlyMap<string, number>;
}

/** What the last power failure did to the writes nobody had synced. */
export interface Loss {
  readonly unsynced: number;
  readonly dropped: number;
  readonly torn: number;
  /** Creations, renames, removals and cuts that did not come to pass. */
  readonly undone: number;
}

const sector = 512;

function pathsIn(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? [path, ...pathsIn(folder, path)] : [path];
  });
}

/** While nobody writes there. */
export function diskBefore(folder: string, copy: string): DiskBefore {
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  return { copy, inodes: new Map(pathsIn(folder).map((path) => [path, lstatSync(join(folder, path)).ino])) };
}

/** What was written down; the last entry may have been cut off by the death of the one who wrote. */
function* entriesOf(file: string): Generator<{ readonly entry: DiskEntry; readonly bytes: Uint8Array }> {
  const all = readFileSync(file);
  for (let at = 0; at < all.length;) {
    const end = all.indexOf(10, at);
    if (end < 0) return;
    const entry = JSON.parse(all.toString('utf8', at, end)) as DiskEntry;
    at = end + 1;
    if (entry.op !== 'write') yield { entry, bytes: all.subarray(at, at) };
    else if (at + entry.bytes <= all.length) yield { entry, bytes: entry.bytes ? all.subarray(at, at + entry.bytes) : new Uint8Array(entry.length) };
    else return;
    if (entry.op === 'write') at += entry.bytes;
  }
}

/**
 * A journaling file system as ext4 and XFS are: what is written reaches the disk when its file is synced, or in any order before, or not at all, and
 * sector by sector; creations, renames, removals and cuts happen in their order, and are all there with the next sync of anything.
 */
class JournaledDisk {
  readonly names: Map<string, number>;
  readonly touched = new Map<number, Buffer>();
  readonly folders = new Set<string>();
  #writes = new Map<number, PendingWrite[]>();
  #journal: { readonly nth: number; readonly entry: Name | Cut }[] = [];
  #nth = 0;
  readonly #before: DiskBefore;
  readonly #pathOf: Map<number, string>;

  constructor(before: DiskBefore) {
    this.#before = before;
    this.names = new Map(before.inodes);
    this.#pathOf = new Map([...before.inodes].map(([path, ino]) => [ino, path]));
  }

  play({ entry, bytes }: { readonly entry: DiskEntry; readonly bytes: Uint8Array }): void {
    const nth = this.#nth++;
    if (entry.op === 'write') this.#writes.set(entry.ino, [...(this.#writes.get(entry.ino) ?? []), { nth, at: entry.at, bytes }]);
    else if (entry.op !== 'sync') this.#journal.push({ nth, entry });
    else {
      this.#commit(this.#journal.length);
      for (const write of this.#writes.get(entry.ino) ?? []) this.#write(entry.ino, write.at, write.bytes);
      this.#writes.delete(entry.ino);
    }
  }

  /** The power fails: how much of the rest survives is chance. */
  fail(random: () => number): Loss {
    const journaled = this.#journal.length;
    const survive = Math.floor(random() * (journaled + 1));
    this.#commit(survive);
    const [keep, tear] = [[0, 0.5, 0.9][Math.floor(random() * 3)] ?? 0, 0.4];
    const loss = { unsynced: 0, dropped: 0, torn: 0 };
    for (const [ino, writes] of this.#writes) {
      for (const { at, bytes } of writes) {
        loss.unsynced++;
        if (random() >= keep) loss.dropped++;
        else if (bytes.length <= sector || random() >= tear) this.#write(ino, at, bytes);
        else {
          loss.torn++;
          for (let from = 0; from < bytes.length; from += sector) if (random() < 0.5) this.#write(ino, at + from, bytes.subarray(from, from + sector));
        }
        // The length may be on the disk without the bytes.
        if (random() < 0.3) this.#grow(ino, at + bytes.length);
      }
    }
    return { ...loss, undone: journaled - survive };
  }

  #commit(count: number): void {
    for (const { nth, entry } of this.#journal.splice(0, count)) {
      if (entry.op === 'truncate') this.#truncate(nth, entry);
      else this.#rename(entry);
    }
  }

  #rename(entry: Name): void {
    if (entry.op === 'remove') return void this.names.delete(entry.path);
    if (entry.op === 'rename') {
      for (const [path, ino] of [...this.names]) {
        if (path !== entry.path && !path.startsWith(`${entry.path}/`)) continue;
        this.names.delete(path);
        this.names.set(entry.to + path.slice(entry.path.length), ino);
      }
      return;
    }
    this.names.set(entry.path, entry.ino);
    if (entry.op === 'mkdir') return void this.folders.add(entry.path);
    // An inode that was freed is used again.
    this.#pathOf.delete(entry.ino);
    this.touched.set(entry.ino, Buffer.alloc(0));
  }

  #content(ino: number): Buffer {
    const path = this.#pathOf.get(ino);
    const known = this.touched.get(ino) ?? (path === undefined ? Buffer.alloc(0) : readFileSync(join(this.#before.copy, path)));
    this.touched.set(ino, known);
    return known;
  }

  #grow(ino: number, size: number): Buffer {
    const old = this.#content(ino);
    if (old.length >= size) return old;
    const grown = Buffer.concat([old, Buffer.alloc(size - old.length)]);
    this.touched.set(ino, grown);
    return grown;
  }

  #write(ino: number, at: number, bytes: Uint8Array): void {
    this.#grow(ino, at + bytes.length).set(bytes, at);
  }

  #truncate(nth: number, { ino, size }: Cut): void {
    this.touched.set(ino, Buffer.from(this.#grow(ino, size).subarray(0, size)));
    const rest = (this.#writes.get(ino) ?? []).flatMap((write) => (write.nth > nth || write.at + write.bytes.length <= size ? [write] : write.at < size ? [{ ...write, bytes: write.bytes.subarray(0, size - write.at) }] : []));
    this.#writes.set(ino, rest);
  }
}

/**
 * Puts a folder into the state it would be in after the power failed at the end of what was written down: everything synced is there; what was not may
 * be there, in part, or not at all.
 */
export function losePower(folder: string, before: DiskBefore, recording: string, random: () => number): Loss {
  const disk = new JournaledDisk(before);
  for (const played of entriesOf(recording)) disk.play(played);
  const loss = disk.fail(random);
  rmSync(folder, { recursive: true, force: true });
  cpSync(before.copy, folder, { recursive: true });
  const old = new Map([...before.inodes].map(([path, ino]) => [ino, path]));
  const isSame = (path: string, ino: number): boolean => before.inodes.get(path) === ino && !disk.touched.has(ino);
  for (const path of before.inodes.keys()) if (!disk.names.has(path)) rmSync(join(folder, path), { recursive: true, force: true });
  for (const [path, ino] of disk.names) {
    if (isSame(path, ino)) continue;
    const from = old.get(ino);
    const isFolder = disk.folders.has(path) || (from !== undefined && !disk.touched.has(ino) && lstatSync(join(before.copy, from)).isDirectory());
    // PostgreSQL refuses folders that others may read.
    mkdirSync(isFolder ? join(folder, path) : dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    if (!isFolder) writeFileSync(join(folder, path), disk.touched.get(ino) ?? (from === undefined ? '' : readFileSync(join(before.copy, from))), { mode: 0o600 });
  }
  return loss;
}
