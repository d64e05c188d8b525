import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let nth = 0;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());

/** A right of its own for each test, held by `me` for a second, and the clock it is held by. */
async function held() {
  const { store: { leases }, clock } = opened;
  const name = `lane ${++nth}`;
  const right = await leases.acquire(name, 'me', 1_000);
  return { leases, clock, name, right };
}

describe('an exclusive right', () => {
  it('is given once, also to the holder itself', async () => {
    const { leases, name, right } = await held();
    expect(right).toEqual({ fence: 1 });
    expect(await leases.acquire(name, 'another', 1_000)).toBeUndefined();
    expect(await leases.acquire(name, 'me', 1_000)).toBeUndefined();
    expect(await leases.acquire(`${name} of its own`, 'another', 1_000)).toEqual({ fence: 1 });
  });

  it('is given to another from the moment it has run out, under a higher fence', async () => {
    const { leases, clock, name } = await held();
    clock.at += 999;
    expect(await leases.acquire(name, 'another', 1_000)).toBeUndefined();
    clock.at += 1;
    expect(await leases.acquire(name, 'another', 1_000)).toEqual({ fence: 2 });
    expect(await leases.renew(name, 'me', 1, 1_000)).toBeUndefined();
    expect(await leases.renew(name, 'another', 2, 1_000)).toEqual({ fence: 2 });
  });

  it('lasts as long as it was prolonged, from the moment it was', async () => {
    const { leases, clock, name } = await held();
    clock.at += 999;
    expect(await leases.renew(name, 'me', 1, 1_000)).toEqual({ fence: 1 });
    clock.at += 999;
    expect(await leases.acquire(name, 'another', 1_000)).toBeUndefined();
    clock.at += 1;
    expect(await leases.renew(name, 'me', 1, 1_000)).toBeUndefined();
    expect(await leases.acquire(name, 'another', 1_000)).toEqual({ fence: 2 });
  });

  it('is prolonged for its holder, its run and its name only', async () => {
    const { leases, name } = await held();
    expect(await leases.renew(name, 'another', 1, 1_000)).toBeUndefined();
    expect(await leases.renew(name, 'me', 2, 1_000)).toBeUndefined();
    expect(await leases.renew(`${name} of its own`, 'me', 1, 1_000)).toBeUndefined();
  });

  it('given back is free at once, and its fence goes on', async () => {
    const { leases, name } = await held();
    await leases.release(name, 'another', 1);
    await leases.release(name, 'me', 2);
    expect(await leases.acquire(name, 'another', 1_000)).toBeUndefined();
    await leases.release(name, 'me', 1);
    expect(await leases.acquire(name, 'another', 1_000)).toEqual({ fence: 2 });
  });

  it('that lasts more than two hours longer than it may was given by a clock that ran ahead', async () => {
    const { leases, clock, name } = await held();
    clock.at -= 7_200_000;
    expect(await leases.acquire(name, 'another', 1_000)).toBeUndefined();
    clock.at -= 1;
    expect(await leases.acquire(name, 'another', 1_000)).toEqual({ fence: 2 });
  });
});
