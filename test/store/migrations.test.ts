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

  it('keep the wishes to stop a payment that counted before, and no others', async () => {
    const database = await openEmptyDatabase();
    await migrate(database, now, folderOf(files.indexOf('0021-stop-wish.sql')));
    const ids = ['Cancel 005', 'Hold 005', 'Retry 005', 'Cancel before it was planned', 'Hold of what was never planned'];
    await database.query(`insert into payment (request_id, name, connection, program, currency, amount_minor, recipient_id, payee_key, payee_id, purpose, approved_at, approved_by_id, submitted_by_id, state, found_at, updated_at, answered_action, answered_at)
      select id, id, 'payer', '100', 'USD', 500, 'r', 'k', 'p', 'x', 1, 'a', 's', 'In Progress', 1, 1, id, case id when 'Cancel before it was planned' then 9 else 10 end from unnest($1::text[]) id`, [ids]);
    await database.query("insert into batch (id, connection, program, currency, stage, requested_minor, requested_count, created_at) values ('B', 'payer', '100', 'USD', 'open', 1, 1, 1)");
    await database.query(`insert into attempt (reference, request_id, number, connection, program, payee_id, amount_minor, currency, purpose, org_id, batch_id, stage, posted, sequence, planned_by, planned_at, timeline)
      select id || nr, id, nr, 'payer', '100', 'p', 500, 'USD', 'x', 'o', 'B', stage, 1, 1, 'h', at, '[]' from unnest($1::text[]) id cross join (values (1, 'accepted', 10), (2, 'withdrawn', 11)) a (nr, stage, at)`, [ids.slice(0, 4)]);
    await migrate(database, now);
    expect(await database.query('select request_id as id, stop_wish as wish from payment where stop_wish is not null order by 1')).toEqual(['Cancel 005', 'Hold 005', 'Hold of what was never planned'].map((id) => ({ id, wish: id })));
    await database.close();
  });

  it('tell the payments of before what was owed, where they pay what was converted', async () => {
    const database = await openEmptyDatabase();
    await migrate(database, now, folderOf(files.indexOf('0019-owed.sql')));
    await database.query(`insert into payment (request_id, name, connection, program, currency, amount_minor, recipient_id, payee_key, payee_id, purpose, approved_at, approved_by_id, submitted_by_id, state, found_at, updated_at)
      select id, id, 'payer', '100', 'USD', 546, 'r', 'k', 'p', 'x', 1, 'a', 's', 'Completed', 1, 1 from unnest(array['converted', 'changed since', 'never owed']) id`);
    await database.query(`insert into conversion (request_id, owed_minor, owed_currency, amount_minor, currency, rate, source, rate_at, converted_at)
      select id, 500, 'EUR', minor, 'USD', '1.092', 's', 1, 1 from (values ('converted', 546), ('changed since', 547)) x (id, minor)`);
    await migrate(database, now);
    expect(await database.query('select request_id as id, owed_minor as minor, owed_currency as currency from payment order by 1')).toEqual([
      { id: 'changed since', minor: null, currency: null }, { id: 'converted', minor: 500, currency: 'EUR' }, { id: 'never owed', minor: null, currency: null },
    ]);
    await database.close();
  });
});
