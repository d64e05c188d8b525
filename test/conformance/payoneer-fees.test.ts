import { afterEach, describe, expect, it } from '@jest/globals';
import { attempt, connected, type Connected } from './payoneer-bench.ts';

/** Actual fees over real sockets; the account holder's consent is what the sandbox's authorize door gives. */
const opened: Connected[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

const minted = 'consented-refresh-token';
async function consented(policies: Parameters<typeof connected>[0] = {}): Promise<Connected> {
  const here = await connected(policies, { ACCOUNT_ID: '4000001', ACCOUNT_REFRESH_TOKEN: minted });
  here.sandbox.state.tokens.set(minted, { kind: 'refresh', expiresAt: here.clock.now() + 1e9 });
  opened.push(here);
  return here;
}

describe('Fees', () => {
  it.each(['cursor', 'path'] as const)('are read from every page of transactions (%s)', async (transactionNext) => {
    const here = await consented({ transactionNext });
    const since = here.clock.now();
    const batch = Array.from({ length: 99 }, (_, number) => attempt(number, { amount: { minor: 100, currency: 'USD' } }));
    await here.send(batch);
    here.sandbox.receive({ amountMinor: 5000, currency: 'USD', source: 'a customer' });
    here.sandbox.receive({ amountMinor: 5000, currency: 'USD', source: 'a customer' });
    await here.clock.advance(10_000);
    const found = await here.fees?.actual(since);
    expect(found?.size).toBe(99);
    expect(found?.get(attempt(7).reference.toLowerCase())).toEqual({ minor: 150, currency: 'USD' });
    expect(here.world.calls.entries.filter(({ door }) => door.endsWith('/transactions')).length).toBeGreaterThan(1);
  });

  it('survive a rotated refresh token and are refused when the consent is gone', async () => {
    const here = await consented({ tokenExpiresInS: 60 });
    for (let nth = 0; nth < 3; nth += 1) {
      await here.fees?.actual(0);
      await here.clock.advance(60_000);
    }
    here.sandbox.state.tokens.clear();
    await expect(here.fees?.actual(0)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('ask for a new consent') });
  });

  it('are estimated from the schedule only for currencies it names, and absent without schedule and consent', async () => {
    const here = await connected({}, { FEE_SCHEDULE: 'USD:1.50' });
    const bare = await connected();
    opened.push(here, bare);
    expect(here.fees?.estimate({ minor: 1, currency: 'USD' })).toEqual({ minor: 150, currency: 'USD' });
    expect(here.fees?.estimate({ minor: 1, currency: 'EUR' })).toBeUndefined();
    expect(await here.fees?.actual(0)).toEqual(new Map());
    expect(bare.fees).toBeUndefined();
  });
});
