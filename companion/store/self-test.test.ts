import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { selfTest } from './self-test.ts';

describe('the self-test of the embedded store', () => {
  let stock: PGlite;
  beforeAll(async () => { stock = await PGlite.create(); }, 30_000);
  afterAll(() => stock.close());
  const answering = (fsync: string): PGlite => ({ query: () => Promise.resolve({ rows: [{ fsync }] }) }) as unknown as PGlite;

  it('refuses the engine as it comes, which flushes nothing', async () => {
    await expect(selfTest(stock, () => 0, () => true)).rejects.toThrow(/fsync is off.*Set DATABASE_URL/);
  });
  it('refuses when a commit does not reach the disk', async () => {
    await expect(selfTest(answering('on'), () => 7, () => true)).rejects.toThrow(/did not reach the disk/);
  });
  it('refuses without the lock', async () => {
    await expect(selfTest(answering('on'), () => 7, () => false)).rejects.toThrow(/not locked/);
  });
  it('accepts an engine whose counter moves', async () => {
    let syncs = 0;
    await expect(selfTest(answering('on'), () => syncs++, () => true)).resolves.toBeUndefined();
  });
});
