import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('delete from installation'));
afterAll(() => opened.close());

const binding = { companionId: 'c', orgId: 'o', orgIsSandbox: true, providerEnvironment: 'sandbox', programs: ['2:EUR', '1:USD'], epoch: 3, mode: 'recovery' as const };
async function bound() {
  const { installation } = opened.store;
  await installation.bind({ ...binding, boundAt: 1_000 });
  return installation;
}

describe('the installation', () => {
  it('is bound to nothing at first, and gives out no number', async () => {
    const { installation } = opened.store;
    expect(await installation.read()).toBeUndefined();
    await expect(installation.takeSequence(1)).rejects.toThrow('Store: the ledger is not bound to an org yet. Start the companion normally before sending.');
  });

  it('is bound once', async () => {
    const installation = await bound();
    expect([await installation.read(), await installation.read('for update')]).toEqual([{ ...binding, sequence: 0 }, { ...binding, sequence: 0 }]);
    expect(await opened.database.query('select bound_at as at from installation')).toEqual([{ at: 1_000 }]);
    await expect(installation.bind({ ...binding, orgId: 'another', boundAt: 2_000 })).rejects.toThrow('installation_pkey');
    expect(await installation.read()).toEqual({ ...binding, sequence: 0 });
  });

  it('gives out every number once', async () => {
    const installation = await bound();
    expect([await installation.takeSequence(1), await installation.takeSequence(3), await installation.takeSequence(1)]).toEqual([1, 4, 5]);
    expect(await installation.read()).toEqual({ ...binding, sequence: 5 });
  });

  it('begins an epoch that outranks what is known, and takes back neither epoch nor numbers', async () => {
    const installation = await bound();
    await installation.beginEpoch(4, 100);
    expect(await installation.read()).toEqual({ ...binding, epoch: 4, sequence: 100 });
    await installation.beginEpoch(3, 101);
    expect(await installation.read()).toEqual({ ...binding, epoch: 4, sequence: 101 });
    await installation.beginEpoch(5, 99);
    expect(await installation.read()).toEqual({ ...binding, epoch: 5, sequence: 101 });
    expect(await installation.takeSequence(1)).toBe(102);
  });

  it('changes its mode and its programs alone', async () => {
    const installation = await bound();
    await installation.setMode('normal');
    await installation.addPrograms(['1:USD', '2:EUR', '3:"GBP"']);
    expect(await installation.read()).toEqual({ ...binding, mode: 'normal', programs: ['1:USD', '2:EUR', '3:"GBP"'], sequence: 0 });
  });
});
