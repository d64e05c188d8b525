import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('delete from recipient_check'));
afterAll(() => opened.close());

const keyOf = (payeeId: string): string => `payer:sandbox:1:${payeeId}`;
/** Every check there is, by recipient. */
const checks = async (): Promise<object> => Object.fromEntries((await opened.store.payeeChecks.byIds(['r1', 'r2', 'r3', 'r4'])).map(({ recipientId, status, checkedAt }) => [recipientId, [status, checkedAt]]));

describe('what the provider said of a payee', () => {
  it('is kept as it was said last', async () => {
    const { payeeChecks } = opened.store;
    await payeeChecks.keep('r1', keyOf('a'), 'pending', 1_000);
    await payeeChecks.keep('r2', keyOf('b'), 'inactive', 1_000);
    await payeeChecks.keep('r1', keyOf('c'), 'active', 2_000);
    expect(await payeeChecks.byIds(['r1', 'r9'])).toEqual([{ recipientId: 'r1', status: 'active', checkedAt: 2_000 }]);
    expect(await payeeChecks.fresh([keyOf('a'), keyOf('b'), keyOf('c')], 0)).toEqual(new Map([[keyOf('b'), 'inactive'], [keyOf('c'), 'active']]));
  });

  it('is fresh from a moment on, for the payees asked about', async () => {
    const { payeeChecks } = opened.store;
    await payeeChecks.keep('r1', keyOf('a'), 'pending', 999);
    await payeeChecks.keep('r2', keyOf('b'), 'active', 1_000);
    await payeeChecks.keep('r3', keyOf('c'), 'active', 2_000);
    expect(await payeeChecks.fresh([keyOf('a'), keyOf('b'), keyOf('d')], 1_000)).toEqual(new Map([[keyOf('b'), 'active']]));
    expect(await payeeChecks.fresh([], 0)).toEqual(new Map());
  });

  it('is newer than what the books said when the store began', async () => {
    const { payeeChecks } = opened.store;
    await payeeChecks.keep('r1', keyOf('a'), 'active', 1_000);
    await payeeChecks.keepOlder([{ recipientId: 'r1', payeeKey: keyOf('a'), status: 'pending', checkedAt: 9_000 }, { recipientId: 'r2', payeeKey: keyOf('b'), status: 'not found', checkedAt: 500 }]);
    await payeeChecks.keepOlder([]);
    expect(await checks()).toEqual({ r1: ['active', 1_000], r2: ['not found', 500] });
    expect(await payeeChecks.fresh([keyOf('b')], 500)).toEqual(new Map([[keyOf('b'), 'not found']]));
  });

  it('no longer counts after a hint, for the whole id of that payee only', async () => {
    const { payeeChecks } = opened.store;
    for (const [at, id] of ['a_1', 'ba_1', 'ab1', 'A_1'].entries()) await payeeChecks.keep(`r${at + 1}`, keyOf(id), 'active', 1_000);
    await payeeChecks.forget('a_\u00001');
    expect(await checks()).toEqual({ r1: ['active', 0], r2: ['active', 1_000], r3: ['active', 1_000], r4: ['active', 1_000] });
    await payeeChecks.forget('%');
    await payeeChecks.forget('');
    expect(await payeeChecks.fresh([keyOf('a_1'), keyOf('ab1')], 1)).toEqual(new Map([[keyOf('ab1'), 'active']]));
  });
});
