import type { Connector, Gate, Tools } from '../connector.ts';
import type { FxRateProvider } from '../../domain/rate-and-fee-books.ts';
import { momentOf, publications } from './calendar.ts';
import { readDailyFile } from './daily-file.ts';
import { fetchFile } from './fetch-file.ts';
import { settings, type Settings } from './settings.ts';

/** The daily concertation the rates stand for. Source: the ECB's page of reference rates; the minute has moved over the years (U-341). */
const concertation = '14:15';
const source = 'European Central Bank reference rate';

/** The European Central Bank's daily reference rates against the euro: one call for each working day, a few more while the file is late. */
const ecb = {
  name: 'ecb',
  settings,
  open: (given, { tools, gate }) => ({ rates: dailyRates(given, tools, gate) }),
} satisfies Connector<Settings>;

export default ecb;

function dailyRates(given: Settings, tools: Tools, gate: Gate): FxRateProvider {
  return {
    kind: 'reference', source,
    off: given.POLL === 'off' ? 'The European Central Bank is not asked, because ECB_POLL is off.' : undefined,
    async read() {
      const { day, rates } = readDailyFile(await gate.pass('poll', () => fetchFile(given, tools)));
      const asOf = momentOf(day, concertation);
      return rates.map(({ currency, rate }) => ({ kind: 'reference' as const, base: 'EUR', quote: currency, rate, asOf, source }));
    },
    newerAt(now, latest) {
      const { last, next } = publications(now, given.POLL_AT);
      return latest !== undefined && latest >= momentOf(last.day, concertation) ? next.at : last.at;
    },
  };
}
