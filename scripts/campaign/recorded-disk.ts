/**
 * Loaded before a companion (`node --import`): writes down, in order, all that this process asks of the disk below RECORD_FOLDER, into RECORD_FILE. It
 * sits where Node's `fs` meets the operating system, so that what counts as synced is what really was, whoever asked for it. An entry is a line of
 * JSON, followed by so many bytes as its `bytes` says.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

/** `ino` is the number of the inode: a file keeps it when it is renamed. */
export type DiskEntry =
  | { readonly op: 'create' | 'mkdir'; readonly path: string; readonly ino: number }
  | { readonly op: 'write'; readonly ino: number; readonly at: number; readonly length: number; readonly bytes: number }
  | { readonly op: 'truncate'; readonly ino: number; readonly size: number }
  | { readonly op: 'sync'; readonly ino: number }
  | { readonly op: 'rename'; readonly path: string; readonly to: string }
  | { readonly op: 'remove'; readonly path: string };

const folder = resolve(process.env.RECORD_FOLDER ?? '') + sep;
const real = { ...fs };
const log = real.openSync(process.env.RECORD_FILE ?? '', 'a');
const inodes = new Map<number, number>();
const zeros = Buffer.alloc(65_536);

const note = (entry: DiskEntry, bytes?: Uint8Array): void => {
  const line = Buffer.from(`${JSON.stringify(entry)}\n`);
  real.writeSync(log, bytes ? Buffer.concat([line, bytes]) : line);
};
const within = (path: unknown): path is string => typeof path === 'string' && resolve(path).startsWith(folder);
const name = (path: string): string => resolve(path).slice(folder.length);
const inodeAt = (path: string): number => real.lstatSync(path).ino;
const isBlank = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += zeros.length) if (!zeros.subarray(0, Math.min(zeros.length, bytes.length - at)).equals(bytes.subarray(at, at + zeros.length))) return false;
  return true;
};
/** New segments of the log are written full of zeros first: these are told, not copied. */
const noteWrite = (ino: number, at: number, bytes: Uint8Array): void =>
  isBlank(bytes) ? note({ op: 'write', ino, at, length: bytes.length, bytes: 0 }) : note({ op: 'write', ino, at, length: bytes.length, bytes: bytes.length }, bytes);

fs.openSync = (path, ...rest) => {
  const isOurs = within(path);
  const isNew = isOurs && !real.existsSync(path);
  const handle = real.openSync(path, ...rest);
  if (!isOurs) return (inodes.delete(handle), handle);
  const { ino } = real.fstatSync(handle);
  inodes.set(handle, ino);
  if (isNew) note({ op: 'create', path: name(path), ino });
  return handle;
};
fs.writeSync = ((handle: number, bytes: Uint8Array, offset?: number | null, length?: number | null, at?: number | null) => {
  const ino = inodes.get(handle);
  const written = real.writeSync(handle, bytes, offset, length, at);
  if (ino !== undefined) {
    if (typeof at !== 'number') throw new Error('Recorded disk: a write without a position.');
    noteWrite(ino, at, new Uint8Array(bytes.buffer, bytes.byteOffset + (offset ?? 0), written));
  }
  return written;
}) as typeof fs.writeSync;
fs.writeFileSync = (path, data, options) => {
  const isNew = within(path) && !real.existsSync(path);
  real.writeFileSync(path, data, options);
  if (!within(path)) return;
  if (isNew) note({ op: 'create', path: name(path), ino: inodeAt(path) });
  else note({ op: 'truncate', ino: inodeAt(path), size: 0 });
  const bytes = Buffer.from(data as string);
  if (bytes.length) noteWrite(inodeAt(path), 0, bytes);
};
const synced = (sync: (handle: number) => void) => (handle: number): void => {
  sync(handle);
  const ino = inodes.get(handle);
  if (ino !== undefined) note({ op: 'sync', ino });
};
fs.fsyncSync = synced(real.fsyncSync);
fs.fdatasyncSync = synced(real.fdatasyncSync);
fs.ftruncateSync = (handle, size) => {
  real.ftruncateSync(handle, size);
  const ino = inodes.get(handle);
  if (ino !== undefined) note({ op: 'truncate', ino, size: size ?? 0 });
};
fs.truncateSync = (path, size) => {
  real.truncateSync(path, size);
  if (within(path)) note({ op: 'truncate', ino: inodeAt(path), size: Number(size ?? 0) });
};
fs.renameSync = (path, to) => {
  real.renameSync(path, to);
  if (within(path) && within(to)) note({ op: 'rename', path: name(path), to: name(to) });
};
const removed = (remove: (path: fs.PathLike) => void) => (path: fs.PathLike): void => {
  remove(path);
  if (within(path)) note({ op: 'remove', path: name(path) });
};
fs.unlinkSync = removed(real.unlinkSync);
fs.rmdirSync = removed(real.rmdirSync);
fs.mkdirSync = ((path: fs.PathLike, options?: fs.MakeDirectoryOptions) => {
  const made = real.mkdirSync(path, options);
  if (within(path)) note({ op: 'mkdir', path: name(path), ino: inodeAt(path) });
  return made;
}) as typeof fs.mkdirSync;
syncBuiltinESMExports();
