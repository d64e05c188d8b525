import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { backUp } from './backups.ts';
import type { EngineDatabase } from './engine-database.ts';
import { openInstallation } from './installation.ts';
import { restore } from './restore.ts';
import { openEmptyDatabase } from './test-empty-database.ts';
import { openLedgerStore } from './test-ledger-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-restore-'));
let database: EngineDatabase;
beforeAll(async () => { database = await openEmptyDatabase(); });
beforeEach(() => database.script('drop schema public cascade; create schema public'));
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** What every dump begins with: a setting, and a schema, that not every server takes. */
const head = "-- no SET transaction_timeout = 0;\nSET transaction_timeout = never;\n-- no CREATE SCHEMA public;\nCREATE SCHEMA public;\nSELECT pg_catalog.set_config('search_path', '', false);\n";
const installation = "CREATE TABLE public.installation (mode text);\nINSERT INTO public.installation VALUES ('normal');\n";
const note = 'ü, in lines:\nCREATE SCHEMA public; is one of them,\nSET transaction_timeout = 0; another';

function dumpOf(sql: string): string {
  const path = join(folder, 'dump.sql.gz');
  writeFileSync(path, gzipSync(sql));
  return path;
}
const tables = (): Promise<readonly unknown[]> => database.query("select tablename from pg_tables where schemaname = 'public'");

describe('a restored dump', () => {
  it('is the whole ledger of then, in recovery mode', async () => {
    const opened = await openLedgerStore();
    const bound = { companionId: 'c', orgId: 'o', orgIsSandbox: false, providerEnvironment: 'production', programs: ['100200300'], epoch: 3, mode: 'normal' as const, boundAt: 1 };
    await openInstallation(opened.database).bind(bound);
    const path = await backUp(opened.database, folder, opened.clock.at);
    await opened.close();
    await restore(database, path);
    const { boundAt: _, ...kept } = bound;
    expect(await openInstallation(database).read()).toEqual({ ...kept, sequence: 0, mode: 'recovery' });
    expect(await openInstallation(database).takeSequence(1)).toBe(1);
  });

  it('may come from a newer server, and its texts stay what they were', async () => {
    await restore(database, dumpOf(`${head}${installation}CREATE TABLE public.note (text text);\nINSERT INTO public.note VALUES ('${note}');\n`));
    expect(await database.query('select text, mode from note, installation')).toEqual([{ text: note, mode: 'recovery' }]);
  });

  it('may say nothing of a schema', async () => {
    await restore(database, dumpOf(`${installation}CREATE TABLE public.note (text text);\nINSERT INTO public.note VALUES ('${note.slice(0, 60)}');\n`));
    expect(await database.query('select text, mode from note, installation')).toEqual([{ text: note.slice(0, 60), mode: 'recovery' }]);
  });

  it('is there as a whole or not at all', async () => {
    await expect(restore(database, dumpOf(`${head}${installation}CREATE TABLE public.more (n integer);\nSELEC 1;\n`))).rejects.toThrow('syntax error at or near "SELEC"');
    expect(await tables()).toEqual([]);
    await expect(restore(database, join(folder, 'none.sql.gz'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes the place of nothing', async () => {
    await database.script('create table public.ours (n integer)');
    await expect(restore(database, dumpOf(`${head}${installation}`))).rejects.toMatchObject({
      kind: 'refused', message: 'Store: a dump is restored into an empty store only. Name a new folder, or an empty database.',
    });
    expect(await tables()).toEqual([{ tablename: 'ours' }]);
  });
});
