import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { parseExact } from '../../companion/connectors/salesforce/exact-json.ts';
import { recordOf } from '../../companion/connectors/salesforce/mapping.ts';
import { namesIn } from '../../companion/connectors/salesforce/names.ts';
import { pathOf } from '../../companion/connectors/payoneer/client.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { openChance, type Chance } from '../simulate/chance.ts';
import { queryBuilders } from './query-builders.ts';
import { spoiledText } from './spoil.ts';
import { openTally, type Round, type Tally, type Wish } from './tally.ts';

/** What records hold when nobody means harm: from these each builder learns which forms its queries may have. */
const harmless = ['Invoice 12345', 'a02000000000001AAA', '006000000000001AAA', 'Acme Ltd 4711', '2026-11-20T10:00:00.000Z', '2026-11-20T10:00:00Z', '7', 'x', 'payoneer:sandbox:100200300:payee-1', "O'Neill 2026", 'n 00-1', ''];
const names = namesIn('');
const paths = ['/v4/programs/{program}/payouts/{reference}/status', '/v4/programs/{program}/payees/{payee}/details'];

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
/** A literal as Salesforce reads it. */
const meantBy = (quoted: string): string => quoted.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gs, (_, code: string | undefined, sign: string = '') => (code === undefined ? (letters[sign] ?? sign) : String.fromCharCode(parseInt(code, 16))));

/** The form of a query with every text and number taken out, and its texts. */
function formOf(query: Query): { readonly form: string; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const form = JSON.stringify(query, (key, value: unknown) => {
    if (key !== 'value') return value;
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string' && one.startsWith("'")) texts.push(meantBy(one));
    return typeof value === 'string' && !value.startsWith("'") ? value.replace(/^[\d.:TZ-]+$/, 'moment or number') : 'text';
  });
  return { form, texts };
}

/** What of a text can be kept: what is no character, and NUL, stand as the sign for "unreadable". Said without the code under test. */
const written = (given: string): string => Array.from(given, (sign) => (sign === '\u0000' || /^[\ud800-\udfff]$/.test(sign) ? '\ufffd' : sign)).join('');

/** What a builder gives for harmless texts: the forms of its queries, the texts that are its own, and whether the text it is given is always among them. */
interface Learnt {
  readonly forms: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
  readonly holdsText: boolean;
}

/** Looks for words of what it is given, not for the whole. */
const takesWords = 'whom a receipt belongs to';

async function learn(): Promise<ReadonlyMap<string, Learnt>> {
  const known = new Map<string, Learnt>();
  for (const [name, build] of Object.entries(queryBuilders)) {
    const [forms, own, held] = [new Set<string>(), new Set<string>(), new Set<boolean>()];
    for (const text of harmless.filter((each) => each !== ''))
      for (const soql of await build(text).catch(() => [])) {
        const { form, texts } = formOf(parseQuery(soql));
        forms.add(form);
        held.add(texts.includes(text));
        for (const said of texts) if (name === takesWords ? /^[A-Z][a-z]+$/.test(said) && !text.includes(said) : said !== text) own.add(said);
      }
    for (const soql of await build('').catch(() => [])) forms.add(formOf(parseQuery(soql)).form);
    if (!forms.size) throw new Error(`${name} takes no harmless text: it would test nothing.`);
    known.set(name, { forms, own, holdsText: !held.has(false) });
  }
  return known;
}

/** Whether a text in a query is the one that was given, or one of the builder's own; where it looks for words, one of these. */
const isOurs = (name: string, said: string, given: string, { own }: Learnt): boolean =>
  said === written(given) || own.has(said) || (name === takesWords && said !== '' && (written(given).includes(said) || (said.endsWith('%') && written(given).includes(said.slice(0, -1))) || /^006\w{15}$/.test(said)));

async function query(tally: Tally, known: Learnt, name: string, given: string): Promise<string> {
  let soql = '';
  try {
    for (soql of await (queryBuilders[name] ?? (async () => []))(given)) {
      const { form, texts } = formOf(parseQuery(soql));
      if (known.holdsText && given !== '' && !texts.includes(written(given))) tally.breach(`${name}: ${JSON.stringify(given)} is not in the query: ${soql.slice(-300)}`);
      if (!known.forms.has(form)) tally.breach(`${name}: ${JSON.stringify(given)} changed the form of the query: ${soql.slice(-300)}`);
      const strange = texts.find((said) => !isOurs(name, said, given, known));
      if (strange !== undefined) tally.breach(`${name}: ${JSON.stringify(given)} became ${JSON.stringify(strange)}`);
    }
    return `${name}: one text in a query that parses`;
  } catch (error) {
    if (!(error instanceof Problem)) tally.breach(`${name}: ${JSON.stringify(given)} gave ${String(error)}: ${soql.slice(-300)}`);
    return `${name}: refused in words`;
  }
}

/** A text in an address stays one part of it. */
function address(tally: Tally, chance: Chance, given: string): string {
  try {
    const template = chance.pick(paths as [string, ...string[]]);
    const built = pathOf(template, { program: '100', reference: given, payee: given });
    const parts = new URL(`https://api.example${built}`).pathname.split('/');
    if (parts.length !== template.split('/').length || decodeURIComponent(parts[5] ?? '') !== written(given)) tally.breach(`address: ${JSON.stringify(given)} became ${built}`);
    return 'address: one part of it';
  } catch (error) {
    if (!(error instanceof Problem)) tally.breach(`address: ${JSON.stringify(given)} gave ${String(error)}`);
    return 'address: refused in words';
  }
}

/** A text in a body stays one value of it. */
function body(tally: Tally, given: string): string {
  const record = recordOf({ kind: 'issue', key: given, version: 1, problem: given, source: given, severity: 'Info', status: 'Open', count: 1, firstSeen: 'x', lastSeen: 'x', summary: given, detail: given, excerpt: given, requestId: given, answers: given }, names);
  const heard = parseExact(JSON.stringify({ allOrNone: false, records: [record] })) as unknown as { readonly records: readonly Record<string, unknown>[] };
  const [only, ...more] = heard.records;
  if (more.length || Object.keys(only ?? {}).join() !== Object.keys(record).join() || only?.[names.issue.key] !== written(given)) tally.breach(`body: ${JSON.stringify(given)} changed its form`);
  return 'body: one value of it';
}

/** Texts that would like to be more than a text, in the queries of query-builders.ts, in addresses and in a body. */
export async function fuzzQueries(wish: Wish): Promise<Round> {
  const tally = openTally('queries', wish);
  const chance = openChance(wish.seed, 'queries');
  const known = await learn();
  const all = Object.keys(queryBuilders) as [string, ...string[]];
  for (let nth = 0; nth < wish.inputs; nth++) {
    const base = chance.pick(harmless as [string, ...string[]]);
    const given = chance.happens(0.05) ? chance.pick(['.', '..', '', '...', '\ud83d']) : spoiledText(chance, base).slice(0, 2_000);
    const where = chance.next();
    const name = chance.pick(all);
    const learnt = known.get(name);
    if (!learnt) throw new Error(`nothing was learnt of ${name}`);
    tally.answered(where < 0.1 ? address(tally, chance, given) : where < 0.2 ? body(tally, given) : await query(tally, learnt, name, given));
    if (nth % 1_000 === 0) await new Promise((turn) => setImmediate(turn));
  }
  return tally.end();
}
