import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { AttemptPatch, NewAttempt } from '../store/ledger.ts';
import { alertShortfall, availableMinor, readFunds, whatCanGo } from './funds.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** A payer with this balance, and how often it was asked. */
function payer(minor: number, asOf = start) {
  const asked: string[] = [];
  const terms = { funds: async (program: string) => (asked.push(program), { available: { minor, currency: 'USD' }, asOf }) } as unknown as PayoutTerms;
  return { terms, asked };
}
const snapshots = () => bench.query('select key, available_minor as minor, at from snapshot order by at');

describe('reading a balance', () => {
  it('keeps it as read, with a snapshot that goes to the books', async () => {
    expect(await readFunds(bench.office, payer(5_000).terms, lane)).toEqual({ minor: 5_000, at: start });
    expect(await bench.store.lanes.read(lane)).toMatchObject({ availableMinor: 5_000, availableAt: start, baselineMinor: 5_000 });
    expect(await snapshots()).toEqual([{ key: `payer:sandbox:100:${start}`, minor: 5_000, at: start }]);
    expect(await bench.outbox()).toEqual(['funds payer/100/USD', `snapshot payer:sandbox:100:${start}`]);
    expect(await bench.query('select distinct due_at as at from outbox')).toEqual([{ at: start + timing.writeDelayMs }]);
  });

  it.each<[string, number, number, number]>([['the same within the hour', 5_000, 60 * minute - 1, 1], ['the same after an hour', 5_000, 60 * minute, 2], ['another at once', 4_999, 1, 2]])('makes a new snapshot only when it is needed: %s', async (_what, minor, later, count) => {
    await readFunds(bench.office, payer(5_000).terms, lane);
    await readFunds(bench.office, payer(minor, start + later).terms, lane);
    expect(await snapshots()).toHaveLength(count);
    expect(await bench.store.lanes.read(lane)).toMatchObject({ availableMinor: minor, availableAt: start + later });
  });

  it('is compared with the threshold of its account', async () => {
    const words = { schedule: undefined, cutOff: undefined, timeZone: undefined, payoutDays: undefined };
    await bench.store.fundingAccounts.keep({ id: 'F1', key: 'payer:sandbox:100', name: 'Program', currency: 'USD', words, thresholdMinor: 6_000 }, undefined);
    await readFunds(bench.office, payer(5_000).terms, lane);
    expect(await bench.issues()).toMatchObject([{ kind: 'balance below threshold', source: 'F1' }]);
  });
});

describe('what may still be sent', () => {
  const left = async (balance: number, rows: readonly (readonly [Partial<NewAttempt>, AttemptPatch?])[]): Promise<number> => {
    const { ledger } = bench.store;
    await ledger.takeUp(rows.map((_, at) => newPayment(at + 1)));
    await ledger.plan([newBatch()], rows.map(([row], at) => newAttempt(at + 1, { amountMinor: 100, ...row })));
    await ledger.patchAttemptsQuietly(rows.map(([, patch], at) => [`${idOf(at + 1)}-01`, patch ?? {}]));
    return availableMinor(bench.office, payer(balance).terms, lane);
  };

  it('is the balance less everything planned, on its way or not known', async () => {
    expect(await left(1_000, [[{ stage: 'intent' }], [{ stage: 'reserved' }], [{ stage: 'sending' }], [{ stage: 'unknown' }], [{ stage: 'accepted' }]])).toBe(500);
  });

  it('is not lessened by what ended, or by another lane', async () => {
    expect(await left(1_000, [[{ stage: 'settled' }], [{ stage: 'refused' }], [{ stage: 'withdrawn' }], [{ stage: 'intent', program: '200' }], [{ stage: 'intent', currency: 'EUR' }]])).toBe(1_000);
  });

  it('is not lessened by what was refused with its batch', async () => expect(await left(1_000, [[{ stage: 'unknown' }, { refusedWithBatch: true }]])).toBe(1_000));

  it('is not lessened twice: what the provider has seen before the reading is in the balance', async () => {
    expect(await left(1_000, [[{ stage: 'accepted' }, { providerStatus: 'pending', sentAt: start - 1 }], [{ stage: 'accepted', amountMinor: 10 }, { providerStatus: 'pending', sentAt: start }], [{ stage: 'accepted', amountMinor: 1 }, { providerStatus: null, sentAt: 1 }]])).toBe(989);
    await bench.clear();
    expect(await left(1_000, [[{ stage: 'accepted' }, { providerStatus: 'pending', sentAt: null }], [{ stage: 'unknown', amountMinor: 7 }, { providerStatus: 'pending', sentAt: 1 }]])).toBe(993);
  });

  it('is lessened by what left while the balance was on its way: it may have been told before', async () => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)]);
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'accepted', amountMinor: 100 })]);
    await ledger.patchAttemptsQuietly([[`${idOf(1)}-01`, { providerStatus: 'pending', sentAt: start - 5 }]]);
    const { terms } = payer(1_000, start - 10);
    expect([await availableMinor(bench.office, terms, lane), await availableMinor(bench.office, terms, lane)]).toEqual([900, 900]);
  });

  it('is reckoned from a reading that is fresh, without asking again', async () => {
    const { terms, asked } = payer(5_000);
    expect([await availableMinor(bench.office, terms, lane), asked.length]).toEqual([5_000, 1]);
    bench.clock.at = start + timing.fundsFreshMs - 1;
    expect([await availableMinor(bench.office, terms, lane), asked.length]).toEqual([5_000, 1]);
    bench.clock.at = start + timing.fundsFreshMs;
    expect([await availableMinor(bench.office, terms, lane), asked]).toEqual([5_000, ['100', '100']]);
    await bench.store.lanes.forgetReading(lane);
    expect([await availableMinor(bench.office, terms, lane), asked.length]).toEqual([5_000, 3]);
  });

  it('counts what was sent after a fresh reading, whatever the provider says of it', async () => {
    const { terms } = payer(1_000);
    await availableMinor(bench.office, terms, lane);
    bench.clock.at = start + minute;
    expect(await left(0, [[{ stage: 'accepted' }, { providerStatus: 'pending', sentAt: start + 1 }], [{ stage: 'accepted', amountMinor: 10 }, { providerStatus: 'pending', sentAt: start - 1 }]])).toBe(900);
  });
});

describe('what can go', () => {
  it('is what fits, in order; a large one does not block small ones', async () => {
    const rows = [{ amountMinor: 600 }, { amountMinor: 500 }, { amountMinor: 400 }];
    expect(await whatCanGo(bench.office, payer(1_000).terms, lane, rows)).toEqual([{ amountMinor: 600 }, { amountMinor: 400 }]);
  });

  it('costs no question where nothing waits', async () => {
    const { terms, asked } = payer(1_000);
    expect([await whatCanGo(bench.office, terms, lane, []), asked]).toEqual([[], []]);
  });
});

describe('a shortfall', () => {
  it.each([[1, '1 request'], [2, '2 requests']])('is told with what is missing, for %d', async (count, words) => {
    await alertShortfall(bench.office, lane, 123_456, count);
    expect(await bench.issues()).toMatchObject([{ kind: 'insufficient funds', source: 'payer/100/USD', severity: 'Warning', summary: `1,234.56 USD needed in program 100 for ${words}`, detail: 'Requests wait as Awaiting Funds and go out by themselves, in order of due date, when the program is funded.' }]);
  });
});
