import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { render } from './render.ts';
import { start } from './test-office.ts';
import { hour, openHearing, ref, seen } from './test-hearing.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

it('a payout that is on its way although it was called cancelled is not told as cancelled, nor its batch as sealed', async () => {
  await bench.given('Failed', { stage: 'settled', cancelledFirstAt: start - hour, providerStatus: 'cancelled', providerRaw: 'Cancelled' });
  await bench.store.ledger.patchBatches([['B1', { requestedMinor: 1_000, requestedCount: 1, approvedMinor: 1_000, movementMinor: 0, stage: 'settled', sentAt: start - hour }]]);
  await bench.hears({ 1: seen('pending', { raw: 'Pending' }) });
  expect(await bench.attempt(ref(1))).toMatchObject({ revived: true });
  const row = (kind: 'transaction' | 'batch', key: string) => ({ kind, key, version: 1, tries: 0, refusalTold: false });
  const changes = await render(bench.office, [row('transaction', ref(1)), row('batch', 'B1')]);
  expect(changes).toMatchObject([{ kind: 'transaction', status: 'Pending' }, { kind: 'batch', seal: 'Open' }]);
});
