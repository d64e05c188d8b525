import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));
/** Any fixed number: companions that start together take turns on it. */
const advisoryLock = 7_120_033_101;

/** The migrations of a folder in order. @throws Problem `invalid` on a wrong name, a gap or a number used twice. */
export function readMigrations(folder: string = migrationsFolder): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (number !== index + 1)
      throw new Problem('invalid', `Store: migration ${name} is out of order. Files are named 0001-what-it-does.sql, without gaps; this one should start with ${String(index + 1).padStart(4, '0')}.`);
    // Line endings differ between checkouts and mean nothing.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

function check(landed: readonly { number: number; name: string; checksum: string }[], known: readonly Migration[]): void {
  for (const { number, name, checksum } of landed) {
    const file = known[number - 1];
    if (!file)
      throw new Problem('refused', `Store: the database already has migration ${name}, which this program does not know. It was used by a newer version; start that one.`);
    if (file.name !== name || file.checksum !== checksum)
      throw new Problem('refused', `Store: migration ${name} landed in this database and was changed afterwards (now ${file.name}). Restore the file and put the change into a new migration.`);
  }
}

/**
 * Brings the schema forward, all of it or nothing, and never back. Two companions starting at once take turns.
 * @returns the names of what was applied. @throws Problem `refused` when a landed migration was edited or is unknown here.
 */
export async function migrate(database: EngineDatabase, now: () => number, folder: string = migrationsFolder): Promise<readonly string[]> {
  const known = readMigrations(folder);
  // Another companion may be at it already, and a large table takes its time.
  return database.patiently(() => database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock($1::bigint)', [advisoryLock]);
    await database.script('create table if not exists migration (number integer primary key, name text not null, checksum text not null, applied_at bigint not null)');
    const landed = await database.query<{ number: number; name: string; checksum: string }>('select number, name, checksum from migration order by number');
    check(landed, known);
    const fresh = known.slice(landed.length);
    for (const { number, name, sql, checksum } of fresh) {
      await database.script(sql);
      await database.query('insert into migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)', [number, name, checksum, now()]);
    }
    return fresh.map(({ name }) => name);
  }));
}
