import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { insertLetters } from '../../companion/store/letter-rows.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { migrate, migrationsFolder } from '../../companion/store/migrate.ts';
import { letter } from './world.ts';

const now = (): number => 1_700_000_000_000;
const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql')).sort();

/** The migrations as they stood when there were `count` of them. */
function folderOf(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-migrations-'));
  for (const name of files.slice(0, count)) copyFileSync(join(migrationsFolder, name), join(folder, name));
  return folder;
}

describe('migrations', () => {
  it.each(files.map((_, index) => index + 1))('go forward from schema %i with a letter in flight', async (landed) => {
    const database = await openEmptyDatabase();
    expect(await migrate(database, now, folderOf(landed))).toEqual(files.slice(0, landed));
    await insertLetters(database, [letter('in flight')], now(), 0);
    expect(await migrate(database, now)).toEqual(files.slice(landed));
    expect(await migrate(database, now)).toEqual([]);
    expect(await database.query('select key from letter')).toEqual([{ key: 'in flight' }]);
    await database.close();
  });

  it('tell the dead letters of before which issue stands for them', async () => {
    const database = await openEmptyDatabase();
    await migrate(database, now, folderOf(files.indexOf('0015-letter-issue.sql')));
    await insertLetters(database, [letter('dead'), letter('new')], now(), 0);
    await database.query("update letter set state = 'dead', settled_at = $1 where key = 'dead'", [now()]);
    await migrate(database, now);
    expect(await database.query('select issue from letter order by id')).toEqual([{ issue: 'dead letter:payer/payout:2023-11-14T22' }, { issue: null }]);
    await database.close();
  });
});
