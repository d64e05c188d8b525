import { Problem } from '../../domain/problem.ts';
import type { RateBooks } from '../../domain/rate-and-fee-books.ts';
import { bodyOf, queryPath, rowsPerCollection, type SalesforceClient } from './client.ts';
import { exactNumber, isList, isRow, textOf, type Row } from './exact-json.ts';
import { chunks } from './reservations.ts';
import { rowResults } from './row-result.ts';

/** The org's own object, a standard one: it exists only with multiple currencies and advanced currency management (U-343). */
const object = 'DatedConversionRate';

/** What is missing for feeding it, from its own description; undefined when nothing is. */
async function missing(client: SalesforceClient): Promise<string | undefined> {
  try {
    const described = await client.call('look', 'GET', `/sobjects/${object}/describe`);
    const fields = isRow(described) && isList(described['fields']) ? described['fields'].filter(isRow) : [];
    const field = (name: string): Row | undefined => fields.find((one) => one['name'] === name);
    const allowed = isRow(described) && described['createable'] === true && described['updateable'] === true && field('ConversionRate')?.['updateable'] === true;
    return allowed ? undefined : 'The integration user may not edit dated exchange rates: an admin has to grant Customize Application, which this package does not ask for otherwise.';
  } catch (error) {
    if (error instanceof Problem && (error.code === 'NOT_FOUND' || error.code === 'INVALID_TYPE')) return 'This org has no dated exchange rates: they need multiple currencies and advanced currency management.';
    throw error;
  }
}

/**
 * Feeds the org's own dated rates of one day, units of each active currency for one of the corporate one: writes those that are new or different, by one describe, one
 * composite query and one call for each 200. Never touches the currencies themselves. @throws Problem when the org does not answer.
 */
export async function datedRates(client: SalesforceClient, day: string, rateFrom: Parameters<RateBooks['feedDated']>[1]): ReturnType<RateBooks['feedDated']> {
  const off = await missing(client);
  if (off !== undefined) return { off };
  const [types, dated] = await client.composite('look', [
    { method: 'GET', path: queryPath('SELECT IsoCode, IsCorporate FROM CurrencyType WHERE IsActive = true') },
    { method: 'GET', path: queryPath(`SELECT Id, IsoCode, ConversionRate FROM ${object} WHERE StartDate = ${day}`) },
  ]);
  const currencies = await client.rest('look', bodyOf(types));
  const held = new Map((await client.rest('look', bodyOf(dated))).map((row) => [textOf(row, 'IsoCode') ?? '', row]));
  const corporate = textOf(currencies.find((row) => row['IsCorporate'] === true), 'IsoCode');
  if (corporate === undefined) return { off: 'This org names no corporate currency that the integration user may see.' };
  const records = currencies.flatMap((row) => {
    const currency = textOf(row, 'IsoCode') ?? '';
    const rate = currency === corporate ? undefined : rateFrom(corporate, currency);
    return rate === undefined ? [] : recordOf(currency, rate, day, held.get(currency));
  });
  return { written: (await written(client, records.filter((record) => record['id'] === undefined), 'POST')) + (await written(client, records.filter((record) => record['id'] !== undefined), 'PATCH')) };
}

type DatedRecord = Readonly<Record<string, unknown>>;
/** The org keeps six decimals or more and writes none at the end: a difference below that is none. */
const shown = (rate: string): string => rate.replace(/(\.\d{6})\d*$/, '$1').replace(/\.?0+$/, '');

function recordOf(currency: string, rate: string, day: string, held: Row | undefined): readonly DatedRecord[] {
  const attributes = { type: object };
  const id = textOf(held, 'Id');
  if (id === undefined) return [{ attributes, IsoCode: currency, StartDate: day, ConversionRate: exactNumber(rate) }];
  return shown(textOf(held, 'ConversionRate') ?? '') === shown(rate) ? [] : [{ attributes, id, ConversionRate: exactNumber(rate) }];
}

async function written(client: SalesforceClient, records: readonly DatedRecord[], method: 'POST' | 'PATCH'): Promise<number> {
  let count = 0;
  for (const some of chunks(records, rowsPerCollection)) {
    const [answer] = await client.composite('send', [{ method, path: '/composite/sobjects', body: { allOrNone: false, records: some } }]);
    count += rowResults(answer ?? { status: 0, body: null }, some.length).filter((result) => result === 'ok').length;
  }
  return count;
}
