import { plainName, wordsOf, type Clue, type Findings, type Named } from '../../domain/receipt-match.ts';
import { Problem } from '../../domain/problem.ts';
import type { ReceiptBooks } from '../connector.ts';
import { bodyOf, collectionsPerCall, queryPath, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { chunks } from './reservations.ts';
import { beginningWith, caseSafeId, literals } from './soql.ts';

interface ReferenceField {
  readonly object: 'Opportunity' | 'Account';
  readonly field: string;
}

/** One question, and what to do with its rows. */
interface Question {
  readonly about: string;
  readonly soql: string;
  readonly heard: (rows: readonly Row[]) => void;
}

/** Texts in one IN list: a query may have 100,000 characters, an address far fewer. */
const textsAtOnce = 100;
const rowsAtMost = 2_000;

/** A word that is an opportunity's id: 18 characters whose last three fit, or 15 as they are. */
function opportunityIdIn(word: string): string | undefined {
  if (!/^006[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(word)) return undefined;
  const whole = caseSafeId(word.slice(0, 15));
  return word.length === 15 || word === whole ? whole : undefined;
}

/** What was found so far, by clue. */
class Notebook {
  readonly named = new Map<string, Named[]>();
  readonly sameName = new Map<string, { accountId: string; name: string }[]>();
  readonly earlier = new Map<string, { accountId: string | undefined; contactId: string | undefined; times: number }[]>();
  readonly #clues: readonly { readonly clue: Clue; readonly words: ReadonlySet<string> }[];

  constructor(clues: readonly Clue[]) {
    this.#clues = clues.map((clue) => ({ clue, words: new Set(wordsOf(clue).map((word) => word.toLowerCase())) }));
  }

  allWords(): readonly string[] {
    return [...new Map(this.#clues.flatMap(({ clue }) => wordsOf(clue).map((word) => [word.toLowerCase(), word] as const))).values()];
  }

  keepNamed(value: string, found: Omit<Named, 'word'>): void {
    for (const { clue, words } of this.#clues) if (words.has(value.toLowerCase())) put(this.named, clue.key, { word: value, ...found });
  }

  keepAccount(accountId: string, name: string): void {
    for (const { clue } of this.#clues) if (clue.source && plainName(clue.source) === plainName(name)) put(this.sameName, clue.key, { accountId, name });
  }

  keepEarlier(source: string, accountId: string | undefined, contactId: string | undefined): void {
    for (const { clue } of this.#clues) {
      if (clue.source.toLowerCase() !== source.toLowerCase()) continue;
      const same = this.earlier.get(clue.key)?.find((each) => each.accountId === accountId && each.contactId === contactId);
      if (same) same.times += 1;
      else put(this.earlier, clue.key, { accountId, contactId, times: 1 });
    }
  }

  findings(): ReadonlyMap<string, Findings> {
    return new Map(this.#clues.map(({ clue: { key } }) => [key, { named: this.named.get(key) ?? [], sameName: this.sameName.get(key) ?? [], earlier: this.earlier.get(key) ?? [] }]));
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/**
 * Whom receipts belong to, as far as the org tells: opportunities by id and the customer's own reference fields, accounts by name, and what people matched
 * before. Five questions a call, none when there is nothing to ask; the integration user needs Read on Account and Opportunity, which no packaged permission set can give.
 */
export function receiptBooks(client: SalesforceClient, names: Names, references: readonly ReferenceField[]): ReceiptBooks {
  return {
    async lookUp(clues) {
      const notebook = new Notebook(clues);
      const questions = [...byId(notebook), ...byFields(notebook, references), ...byName(notebook, clues), ...byHistory(notebook, clues, names)];
      const unreadable: string[] = [];
      for (const call of chunks(questions, collectionsPerCall)) {
        const parts = await client.composite('look', call.map(({ soql }) => ({ method: 'GET' as const, path: queryPath(soql) })));
        for (const [index, { about, heard }] of call.entries()) {
          try {
            heard(await client.rest('look', bodyOf(parts[index])));
          } catch (error) {
            if (!(error instanceof Problem) || error.kind === 'busy' || error.kind === 'unreachable') throw error;
            unreadable.push(`${about}: ${error.message}`);
          }
        }
      }
      return { findings: notebook.findings(), unreadable: [...new Set(unreadable)] };
    },
  };
}

const limit = `LIMIT ${rowsAtMost}`;

function byId(notebook: Notebook): readonly Question[] {
  const words = new Map(notebook.allWords().flatMap((word) => {
    const id = opportunityIdIn(word);
    return id === undefined ? [] : [[id, word] as const];
  }));
  return chunks([...words.keys()], textsAtOnce).map((ids) => ({
    about: 'Opportunity', soql: `SELECT Id, AccountId FROM Opportunity WHERE Id IN ${literals(ids)} ${limit}`,
    heard: (rows) => rows.forEach((row) => notebook.keepNamed(words.get(textOf(row, 'Id') ?? '') ?? '', { on: 'the id of an opportunity', opportunityId: textOf(row, 'Id'), accountId: textOf(row, 'AccountId') })),
  }));
}

function byFields(notebook: Notebook, references: readonly ReferenceField[]): readonly Question[] {
  return references.flatMap(({ object, field }) => chunks(notebook.allWords(), textsAtOnce).map((words): Question => {
    const parent = object === 'Opportunity' ? 'AccountId' : 'Id';
    return {
      about: `${object}.${field}`, soql: `SELECT ${[...new Set(['Id', parent, field])].join(', ')} FROM ${object} WHERE ${field} IN ${literals(words)} ${limit}`,
      heard: (rows) => rows.forEach((row) => notebook.keepNamed(textOf(row, field) ?? '', { on: `${object}.${field}`, opportunityId: object === 'Opportunity' ? textOf(row, 'Id') : undefined, accountId: textOf(row, parent) })),
    };
  }));
}

/** Found by the name as it is written or its first words, compared plainly afterwards. */
function byName(notebook: Notebook, clues: readonly Clue[]): readonly Question[] {
  const sources = [...new Set(clues.map(({ source }) => source).filter((source) => source.length >= 3))];
  return chunks(sources, 20).map((some) => {
    const likes = some.map((source) => `Name LIKE ${beginningWith(firstWordOf(source))}`);
    return {
      about: 'Account', soql: `SELECT Id, Name FROM Account WHERE ${likes.join(' OR ')} ${limit}`,
      heard: (rows) => rows.forEach((row) => notebook.keepAccount(textOf(row, 'Id') ?? '', textOf(row, 'Name') ?? '')),
    };
  });
}

/** The first word of a name that says something. */
const firstWordOf = (source: string): string => source.split(/[\s,.]+/).find((word) => word.length >= 3) ?? source;

function byHistory(notebook: Notebook, clues: readonly Clue[], { receipt: n }: Names): readonly Question[] {
  const sources = [...new Set(clues.map(({ source }) => source).filter(Boolean))];
  return chunks(sources, textsAtOnce).map((some) => ({
    about: n.object,
    soql: `SELECT ${n.source}, ${n.account}, ${n.contact} FROM ${n.object} WHERE ${n.matchState} = 'Matched' AND ${n.source} IN ${literals(some)} ORDER BY ${n.receivedAt} DESC ${limit}`,
    heard: (rows) => rows.forEach((row) => notebook.keepEarlier(textOf(row, n.source) ?? '', textOf(row, n.account), textOf(row, n.contact))),
  }));
}
