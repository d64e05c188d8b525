import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openCursors } from '../../companion/store/cursors.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

let server: TestPostgres;
beforeAll(async () => { server = await startPostgres(); }, 60_000);
afterAll(() => server.stop());

(process.env.DATABASE_URL ? it.skip : it)('goes on after the server was killed, without losing what was written', async () => {
  const database = await openPostgresDatabase(server.url, () => undefined);
  await migrate(database, Date.now);
  const cursors = openCursors(database, { now: Date.now });
  await cursors.set('before', '1');
  const inTransaction = database.transaction(async () => {
    await cursors.set('inside', '1');
    await server.kill();
    await cursors.set('inside', '2');
  });
  await expect(inTransaction).rejects.toMatchObject({ kind: 'unreachable' });
  expect([await cursors.get('before'), await cursors.get('inside')]).toEqual(['1', undefined]);
  await database.close();
}, 60_000);
