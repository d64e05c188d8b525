import { parse } from 'csv-parse/sync';
import { Problem } from '../../domain/problem.ts';
import { plainDecimal, type Json, type Row } from './exact-json.ts';

type Mutable = Record<string, Json>;

/** Puts `Recipient__r.Name` into a row inside the row, as REST answers. */
function put(row: Mutable, path: readonly string[], value: Json): void {
  const [head = '', ...rest] = path;
  if (!rest.length) return void (row[head] = value);
  const inner = (row[head] ??= {}) as Mutable;
  put(inner, rest, value);
}

/** A relationship none of whose columns has a value is an empty lookup. */
function withoutEmpty(row: Mutable): Mutable {
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'object' && value !== null && Object.values(withoutEmpty(value as Mutable)).every((inner) => inner === null)) row[name] = null;
  return row;
}

/**
 * The rows of one page of a bulk query's result, in the shape a REST query answers: parents as rows inside, null for what is empty. Everything is text;
 * `numbers` are columns whose value may come with an exponent and leaves without one. One page is parsed at once: its size is bounded by whoever asked for it.
 * @throws Problem `unreachable` when it is no such page: a page that was cut off says nothing about what it would have held.
 */
export function csvRows(text: string, numbers: readonly string[] = []): readonly Row[] {
  let header: readonly (readonly string[])[] = [];
  let isNumber: readonly boolean[] = [];
  try {
    const lines = parse(text, { relax_column_count: false, skip_empty_lines: true });
    const [names = [], ...rows] = lines;
    header = names.map((name) => name.split('.'));
    isNumber = names.map((name) => numbers.includes(name));
    return rows.map((values) => {
      const row: Mutable = {};
      values.forEach((value, at) => put(row, header[at] ?? [], value === '' ? null : isNumber[at] ? plainDecimal(value) : value));
      return withoutEmpty(row);
    });
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('unreachable', `Salesforce: a page of a bulk query could not be read as CSV (${cause instanceof Error ? cause.message : String(cause)}). It is asked again later.`, { cause });
  }
}
