/**
 * A companion that only keeps letters, to be killed: `node writer.ts <folder or postgres://…> <round>`. It prints what it finds on
 * opening, then one line per letter whose keeping was confirmed.
 */
import { writeSync } from 'node:fs';
import { openInbox } from '../../companion/store/inbox.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { letter, realTools } from './world.ts';

const [, , address = '', round = ''] = process.argv;
const say = (word: string, rest: unknown): void => void writeSync(1, `${word} ${JSON.stringify(rest)}\n`);

const database = address.startsWith('postgres') ? await openPostgresDatabase(address, () => undefined) : await openPgliteDatabase(address);
await migrate(database, Date.now);
const wake = await openPgBossWake(database, realTools());
const inbox = openInbox(database, wake, { now: Date.now });

const keys = (await database.query<{ key: string }>('select key from letter')).map(({ key }) => key);
// A letter is written in one transaction with a job, so there can't be letters of a round without a job of its.
const [jobs] = await database.query<{ n: number }>("select count(*) as n from pgboss.job where name = 'wake-letters'");
say('FOUND', { keys, jobs: jobs?.n });
await Promise.all([0, 1, 2, 3].map(async (lane) => {
  for (let index = 0; ; index++) {
    const key = `${round}-${lane}-${index}`;
    await inbox.keep(letter(key));
    say('KEPT', key);
  }
}));
