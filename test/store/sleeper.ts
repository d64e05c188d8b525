/** A companion that dies in the middle of a turn: `node sleeper.ts <folder or postgres://…>` prints TURN and waits to be killed. */
import { writeSync } from 'node:fs';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { realTools, sleep } from './world.ts';

const address = process.argv[2] ?? '';
const database = address.startsWith('postgres') ? await openPostgresDatabase(address, () => undefined) : await openPgliteDatabase(address);
await migrate(database, Date.now);
const wake = await openPgBossWake(database, realTools());
await wake.work(async () => {
  writeSync(1, 'TURN\n');
  await sleep(3_600_000);
});
await wake.at('letters', Date.now());
