import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate, readMigrations } from '../../companion/store/migrate.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

let server: TestPostgres;
beforeAll(async () => { server = await startPostgres(); }, 60_000);
afterAll(() => server.stop());

it('companions that start together on a server migrate once', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => openPostgresDatabase(server.url, () => undefined)));
  const applied = await Promise.all(databases.map((database) => migrate(database, () => 1_700_000_000_000)));
  expect(applied.flat()).toEqual(readMigrations().map(({ name }) => name));
  await Promise.all(databases.map((database) => database.close()));
});
