import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { render } from './render.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** Which batch the books are told that the request belongs to, where so many payments are left of it. */
async function keyOf({ requestedCount, told = false, batchId = 'B1' }: { readonly requestedCount: number; readonly told?: boolean; readonly batchId?: string | null }): Promise<string | null | undefined> {
  const { ledger } = bench.store;
  await ledger.takeUp([newPayment(1, { attempt: 1 })], 'On Hold');
  await ledger.plan([newBatch({ requestedCount })], [newAttempt(1, { stage: 'withdrawn' })]);
  if (told) await ledger.batchesTold(['B1']);
  await bench.query('update payment set batch_id = $1', batchId);
  const [change] = await render(bench.office, [{ kind: 'request', key: idOf(1), version: 1, tries: 0, refusalTold: false }]);
  return change?.kind === 'request' ? change.batchKey : undefined;
}

describe('the batch of a request', () => {
  it('is told where the books have it, or are told of it', async () => {
    const key = `${bench.office.keyPrefix}:B1`;
    expect(await keyOf({ requestedCount: 1 })).toBe(key);
    await bench.clear();
    expect(await keyOf({ requestedCount: 0, told: true })).toBe(key);
  });

  it('is none where everything was taken back from it before it was told: the books would wait for it for ever', async () => {
    expect(await keyOf({ requestedCount: 0 })).toBeNull();
  });

  it('is none where it has none', async () => {
    expect(await keyOf({ requestedCount: 1, batchId: null })).toBeNull();
  });
});
