import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rateKey, type Rate } from '../domain/rate.ts';
import { openRates } from './rates.ts';
import { attemptRow, batchRow, openLedgerStore, paymentRow } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('delete from exchange_rate'));
afterAll(() => opened.close());

const rate = (more: Partial<Rate & { doubt: string }> = {}) => ({ kind: 'table' as const, base: 'USD', quote: 'EUR', rate: '0.9', asOf: 1_000, source: 'desk', ...more });
const keptOf = (one: ReturnType<typeof rate>) => ({ doubt: null, ...one, key: rateKey(one) });
const keysOf = (...some: readonly Rate[]): readonly string[] => some.map(rateKey).toSorted();
const believedKeys = async (at: number): Promise<readonly string[]> => (await opened.store.rates.believed(at)).map(({ key }) => key).toSorted();

describe('exchange rates', () => {
  it('are kept once, and tell which were new', async () => {
    const { rates } = opened.store;
    const [one, doubted] = [rate(), rate({ quote: 'GBP', doubt: 'far off' })];
    expect(await openRates(noDatabase).keep([], 10)).toEqual(new Set());
    expect(await rates.keep([one, one, doubted], 10)).toEqual(new Set(keysOf(one, doubted)));
    expect(await rates.byKeys([rateKey(one), 'none'])).toEqual([keptOf(one)]);
    expect(await rates.byKeys([rateKey(doubted)])).toEqual([keptOf(doubted)]);
    const correction = rate({ rate: '0.91' });
    expect(await rates.keep([one, correction, rate({ quote: 'GBP' })], 20)).toEqual(new Set(keysOf(correction)));
    expect(await rates.byKeys([rateKey(doubted)])).toEqual([keptOf(doubted)]);
  });

  it('are believed as of a moment: the latest of each kind and pair without a doubt', async () => {
    const { rates } = opened.store;
    const [early, late, doubted] = [rate(), rate({ asOf: 2_000 }), rate({ asOf: 3_000, doubt: 'far off' })];
    const others = [rate({ kind: 'reference' }), rate({ base: 'GBP' }), rate({ quote: 'GBP' })];
    await rates.keep([early, late, doubted, ...others] as readonly Rate[], 10);
    expect(await believedKeys(999)).toEqual([]);
    expect(await believedKeys(1_000)).toEqual(keysOf(early, ...others));
    expect(await believedKeys(1_999)).toEqual(keysOf(early, ...others));
    expect(await believedKeys(9_999)).toEqual(keysOf(late, ...others));
  });

  it('told again count as told now: of two for one moment the one told last is believed', async () => {
    const { rates } = opened.store;
    const [first, second] = [rate(), rate({ rate: '0.91' })];
    await rates.keep([first], 10);
    await rates.keep([second], 20);
    expect(await rates.believed(1_000)).toMatchObject([keptOf(second)]);
    expect(await rates.keep([first], 30)).toEqual(new Set());
    expect(await rates.believed(1_000)).toMatchObject([keptOf(first)]);
  });

  it('are believed where a person says so', async () => {
    const { rates } = opened.store;
    const doubted = [rate({ asOf: 1, doubt: 'far off' }), rate({ asOf: 2, doubt: 'far off' })];
    const others = [rate({ base: 'GBP', doubt: 'far off' }), rate({ quote: 'GBP', doubt: 'far off' })];
    await rates.keep([...doubted, ...others, rate()], 10);
    expect([await rates.believe('USD', 'EUR'), await rates.believe('USD', 'EUR')]).toEqual([2, 0]);
    expect(await rates.byKeys(keysOf(...doubted))).toMatchObject([{ doubt: null }, { doubt: null }]);
    expect(await rates.byKeys(keysOf(...others))).toMatchObject([{ doubt: 'far off' }, { doubt: 'far off' }]);
  });

  it('tell how new the newest of a kind is, believed or not', async () => {
    const { rates } = opened.store;
    await rates.keep([rate({ asOf: 3_000, doubt: 'far off' }), rate({ asOf: 2_000 })], 10);
    expect([await rates.newest('table'), await rates.newest('reference')]).toEqual([3_000, undefined]);
  });
});

describe('offered to the books', () => {
  it('is the latest believed rate among their currencies, once', async () => {
    const { rates } = opened.store;
    const [early, late, back] = [rate(), rate({ asOf: 2_000 }), rate({ base: 'EUR', quote: 'USD' })];
    await rates.keep([early, late, back, rate({ quote: 'GBP' }), rate({ base: 'GBP' }), rate({ asOf: 3_000, doubt: 'far off' })], 10);
    expect(await rates.offer(['USD'])).toEqual([]);
    expect((await rates.offer(['USD', 'EUR'])).toSorted()).toEqual(keysOf(late, back));
    expect(await rates.offer(['USD', 'EUR'])).toEqual([]);
    const next = rate({ asOf: 4_000 });
    await rates.keep([next], 20);
    expect(await rates.offer(['USD', 'EUR'])).toEqual(keysOf(next));
  });
});

describe('payouts that were converted by the provider', () => {
  it('are those that arrived since in another currency, the first first, without small ones', async () => {
    const { rates, ledger } = opened.store;
    const arrived = [
      { transferredAt: 3_000, targetMinor: 900, targetCurrency: 'EUR' }, { transferredAt: 2_000, targetMinor: 901, targetCurrency: 'EUR' }, { transferredAt: 2_000, targetMinor: 500, targetCurrency: 'EUR' },
      { transferredAt: 2_500, targetMinor: 499, targetCurrency: 'EUR' }, { transferredAt: 2_500, targetMinor: 1_000, targetCurrency: 'USD' }, { transferredAt: 1_000, targetMinor: 900, targetCurrency: 'EUR' },
      { transferredAt: 2_500 }, { targetMinor: 900, targetCurrency: 'EUR' }, { transferredAt: 2_500, targetMinor: 900, targetCurrency: 'EUR' }, { transferredAt: 4_000, targetMinor: 900, targetCurrency: 'EUR' },
    ];
    const rows = arrived.map((_, at) => attemptRow(at + 1, { amountMinor: at === 8 ? 499 : at === 9 ? 500 : 1_000 }));
    await ledger.takeUp(rows.map((_, at) => paymentRow(at + 1)));
    await ledger.plan([batchRow], rows);
    await ledger.patchAttemptsQuietly(rows.flatMap(({ reference }, at) => [[reference, arrived[at] ?? {}] as const]));
    const converted = (amountMinor: number, targetMinor: number, at: number): object => ({ amountMinor, currency: 'USD', targetMinor, targetCurrency: 'EUR', at });
    expect(await rates.converted(1_000, 500)).toEqual([converted(1_000, 901, 2_000), converted(1_000, 500, 2_000), converted(1_000, 900, 3_000), converted(500, 900, 4_000)]);
    expect(await rates.converted(4_000, 500)).toEqual([]);
  });

  it('and all that was asked, owed, received or kept ready names the currencies in use', async () => {
    const { rates, ledger, conversions, reporting, lanes } = opened.store;
    await ledger.takeUp([paymentRow(90, { currency: 'CHF' }), paymentRow(91, { currency: 'CHF' })]);
    const told = { requestId: 'r', amountMinor: 1, rate: '1', source: 's', rateAt: 1 };
    await conversions.keep([{ ...told, owedMinor: 1, owedCurrency: 'SEK', currency: 'NOK' }], 1);
    await reporting.keep([{ ...told, currency: 'DKK', reportingMinor: 1, reportingCurrency: 'JPY' }], 1);
    await lanes.reading({ connection: 'payer', program: '1', currency: 'PLN' }, 1, 1, 1);
    expect((await rates.currenciesInUse()).toSorted()).toEqual(['CHF', 'DKK', 'EUR', 'NOK', 'PLN', 'SEK', 'USD']);
  });
});
