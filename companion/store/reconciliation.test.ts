import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptPatch, NewAttempt } from './ledger.ts';
import type { KeyedMovement } from './movements.ts';
import { openReconciliation, type ReconciliationRow } from './reconciliation.ts';
import { attemptRow, batchRow, openLedgerStore, paymentRow, requestId } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let nth = 0;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());

/** A connection of its own for each test, and what it sent. */
function connected() {
  const { store: { ledger, reconciliation } } = opened;
  const connection = `payer ${++nth}`;
  /** → its reference */
  const payout = async (patch: AttemptPatch, more: Partial<NewAttempt> = {}): Promise<string> => {
    const row = attemptRow(++nth, { connection, batchId: `batch ${nth}`, plannedAt: 1_000, ...more });
    await ledger.takeUp([paymentRow(nth)]);
    await ledger.plan([{ ...batchRow, id: row.batchId, connection }], [row]);
    await ledger.patchAttemptsQuietly([[row.reference, patch]]);
    return row.reference;
  };
  const compared = (more: Partial<{ connection: string; since: number; from: number; until: number }> = {}): Promise<readonly string[]> => reconciliation.compared({ connection, since: 0, from: 0, until: 100_000, ...more });
  return { reconciliation, connection, payout, compared };
}
const line = (id: string, reference: string, at: number, more: Partial<KeyedMovement> = {}): KeyedMovement => ({
  key: `payer:sandbox:1:${id}`, id, kind: 'outgoing', direction: 'Out', status: 'completed', raw: 'Completed', amount: { minor: 1_000, currency: 'USD' }, at: new Date(at).toISOString(), source: '', reference, description: '', ...more,
});
type Found = Omit<ReconciliationRow, 'confirmedAt'>;
const found = (reference: string, more: Partial<Found> = {}): Found => ({ reference, requestId: null, state: 'Different', difference: 'not listed', detail: 'x', ...more });

describe('the list of the provider', () => {
  it('is kept as it was listed last, and read by reference, the oldest first', async () => {
    const { reconciliation } = connected();
    await reconciliation.keepListed([line('b', 'REF-1', 2_000, { status: 'pending' }), line('b', 'Ref-1', 2_000), line('c', 'ref-1', 1_000, { kind: 'refund', direction: 'In' }), line('a', 'ref-2', 2_000), line('d', 'ref-3', 1)], 10);
    const whole = { reference: 'ref-1', kind: 'outgoing', direction: 'Out', status: 'completed', amountMinor: 1_000, currency: 'USD', at: 2_000 };
    const refund = { ...whole, kind: 'refund', direction: 'In', at: 1_000 };
    expect(await reconciliation.listed(['REF-1', 'ref-2'])).toEqual([refund, { ...whole, reference: 'ref-2' }, whole]);
    await reconciliation.keepListed([line('b', 'REF-4', 3_000, { kind: 'fee', direction: 'In', status: 'failed', amount: { minor: 7, currency: 'EUR' } })], 20);
    expect(await reconciliation.listed(['ref-1', 'ref-4'])).toEqual([refund, { reference: 'ref-4', kind: 'fee', direction: 'In', status: 'failed', amountMinor: 7, currency: 'EUR', at: 3_000 }]);
    expect(await reconciliation.listed([])).toEqual([]);
  });

  it('forgets what is dated in a time and was not listed since, of one account only', async () => {
    const { reconciliation } = connected();
    const left = async (): Promise<readonly number[]> => (await reconciliation.listed(['forget'])).map(({ at }) => at);
    const at = (time: number): KeyedMovement => line(`f${time}`, 'forget', time);
    await reconciliation.keepListed([1_999, 2_000, 3_000, 3_001].map(at), 50);
    await reconciliation.keepListed([at(2_500)], 51);
    await reconciliation.forgetListed('payer:sandbox', 2_000, 3_000, 50);
    await reconciliation.forgetListed('ayer:sandbox:1', 2_000, 3_000, 51);
    await reconciliation.forgetListed('payer:sandbox:', 2_000, 3_000, 51);
    expect(await left()).toEqual([1_999, 2_000, 2_500, 3_000, 3_001]);
    // A page that was read earlier and comes in later takes nothing back.
    await reconciliation.keepListed([at(2_500)], 40);
    await reconciliation.forgetListed('payer:sandbox:1', 2_000, 3_000, 51);
    expect(await left()).toEqual([1_999, 2_500, 3_001]);
  });

  it('names strangers, with the request they name', async () => {
    const { reconciliation, payout } = connected();
    const ours = await payout({});
    await reconciliation.keepListed([line('s3', `${requestId(nth)}-07`, 90_001), line('s2', 'nobodys', 90_000), line('s1', 'somebodys', 90_000), line('s0', 'nobodys', 89_999), line('s4', ours.toUpperCase(), 90_002)], 1);
    const listed = { kind: 'outgoing', direction: 'Out', status: 'completed', amountMinor: 1_000, currency: 'USD', at: 90_000 };
    expect(await reconciliation.strangers(90_000)).toEqual([
      { ...listed, reference: 'somebodys', requestId: null }, { ...listed, reference: 'nobodys', requestId: null },
      { ...listed, reference: `${requestId(nth)}-07`.toLowerCase(), at: 90_001, requestId: requestId(nth) },
    ]);
  });

  it('names programs it ever told a payout of', async () => {
    const { reconciliation, connection, payout } = connected();
    await reconciliation.keepListed([line('p1', (await payout({}, { program: 'one' })).toUpperCase(), 1), line('p2', await payout({}, { program: 'one' }), 1)], 1);
    await payout({}, { program: 'two' });
    expect(await reconciliation.listedPrograms(connection)).toEqual(new Set(['one']));
    expect(await reconciliation.listedPrograms('another')).toEqual(new Set());
  });
});

describe('a comparison', () => {
  it('is about what left in a time, its end excluded, from one connection', async () => {
    const { connection, payout, compared, reconciliation } = connected();
    const [later, first] = [await payout({ posted: 1, sentAt: 3_000 }), await payout({ posted: 1, sentAt: 2_000 })];
    await payout({ posted: 0, sentAt: 2_000 });
    const unknown = await payout({ posted: 1 }, { plannedAt: 2_500 });
    expect(await compared()).toEqual([later, first, unknown]);
    expect(await compared({ since: 2_000, until: 3_000 })).toEqual([first, unknown]);
    expect(await compared({ since: 2_001, until: 3_001 })).toEqual([later, unknown]);
    expect(await compared({ connection: 'another' })).toEqual([]);
    const counts = [[2_000, 3_000], [2_001, 3_001], [2_001, 2_500]].map(([from = 0, until = 0]) => reconciliation.sentBetween(connection, from, until));
    expect(await Promise.all([...counts, reconciliation.sentBetween('another', 0, 9_999)])).toEqual([2, 2, 0, 0]);
  });

  it('leaves out what is old and closed, unless it changed, stands open or is listed since', async () => {
    const { payout, compared, reconciliation } = connected();
    const sent = { posted: 1, sentAt: 1_000 };
    await payout(sent);
    const transferred = await payout({ ...sent, transferredAt: 5_000 });
    const returned = await payout({ ...sent, transferredAt: 1_001, returnedAt: 5_000 });
    const [awaited, different, confirmed, quiet] = [await payout(sent), await payout(sent), await payout(sent), await payout(sent)];
    await reconciliation.keep([found(awaited, { state: 'Awaited' }), found(different), found(confirmed, { state: 'Confirmed' }), found(quiet, { state: null })], 1);
    const [listed, unsent] = [await payout(sent), await payout({})];
    await reconciliation.keepListed([line(`l${listed}`, listed, 5_000), line(`l${unsent}`, unsent.toUpperCase(), 5_000), line(`l${quiet}`, quiet, 4_999)], 1);
    expect(await compared({ from: 5_000 })).toEqual([transferred, returned, awaited, different, listed, unsent]);
    expect(await compared({ from: 5_001 })).toEqual([awaited, different]);
  });

  it('leaves out what only the books remember of a lost ledger', async () => {
    const { payout, compared } = connected();
    await payout({ posted: 1, sentAt: 1_000 }, { batchId: `remembered-${nth}` });
    const recovered = await payout({ posted: 1, sentAt: 1_000 }, { batchId: `recovered-${nth}` });
    expect(await compared()).toEqual([recovered]);
  });

  it('knows when reservations of a lost store were imported last', async () => {
    const { connection, payout, reconciliation } = connected();
    await payout({}, { plannedAt: 9_000 });
    expect(await reconciliation.recoveredAt(connection)).toBe(0);
    for (const plannedAt of [7_000, 8_000, 6_000]) await payout({}, { plannedAt, batchId: `recovered-${nth}` });
    expect([await reconciliation.recoveredAt(connection), await reconciliation.recoveredAt('another')]).toEqual([8_000, 0]);
  });
});

it('nothing is asked where there is nothing to keep', async () => {
  const { keepListed, keep } = openReconciliation(noDatabase);
  expect([await keepListed([], 1), await keep([], 1)]).toEqual([undefined, new Set()]);
});

describe('what came of it', () => {
  it('is kept where it is news, with the moment of a confirmation', async () => {
    const { reconciliation } = connected();
    const [row, other] = [found('k1', { requestId: 'r' }), found('k2', { state: 'Confirmed', difference: null, detail: '' })];
    const news = async (some: readonly Found[], now: number): Promise<readonly string[]> => [...(await reconciliation.keep(some, now))].toSorted();
    expect(await news([row, other], 10)).toEqual(['k1', 'k2']);
    expect(await reconciliation.byReferences(['k1', 'none'])).toEqual([{ ...row, confirmedAt: null }]);
    expect(await reconciliation.byReferences(['k2'])).toEqual([{ ...other, confirmedAt: 10 }]);
    expect(await news([row, { ...other, requestId: 'another' }], 20)).toEqual([]);
    expect(await reconciliation.byReferences(['k2'])).toEqual([{ ...other, confirmedAt: 10 }]);
    expect(await news([row, { ...other, detail: 'y' }], 30)).toEqual(['k2']);
    expect(await reconciliation.byReferences(['k2'])).toEqual([{ ...other, detail: 'y', confirmedAt: 30 }]);
    expect(await news([{ ...row, difference: 'amount' }], 40)).toEqual(['k1']);
    expect(await news([{ ...other, ...found('k2', { state: null, requestId: 's' }) }], 50)).toEqual(['k2']);
    expect(await reconciliation.byReferences(['k2'])).toEqual([{ ...found('k2'), state: null, requestId: 's', confirmedAt: null }]);
  });

  it('is said again where a person wants it looked at again, if it is still so', async () => {
    const { reconciliation } = connected();
    const [row, beside, right] = [found('a1'), found('a2'), found('a3', { state: 'Awaited' })];
    await reconciliation.keep([row, beside, right], 10);
    for (const { reference } of [row, right]) await reconciliation.sayAgain(reference);
    expect(await reconciliation.byReferences(['a1'])).toEqual([{ ...row, difference: null, confirmedAt: null }]);
    expect(await reconciliation.keep([row, beside, right], 20)).toEqual(new Set(['a1']));
  });

  it('is counted as it stands now', async () => {
    const { reconciliation } = connected();
    const count = (): Promise<readonly number[]> => Promise.all((['Confirmed', 'Awaited', 'Different'] as const).map((state) => reconciliation.count(state)));
    const [confirmed = 0, awaited = 0, different = 0] = await count();
    await reconciliation.keep([found('c1', { state: 'Confirmed' }), found('c2', { state: 'Confirmed' }), found('c3', { state: 'Awaited' }), found('c4', { state: null })], 1);
    expect(await count()).toEqual([confirmed + 2, awaited + 1, different]);
  });

  it('names what nobody here knows, in order', async () => {
    const { reconciliation } = connected();
    const [second, first] = [found('u2', { difference: 'unknown here' }), found('u1', { difference: 'unknown here' })];
    await reconciliation.keep([second, first, found('u3'), found('u4', { state: 'Awaited', difference: 'unknown here' })], 1);
    expect(await reconciliation.toldUnknown()).toEqual([{ ...first, confirmedAt: null }, { ...second, confirmedAt: null }]);
  });

  it('tells when the oldest left of which the list still has to say something', async () => {
    const { reconciliation, payout } = connected();
    const rows = [found(await payout({ posted: 1, sentAt: 200_001 }), { state: 'Awaited' }), found(await payout({ posted: 1 }, { plannedAt: 200_003 })), found(await payout({ posted: 1, sentAt: 200_000 }), { state: 'Confirmed' })];
    await reconciliation.keep(rows, 1);
    expect(await Promise.all([200_000, 200_001, 200_002, 200_003, 200_004].map((since) => reconciliation.oldestOpen(since)))).toEqual([200_001, 200_001, 200_003, 200_003, undefined]);
  });
});
