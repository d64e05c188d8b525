import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { start } from './test-office.ts';
import { minute } from './test-rows.ts';
import { hour, openHearing, ref, seen } from './test-hearing.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());
const paid = { stage: 'settled', transferredAt: start - hour, cancelledFirstAt: start - 30 * minute } as const;

it('a debt that was paid twice, and both payouts of which come back in one breath, is not called paid', async () => {
  await bench.given('Completed', paid, paid);
  await bench.hears({ 1: seen('cancelled'), 2: seen('cancelled') });
  expect([(await bench.attempt(ref(1)))?.returnedAt, (await bench.attempt(ref(2)))?.returnedAt]).toEqual([start, start]);
  expect((await bench.told())?.[0]).toBe('Returned');
});

it('one after the other it is not', async () => {
  await bench.given('Completed', paid, paid);
  await bench.hears({ 1: seen('cancelled') });
  await bench.hears({ 2: seen('cancelled') });
  expect((await bench.told())?.[0]).toBe('Returned');
});

it('a payout that comes back in the breath in which the other one is called cancelled leaves nothing paid', async () => {
  await bench.given('In Progress', paid, { stage: 'accepted', cancelledFirstAt: start - 30 * minute });
  await bench.hears({ 1: seen('cancelled'), 2: seen('cancelled') });
  expect((await bench.told())?.[0]).not.toBe('Completed');
});

it.each([['cancelled by the provider', undefined], ['cancelled for the payee', { code: '10009', text: 'inactive', cause: 'payee' as const }]])('a payout that is seen to arrive in the breath in which the later one is %s leaves the debt paid, or with a person', async (_what, reason) => {
  await bench.given('In Progress', { stage: 'settled' }, { stage: 'accepted', cancelledFirstAt: start - 30 * minute });
  await bench.hears({ 1: seen('transferred'), 2: seen('cancelled', reason ? { reason } : {}) });
  expect((await bench.attempt(ref(1)))?.transferredAt).toBe(start);
  expect(['Completed', 'On Hold']).toContain((await bench.told())?.[0]);
});
