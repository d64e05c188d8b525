import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { selfTest } from './self-test.ts';
import { emptyCluster } from './test-empty-database.ts';

const refusal = (why: string) => ({
  kind: 'refused', message: `Store: the embedded database can't promise to keep what it accepted (${why}). Set DATABASE_URL to a PostgreSQL server.`,
});

describe('the self-test of the embedded store', () => {
  let stock: PGlite;
  beforeAll(async () => { stock = await PGlite.create({ loadDataDir: await emptyCluster() }); }, 30_000);
  afterAll(() => stock.close());
  const answering = (rows: readonly unknown[], asked: string[] = []): PGlite => ({ query: (sql: string) => Promise.resolve(asked.push(sql)).then(() => ({ rows })) }) as unknown as PGlite;
  const on = [{ fsync: 'on' }];

  it('refuses the engine as it comes, which flushes nothing', async () => {
    let syncs = 0;
    await expect(selfTest(stock, () => syncs++, () => true)).rejects.toMatchObject(refusal('fsync is off'));
    await expect(selfTest(answering([]), () => syncs++, () => true)).rejects.toMatchObject(refusal('fsync is off'));
  });
  it('refuses when a commit does not reach the disk', async () => {
    await expect(selfTest(answering(on), () => 7, () => true)).rejects.toMatchObject(refusal('a commit did not reach the disk'));
    let syncs = 7;
    await expect(selfTest(answering(on), () => syncs--, () => true)).rejects.toMatchObject(refusal('a commit did not reach the disk'));
  });
  it('refuses without the lock, and asks nothing of the engine', async () => {
    const asked: string[] = [];
    await expect(selfTest(answering(on, asked), () => 7, () => false)).rejects.toMatchObject(refusal('the data directory is not locked'));
    expect(asked).toEqual([]);
  });
  it('accepts an engine whose counter moves', async () => {
    let syncs = 0;
    const asked: string[] = [];
    await expect(selfTest(answering(on, asked), () => syncs++, () => true)).resolves.toBeUndefined();
    expect(asked).toEqual(['show fsync', "select pg_logical_emit_message(true, 'self-test', '')"]);
  });
});
