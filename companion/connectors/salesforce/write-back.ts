import { changeOrder, type Change, type ChangeKind, type Written } from '../../domain/change.ts';
import type { PayoutState } from '../../domain/payout-states.ts';
import { Problem } from '../../domain/problem.ts';
import { bodyOf, collectionsPerCall, queryPath, rowsPerCollection, type Part, type PartAnswer, type SalesforceClient } from './client.ts';
import { textOf } from './exact-json.ts';
import { recordOf } from './mapping.ts';
import type { Names } from './names.ts';
import { pendingApproval } from './requests.ts';
import { chunks } from './reservations.ts';
import { rowResults, type RowResult } from './row-result.ts';
import { literals } from './soql.ts';

const eventSchemaVersion = 1;

/** States only reached from a reservation: such a record can't be in an approval, so it need not be looked at before it is written. */
const afterReservation: ReadonlySet<PayoutState> = new Set<PayoutState>([
  'Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Completed', 'Failed', 'Returned',
]);

const keyOf = ({ kind, key }: Pick<Change, 'kind' | 'key'>): string => `${kind} ${key}`;

interface Collection {
  readonly changes: readonly Change[];
  readonly part: Part;
}

/**
 * Writes changes parents first, 200 rows a collection and 5 collections a call, and tells the pages in the same call which requests changed.
 * Safe to repeat: rows are found by key, and the books refuse a version older than theirs, which is answered as `stale`.
 * A record whose approval is running is not written but answered as `busy`.
 * @throws Problem only while nothing was written yet; after that, what was not reached is answered row by row.
 */
export async function write(client: SalesforceClient, names: Names, changes: readonly Change[]): Promise<ReadonlyMap<string, Written>> {
  const results = new Map<string, Written>();
  const newest = [...new Map([...changes].sort((a, b) => a.version - b.version).map((change) => [keyOf(change), change])).values()];
  const pending = await inApproval(client, names, newest);
  for (const change of newest)
    if (pending.has(change.key)) results.set(keyOf(change), change.kind === 'conversion' ? 'stale' : { busy: 'Salesforce: the record is in an approval, and is written when that has ended.' });
  const open = newest.filter((change) => !results.has(keyOf(change)));
  for (const [index, call] of chunks(collections(open, names), collectionsPerCall).entries()) {
    try {
      await writeCall(client, names, call, results);
    } catch (error) {
      if (index === 0 || !(error instanceof Problem)) throw error;
      for (const change of open) if (!results.has(keyOf(change))) results.set(keyOf(change), asWritten(error));
      break;
    }
  }
  await withoutRequests(client, names, open, results);
  return results;
}

/** A record that is named and was deleted, or is hidden from us: the org refuses such a row for ever. */
const goneCodes: ReadonlySet<string> = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY']);

/** What a person must look at is told also where the request it is about is gone: such issues are written once more, and name it in words only. */
async function withoutRequests(client: SalesforceClient, names: Names, written: readonly Change[], results: Map<string, Written>): Promise<void> {
  const orphans = written.flatMap((change): Change[] => {
    const answer = results.get(keyOf(change));
    if (change.kind !== 'issue' || change.requestId === undefined || typeof answer !== 'object' || !('code' in answer) || !goneCodes.has(answer.code)) return [];
    return [{ ...change, requestId: undefined, detail: `Salesforce does not let this issue name its request ${change.requestId}: it was deleted, or can't be seen by the companion's user. Restore it from the recycle bin if it should not be gone. ${change.detail}` }];
  });
  for (const call of chunks(collections(orphans, names), collectionsPerCall)) {
    try {
      await writeCall(client, names, call, results);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      for (const change of call.flatMap(({ changes }) => changes)) results.set(keyOf(change), asWritten(error));
    }
  }
}

async function writeCall(client: SalesforceClient, names: Names, call: readonly Collection[], results: Map<string, Written>): Promise<void> {
  const announcement = announcementOf(call.flatMap(({ changes }) => changes), names);
  const parts = await client.composite('send', [...call.map(({ part }) => part), ...(announcement ? [announcement] : [])]);
  const failed: Problem[] = [];
  call.forEach(({ changes }, index) => {
    const rows = rowsOf(parts[index], changes.length);
    if (rows instanceof Problem) failed.push(rows);
    changes.forEach((change, at) => results.set(keyOf(change), rows instanceof Problem ? asWritten(rows) : writtenOf(change, rows[at] ?? 'ok', names)));
  });
  const [problem] = failed;
  if (problem !== undefined && failed.length === call.length) throw problem;
}

/** A collection that failed as a whole must not hide that others of the same call were written. */
function rowsOf(part: PartAnswer | undefined, count: number): readonly RowResult[] | Problem {
  try {
    return rowResults(part ?? { status: 0, body: null }, count);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

const asWritten = ({ kind, code, message }: Problem): Written =>
  kind === 'busy' || kind === 'unreachable' ? { busy: message } : { refused: message, code: code ?? kind };

function writtenOf(change: Change, result: RowResult, { snapshot }: Names): Written {
  if (result === 'ok') return 'written';
  // An older write breaks other rules too, such as those on the order of states; that it is old is what matters.
  if (result.codes.includes('VERSION')) return 'stale';
  if (result.codes.includes('ACTION-CHANGED') || result.codes.includes('ACTION-FIRST') || result.codes.includes('MATCH-DECIDED')) return 'asked anew';
  // Submitted, or owed otherwise, since it was read: what stands there now is looked at by itself.
  if (change.kind === 'conversion' && result.codes.some((code) => code === 'MONEY-FROZEN' || code === 'FENCE-CONVERSION')) return 'stale';
  // A snapshot never changes, and the parent of an existing one can't be written again: it is there already.
  if (change.kind === 'snapshot' && result.code === 'INVALID_FIELD_FOR_INSERT_UPDATE' && result.fields.includes(snapshot.fundingAccountId)) return 'stale';
  // One moment has one snapshot: that of another store, or of a clock that was put back, was there first.
  if (change.kind === 'snapshot' && result.codes.includes('FACTS')) return 'stale';
  return result.busy ? { busy: result.refused } : { refused: result.refused, code: result.code };
}

/**
 * Requests and recipients exist and go by id, both into the same collections, converted and reporting amounts into others, for no collection may name a record
 * twice; everything else is upserted by its external id.
 */
function collections(changes: readonly Change[], names: Names): readonly Collection[] {
  const groups = new Map<string, { readonly path: string; readonly all: Change[] }>();
  for (const kind of changeOrder) {
    const some = changes.filter((change) => change.kind === kind);
    const path = pathOf(kind, names);
    const group = kind === 'reporting' || kind === 'conversion' ? kind : path;
    if (some.length > 0) groups.set(group, { path, all: [...(groups.get(group)?.all ?? []), ...some] });
  }
  return [...groups.values()].flatMap(({ path, all }) =>
    chunks(all, rowsPerCollection).map((some) => ({
      changes: some,
      part: { method: 'PATCH' as const, path, body: { allOrNone: false, records: some.map((change) => recordOf(change, names)) } },
    })),
  );
}

function pathOf(kind: ChangeKind, names: Names): string {
  if (kind === 'request' || kind === 'recipient' || kind === 'reporting' || kind === 'conversion') return '/composite/sobjects';
  return `/composite/sobjects/${names[kind].object}/${names[kind].key}`;
}

const requestIdOf = (change: Change): string | undefined =>
  change.kind === 'request' || change.kind === 'conversion' ? change.key : change.kind === 'transaction' || change.kind === 'issue' ? change.requestId : undefined;

/** The event for open pages. One call has at most 1,000 rows, whose ids fit into the field (32,768). Heartbeats and balances interest no page. */
function announcementOf(changes: readonly Change[], { statusChanged: n }: Names): Part | undefined {
  const ids = [...new Set(changes.flatMap((change) => requestIdOf(change) ?? []))];
  if (ids.length === 0) return undefined;
  const body = { [n.kind]: 'payout.status', [n.recordId]: ids.length === 1 ? ids[0] : null, [n.recordIds]: ids.join(','), [n.schemaVersion]: eventSchemaVersion };
  return { method: 'POST', path: `/sobjects/${n.object}`, body };
}

/** The requests among these changes whose approval is running. Asked only where it is possible at all: before a reservation. */
async function inApproval(client: SalesforceClient, { request: n }: Names, changes: readonly Change[]): Promise<ReadonlySet<string>> {
  const ids = changes.flatMap((change) => (change.kind === 'reporting' || change.kind === 'conversion' || (change.kind === 'request' && !afterReservation.has(change.status)) ? [change.key] : []));
  const pending = new Set<string>();
  for (const call of chunks(chunks(ids, rowsPerCollection), collectionsPerCall)) {
    const parts = call.map((some): Part => ({
      method: 'GET',
      path: queryPath(`SELECT Id FROM ${n.object} WHERE ${n.status} = '${pendingApproval}' AND Id IN ${literals(some)}`),
    }));
    for (const part of await client.composite('send', parts))
      for (const row of await client.rest('send', bodyOf(part))) pending.add(textOf(row, 'Id') ?? '');
  }
  return pending;
}
