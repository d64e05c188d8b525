import type { Connector, Tools } from '../connector.ts';
import type { FxRateProvider } from '../../domain/rate-and-fee-books.ts';
import { settings, type Settings } from './settings.ts';

/** Rates somebody agreed on, written into the configuration: no call is ever made for them. */
const rateTable = {
  name: 'rate-table',
  settings,
  open: (given, { tools }) => ({ rates: tableRates(given, tools) }),
} satisfies Connector<Settings>;

export default rateTable;

function tableRates({ RATES, AS_OF, SOURCE }: Settings, tools: Pick<Tools, 'now'>): FxRateProvider {
  const asOf = AS_OF === undefined ? tools.now() : Date.parse(`${AS_OF}T00:00:00Z`);
  return {
    kind: 'table', source: SOURCE,
    off: RATES.length ? undefined : 'No rates are agreed, because RATE_TABLE_RATES is empty.',
    read: () => Promise.resolve(RATES.map(({ base, quote, rate }) => ({ kind: 'table' as const, base, quote, rate, asOf, source: SOURCE }))),
    // The table changes with the configuration, so with a start.
    newerAt: () => asOf,
  };
}
