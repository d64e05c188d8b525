import type { Change, ChangeKind } from '../../domain/change.ts';
import { bodyOf, collectionsPerCall, queryPath, rowsPerCollection, type SalesforceClient } from './client.ts';
import { textOf } from './exact-json.ts';
import type { Names } from './names.ts';
import { chunks } from './reservations.ts';
import { literals } from './soql.ts';

/** Snapshots and rates never change, and what an amount comes to in another currency is no state: they carry no version. */
const unversioned = ['snapshot', 'rate', 'conversion', 'reporting'] as const satisfies readonly ChangeKind[];
type Versioned = Exclude<ChangeKind, (typeof unversioned)[number]>;
interface Versions {
  readonly kind: Versioned;
  readonly keys: readonly string[];
}

function queryOf({ kind, keys }: Versions, names: Names): string {
  const keyField = kind === 'request' || kind === 'recipient' ? 'Id' : names[kind].key;
  return `SELECT ${names[kind].version} FROM ${names[kind].object} WHERE ${keyField} IN ${literals(keys)} ORDER BY ${names[kind].version} DESC NULLS LAST LIMIT 1`;
}

/**
 * The highest version among these records, 200 keys a query and five queries a call; 0 when none of them exists or carries one.
 * @throws Problem when the books can't be read.
 */
export async function newestVersion(client: SalesforceClient, names: Names, records: readonly Pick<Change, 'kind' | 'key'>[]): Promise<number> {
  const byKind = Map.groupBy(records.filter(({ kind }) => !unversioned.some((one) => one === kind)), ({ kind }) => kind as Versioned);
  const asked = [...byKind].flatMap(([kind, of]) => chunks(of.map(({ key }) => key), rowsPerCollection).map((keys): Versions => ({ kind, keys })));
  let newest = 0;
  for (const call of chunks(asked, collectionsPerCall)) {
    const parts = await client.composite('ask', call.map((some) => ({ method: 'GET' as const, path: queryPath(queryOf(some, names)) })));
    for (const [index, part] of parts.entries()) {
      const { kind } = call[index] ?? { kind: 'request' as const };
      for (const row of await client.rest('ask', bodyOf(part))) newest = Math.max(newest, Number(textOf(row, names[kind].version) ?? '0'));
    }
  }
  return newest;
}
