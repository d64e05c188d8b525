import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { openForgetfulDatabase } from '../../companion/store/memory-database.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import { startPostgres } from './postgres.ts';
import { mkdtempSync } from 'node:fs';
const dir = mkdtempSync('/tmp/pgl-try-');
let t = performance.now(); const lap = (s: string) => { console.log(s, Math.round(performance.now() - t)); t = performance.now(); };
const server = await startPostgres(); lap('pg start');
const dbs = [await openPgliteDatabase(dir), await openForgetfulDatabase(), await openPostgresDatabase(server.url, console.error)]; lap('open');
const log = { debug() {}, info: console.log, warn: console.log, error: console.log };
const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
const tools = { now: () => Date.now(), fetch, random: Math.random, log, timer: { after: (ms: number, f: () => void) => { const h = setTimeout(f, ms); return () => clearTimeout(h); }, sleep } };
for (const db of dbs) {
  await migrate(db, () => 1700000000000);
  const wake = await openPgBossWake(db, tools); lap('wake ' + db.engine);
  // cold send in a transaction
  await db.transaction(async () => { await wake.at('letters', tools.now()); await wake.at('letters', tools.now()); }); lap('cold send');
  const turnsAt: [string, number][] = [];
  await wake.work(async (topic) => { turnsAt.push([topic, performance.now()]); });
  await sleep(500); t = performance.now();
  for (let i = 0; i < 5; i++) {
    turnsAt.length = 0; const t0 = performance.now();
    await db.transaction(async () => { await db.query('select 1'); await wake.at('outbox', tools.now()); });
    const committed = performance.now();
    await sleep(200);
    console.log('commit', (committed - t0).toFixed(1), 'turns', turnsAt.map(([k, x]) => k + ' ' + (x - committed).toFixed(1)).join());
  }
  turnsAt.length = 0; let t0 = performance.now();
  await wake.at('timers', tools.now() + 700); await sleep(4500);
  console.log('ahead 700:', turnsAt.map(([k, x]) => k + ' ' + (x - t0).toFixed(1)).join());
  await db.transaction(async () => { await wake.at('timers', tools.now()); throw new Error('no'); }).catch(() => {});
  console.log(await db.query('select name, state::text, count(*) from pgboss.job group by 1,2'));
  lap('done'); await wake.close(); lap('closed');
}
for (const db of dbs) await db.close();
await server.stop(); lap('stopped');
