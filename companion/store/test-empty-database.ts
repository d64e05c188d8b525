import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { EngineDatabase } from './engine-database.ts';
import { openForgetfulDatabase } from './memory-database.ts';

const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as { version: string };
const folder = 'node_modules/.cache/quittance';
const kept = join(folder, `empty-cluster-${version}.tar`);

/** Making a cluster costs PGlite more than most tests do, and it is the same one every time: it is made once per installed version, before anything of ours is in it. */
async function emptyCluster(): Promise<Blob> {
  if (!existsSync(kept)) {
    const pglite = await PGlite.create();
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    mkdirSync(folder, { recursive: true });
    const mine = `${kept}.${process.pid}`;
    writeFileSync(mine, Buffer.from(await dump.arrayBuffer()));
    renameSync(mine, kept);
  }
  // Read whole: another process that found none either may put its own in this place at any moment.
  return new Blob([readFileSync(kept)]);
}

/** A store in memory with nothing in it, not even our tables. */
export const openEmptyDatabase = async (): Promise<EngineDatabase> => openForgetfulDatabase(await emptyCluster());
