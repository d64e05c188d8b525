import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import type { KeyedMovement } from '../../companion/store/movements.ts';
import { openStore, type Store } from '../../companion/store/store.ts';
import { attemptRow, batchRow, paymentRow } from '../../companion/store/test-ledger-store.ts';
import { engines, realTools, type TestStore } from './world.ts';

const account = 'payer:sandbox:1';
const line = (id: string, reference: string, at: number, more: Partial<KeyedMovement> = {}): KeyedMovement => ({
  key: `${account}:${id}`, id, kind: 'outgoing', direction: 'Out', status: 'completed', raw: 'Completed', amount: { minor: 1_000, currency: 'USD' }, at: new Date(at).toISOString(), source: '', reference, description: '', ...more,
});
const referenceOf = (number: number): string => attemptRow(number, {}).reference;

describe.each(engines)('the reconciliation in $engine', ({ open }) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    await migrate(opened.database, Date.now);
    store = openStore(opened.database, openLocalWake(opened.database, realTools()), realTools(), { writeDelayMs: 0 });
    await store.ledger.takeUp([1, 2, 3, 4].map((number) => paymentRow(number)));
    await store.ledger.plan([batchRow], [1, 2, 3, 4].map((number) => attemptRow(number, { plannedAt: 0 })));
    await store.ledger.patchAttemptsQuietly([[referenceOf(1), { sentAt: 1_000, posted: 1 }], [referenceOf(2), { sentAt: 2_000, posted: 1 }], [referenceOf(3), { sentAt: 3_000, posted: 1 }]]);
  }, 60_000);
  afterAll(() => opened.stop());

  it('keeps a transaction once, as it was listed last, and forgets what is listed no longer', async () => {
    const { reconciliation } = store;
    await reconciliation.keepListed([line('a', referenceOf(1).toUpperCase(), 1_500, { status: 'pending' }), line('b', referenceOf(1), 1_600)], 10);
    await reconciliation.keepListed([line('a', referenceOf(1), 1_500), line('a', referenceOf(1), 1_500)], 20);
    const listed = async () => (await reconciliation.listed([referenceOf(1)])).map(({ at, status }) => [at, status]);
    expect(await listed()).toEqual([[1_500, 'completed'], [1_600, 'completed']]);
    await reconciliation.forgetListed('payer:sandbox:12', 0, 9_999, 20);
    await reconciliation.forgetListed(account, 1_601, 9_999, 20);
    expect(await listed()).toHaveLength(2);
    await reconciliation.forgetListed(account, 0, 9_999, 20);
    expect(await listed()).toEqual([[1_500, 'completed']]);
  });

  it('names the payouts to compare: sent in the days, new or changed, and those that were listed or stand open', async () => {
    const { reconciliation } = store;
    const compared = (from: number, until: number, since = 0): Promise<readonly string[]> => reconciliation.compared({ connection: attemptRow(1, {}).connection, since, from, until });
    expect(await compared(2_000, 3_000)).toEqual([referenceOf(2)]);
    expect(await compared(1_400, 3_000)).toEqual([referenceOf(1), referenceOf(2)]);
    expect(await compared(1_400, 3_000, 1_001)).toEqual([referenceOf(2)]);
    // One that never left is looked at only when the list names it.
    await reconciliation.keepListed([line('d', referenceOf(4), 2_500)], 30);
    expect(await compared(2_000, 3_000)).toEqual([referenceOf(2), referenceOf(4)]);
    await reconciliation.keep([{ reference: referenceOf(1), requestId: null, state: 'Awaited', difference: null, detail: '' }], 40);
    expect(await compared(2_600, 3_000)).toEqual([referenceOf(1)]);
    expect([await reconciliation.oldestOpen(0), await reconciliation.oldestOpen(1_001)]).toEqual([1_000, undefined]);
  });

  it('tells only one of two that keep the same at once that it was news', async () => {
    const { reconciliation } = store;
    const row = { reference: referenceOf(3), requestId: null, state: 'Different' as const, difference: 'not listed', detail: 'x' };
    const [one, other] = await Promise.all([store.db.transaction(() => reconciliation.keep([row], 50)), store.db.transaction(() => reconciliation.keep([row], 50))]);
    expect([one.size, other.size].toSorted()).toEqual([0, 1]);
    await reconciliation.sayAgain(referenceOf(3));
    expect((await reconciliation.keep([row], 60)).size).toBe(1);
    expect((await reconciliation.keep([{ ...row, state: 'Confirmed', difference: null, detail: '' }], 70)).size).toBe(1);
    expect(await reconciliation.byReferences([referenceOf(3)])).toMatchObject([{ state: 'Confirmed', confirmedAt: 70 }]);
  });

  it('knows who nobody here has sent, with the request it names', async () => {
    const { reconciliation } = store;
    const { requestId } = paymentRow(2);
    await reconciliation.keepListed([line('s', `${requestId}-09`, 5_000), line('t', 'x00000000000000000-01', 5_000)], 80);
    expect((await reconciliation.strangers(4_000)).map((each) => [each.reference, each.requestId])).toEqual([[`${requestId}-09`.toLowerCase(), requestId], ['x00000000000000000-01', null]]);
    expect([...(await reconciliation.listedPrograms(attemptRow(1, {}).connection))]).toEqual([attemptRow(1, {}).program]);
  });

  it('knows when payouts of a lost store were imported last', async () => {
    const { reconciliation, ledger } = store;
    const { connection } = attemptRow(1, {});
    expect(await reconciliation.recoveredAt(connection)).toBe(0);
    await ledger.takeUp([paymentRow(5)]);
    await ledger.plan([{ ...batchRow, id: 'recovered-lane-7000' }], [attemptRow(5, { plannedAt: 7_000, batchId: 'recovered-lane-7000' })]);
    expect([await reconciliation.recoveredAt(connection), await reconciliation.recoveredAt('another')]).toEqual([7_000, 0]);
  });
});
