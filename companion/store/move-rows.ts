import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';

export interface MovedTable {
  readonly table: string;
  readonly rows: number;
}

/** Rows per statement: large enough to be quick, small enough for letters of a megabyte. */
const atOnce = 100;

/** Tables in an order in which every reference finds its row; a table that refers to itself counts as referring to nobody. */
async function tablesInOrder(database: EngineDatabase): Promise<readonly string[]> {
  const names = (await database.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration' order by 1")).map(({ name }) => name);
  const links = await database.query<{ child: string; parent: string }>(
    "select c.relname as child, p.relname as parent from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid where f.contype = 'f' and f.conrelid <> f.confrelid");
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.find((name) => !ordered.includes(name) && links.every(({ child, parent }) => child !== name || ordered.includes(parent)));
    if (!next) throw new Problem('refused', 'Mover: the tables refer to each other in a circle, so no order of copying works. Report this.');
    ordered.push(next);
  }
  return ordered;
}

const count = async (database: EngineDatabase, table: string): Promise<number> => (await database.query<{ rows: number }>(`select count(*) as rows from "${table}"`))[0]?.rows ?? 0;

/** Copies one table as JSON text made and read by PostgreSQL itself, so that no number or byte passes through JavaScript's hands. */
async function copy(from: EngineDatabase, to: EngineDatabase, table: string): Promise<void> {
  await from.script(`declare moving no scroll cursor for select to_jsonb(t)::text as row from "${table}" t`);
  for (;;) {
    const rows = await from.query<{ row: string }>(`fetch ${atOnce} from moving`);
    if (!rows.length) break;
    await to.query(`insert into "${table}" overriding system value select r.* from unnest($1::text[]) with ordinality as x(row, place), jsonb_populate_record(null::"${table}", x.row::jsonb) r order by x.place`, [rows.map(({ row }) => row)]);
  }
  await from.script('close moving');
}

async function copySequences(from: EngineDatabase, to: EngineDatabase): Promise<void> {
  const sequences = await from.query<{ name: string; value: number | null }>("select sequencename as name, last_value as value from pg_sequences where schemaname = 'public'");
  for (const { name, value } of sequences) if (value !== null) await to.query('select setval($1::text::regclass, $2::bigint, true)', [`public."${name}"`, value]);
}

/** @throws Problem `refused` when the target already holds anything of ours. */
async function mustBeEmpty(target: EngineDatabase): Promise<void> {
  for (const table of await tablesInOrder(target))
    if (await count(target, table)) throw new Problem('refused', `Mover: the target already has rows in "${table}". Give an empty database, so that two ledgers can't mix.`);
}

/**
 * Copies every row and every sequence, compares the counts, and commits only when they agree; both schemas must be at the same migration.
 * Wake-ups are not copied: the tables are swept at the next start. `told` hears of each table.
 */
export async function moveRows(from: EngineDatabase, to: EngineDatabase, told: (moved: MovedTable) => void): Promise<void> {
  await from.transaction(() => to.patiently(() => to.transaction(async () => {
    await mustBeEmpty(to);
    for (const table of await tablesInOrder(from)) {
      await copy(from, to, table);
      const [here, there] = [await count(from, table), await count(to, table)];
      if (here !== there) throw new Problem('refused', `Mover: "${table}" has ${here} rows here and ${there} there. Nothing was moved; try again.`);
      told({ table, rows: there });
    }
    await copySequences(from, to);
  })));
}
