import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lane, start } from './test-office.ts';
import { openOutcomeBench, reason, ref } from './test-outcome.ts';

let bench: Awaited<ReturnType<typeof openOutcomeBench>>;
beforeAll(async () => { bench = await openOutcomeBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

describe('a batch the provider refused as a whole', () => {
  it('speaks of its only row', async () => {
    await bench.record(await bench.sending(1), { refused: 'all', reason: reason('payee') });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'refused' });
    expect(await bench.issues()).toMatchObject([{ kind: 'batch refused', source: 'B1', severity: 'Warning', summary: 'The provider refused a batch of 1', detail: 'words (9). ' }]);
  });

  it('says nothing of its only row when we were not let in', async () => {
    await bench.record(await bench.sending(1), { refused: 'all', reason: reason('access') });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', refusedWithBatch: true, reasonCode: '9' });
  });

  it('is one more of the same as long as we are not let in', async () => {
    await bench.record(await bench.sending(1, { unknownSince: 7 }), { refused: 'all', reason: reason('access') });
    expect(await bench.attempt(ref(1))).toMatchObject({ unknownSince: 7 });
  });

  it('because it holds a reference that exists already may hold any: none goes out again', async () => {
    await bench.record(await bench.sending(2), { refused: 'all', reason: reason('duplicate') });
    expect(await bench.attempt(ref(2))).toMatchObject({ stage: 'unknown', posted: 2, refusedWithBatch: false });
  });

  it('names nobody among many: they are asked about', async () => {
    await bench.record(await bench.sending(2), { refused: 'all', reason: reason('data') });
    expect(await bench.attempt(ref(2))).toMatchObject({ stage: 'unknown', refusedWithBatch: true, reasonCode: '9', reasonText: 'words', reasonCause: 'data' });
    expect((await bench.told(1)).why).toBe('Outcome unknown (its batch was refused: words (9)); the provider is being asked.');
    expect(await bench.issues()).toMatchObject([{ summary: 'The provider refused a batch of 2', detail: 'words (9). Its rows are asked about one by one, then sent again in halves.' }]);
  });

  it.each([['funds', null], ['data', start]] as const)('for %s leaves the balance as read at %p', async (cause, availableAt) => {
    await bench.store.lanes.reading(lane, 500, start, 500);
    await bench.record(await bench.sending(2), { refused: 'all', reason: reason(cause) });
    expect(await bench.store.lanes.read(lane)).toMatchObject({ availableAt });
  });
});
