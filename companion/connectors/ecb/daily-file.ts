import { Problem } from '../../domain/problem.ts';
import { ratioOf } from '../../domain/rate.ts';

/** One day's file: units of each currency for one euro, as written. */
export interface DailyFile {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly rates: readonly { readonly currency: string; readonly rate: string }[];
}

const odd = (what: string): Problem =>
  new Problem('unmapped', `European Central Bank: the daily file ${what}. Nothing of it is used; compare it with eurofxref-daily.xml as the bank publishes it, and check ECB_URL.`);

/** Elements only: comments, the declaration and text between them say nothing here. */
const tag = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function elementsOf(xml: string): readonly Element[] {
  return [...xml.matchAll(tag)].flatMap(([all, close = '', name, attributes = '']) => {
    if (all === '<!') throw odd('declares a document type, which the bank never does');
    if (!name || close) return [];
    return [{ name, attributes: Object.fromEntries([...attributes.matchAll(attribute)].map(([, key = '', double, single]) => [key, double ?? single ?? ''])) }];
  });
}

/**
 * Reads eurofxref-daily.xml: an Envelope in the namespace gesmes with one `Cube time` of `Cube currency rate`, quotes of either kind. All or nothing.
 * @throws Problem `unmapped` when it is anything else: a page of a proxy, half a file, two days, a currency twice, a rate that is no number.
 */
export function readDailyFile(xml: string): DailyFile {
  const elements = elementsOf(xml);
  const [root] = elements;
  if (root?.name !== 'gesmes:Envelope' || !/<\/gesmes:Envelope>\s*$/.test(xml)) throw odd('is not a whole gesmes:Envelope');
  const cubes = elements.filter(({ name }) => name === 'Cube').map(({ attributes }) => attributes);
  const days = cubes.flatMap(({ time }) => (time === undefined ? [] : [time]));
  const [day = ''] = days;
  if (days.length !== 1 || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) throw odd('does not name exactly one day');
  const rates = cubes.filter(({ time, currency, rate }) => time === undefined && (currency !== undefined || rate !== undefined)).map(({ currency = '', rate = '' }) => {
    if (!/^[A-Z]{3}$/.test(currency)) throw odd(`names a currency "${currency.slice(0, 20)}"`);
    try {
      ratioOf(rate);
    } catch {
      throw odd(`gives ${currency} the rate "${rate.slice(0, 20)}"`);
    }
    return { currency, rate };
  });
  if (rates.length === 0) throw odd('holds no rate');
  if (new Set(rates.map(({ currency }) => currency)).size !== rates.length || rates.some(({ currency }) => currency === 'EUR')) throw odd('gives a currency two rates');
  return { day, rates };
}
