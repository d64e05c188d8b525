import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { EngineDatabase } from './engine-database.ts';
import { openForgetfulDatabase } from './memory-database.ts';
import { migrate, readMigrations } from './migrate.ts';
import { databaseOn } from './pglite-database.ts';

const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as { version: string };
const folder = 'node_modules/.cache/quittance';

/** Making a cluster costs more than most tests do, and it is the same one every time: it is made once and kept under its name. */
async function kept(name: string, make: () => Promise<PGlite>): Promise<Blob> {
  const file = join(folder, `${name}-${version}.tar`);
  if (!existsSync(file)) {
    const pglite = await make();
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    mkdirSync(folder, { recursive: true });
    const mine = `${file}.${process.pid}`;
    writeFileSync(mine, Buffer.from(await dump.arrayBuffer()));
    renameSync(mine, file);
  }
  // Read whole: another process that found none either may put its own in this place at any moment.
  return new Blob([readFileSync(file)]);
}

/** Without the databases nobody uses here, and with short log segments: each test that opens a store copies all of it. */
async function smallCluster(): Promise<PGlite> {
  const pglite = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] });
  for (const name of ['template0', 'template1']) {
    await pglite.query('update pg_database set datistemplate = false where datname = $1', [name]);
    await pglite.exec(`drop database ${name}`);
  }
  return pglite;
}
export const emptyCluster = (): Promise<Blob> => kept('small-cluster', smallCluster);

/** A store in memory with nothing in it, not even our tables. */
export const openEmptyDatabase = async (): Promise<EngineDatabase> => openForgetfulDatabase(await emptyCluster());

/** A store in memory with our tables, and nothing in them. */
export async function openMigratedDatabase(): Promise<EngineDatabase> {
  const tables = createHash('sha256').update(JSON.stringify(readMigrations())).digest('hex').slice(0, 16);
  return openForgetfulDatabase(await kept(`our-tables-${tables}`, async () => {
    const pglite = await PGlite.create({ loadDataDir: await emptyCluster() });
    await migrate(databaseOn(pglite, undefined, () => undefined), Date.now);
    return pglite;
  }));
}
