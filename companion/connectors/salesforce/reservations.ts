import type { PayoutState } from '../../domain/payout-states.ts';
import type { Reservation } from '../connector.ts';
import { bodyOf, collectionsPerCall, queryPath, rowsPerCollection, type Part, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { rowResults, type RowRefusal } from './row-result.ts';
import { literals } from './soql.ts';

const reserved: PayoutState = 'Sending';
type Answer = 'reserved' | { readonly refused: string; readonly code: string };

/** Cuts a list into parts of at most `size`. */
export function chunks<T>(rows: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));
}

/**
 * Reserves each row on its own, 1,000 in one call; the answers are keyed by reference.
 *
 * Safe to ask again after a lost answer: what is at Sending already with this very reference, companion, epoch and sequence is taken once more, and no rule of the fence looks at it, for its status
 * does not change. What another rule refuses then (a row of a newer version) is read back, and counts as reserved too. A row somebody else has just locked is tried once more, then refused with
 * UNABLE_TO_LOCK_ROW: nothing was reserved, and the next run takes it up again.
 * @throws Problem `unreachable` when an answer is lost or can't be read: nothing may be sent then, and asking again is safe.
 */
export async function reserve(client: SalesforceClient, names: Names, rows: readonly Reservation[]): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const refused = await reserveOnce(client, names, rows, answers);
  const locked = refused.filter(({ why }) => why.busy).map(({ row }) => row);
  const still = locked.length === 0 ? [] : await reserveOnce(client, names, locked, answers);
  const final = [...refused.filter(({ why }) => !why.busy), ...still];
  const ours = await alreadyOurs(client, names, final.filter(({ why }) => why.byRule || !why.busy).map(({ row }) => row));
  for (const { row, why } of final)
    answers.set(row.attempt.reference, ours.has(row.attempt.reference) ? 'reserved' : { refused: why.refused, code: why.code });
  return answers;
}

type Refused = { readonly row: Reservation; readonly why: RowRefusal };

async function reserveOnce(client: SalesforceClient, names: Names, rows: readonly Reservation[], answers: Map<string, Answer>): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (const call of chunks(chunks(rows, rowsPerCollection), collectionsPerCall)) {
    const parts = await client.composite('send', call.map((collection) => collectionOf(collection, names)));
    call.forEach((collection, index) => {
      const part = parts[index] ?? { status: 0, body: null };
      rowResults(part, collection.length).forEach((result, at) => {
        const row = collection[at];
        if (row === undefined) return;
        if (result === 'ok') answers.set(row.attempt.reference, 'reserved');
        else refused.push({ row, why: result });
      });
    });
  }
  return refused;
}

function collectionOf(rows: readonly Reservation[], { request: n }: Names): Part {
  const records = rows.map(({ attempt, companionId, epoch, sequence, version, approvedAt }) => ({
    attributes: { type: n.object },
    id: attempt.requestId,
    [n.status]: reserved,
    [n.reference]: attempt.reference,
    [n.attempt]: attempt.number,
    [n.companionId]: companionId,
    [n.epoch]: epoch,
    [n.sequence]: sequence,
    [n.version]: version,
    [n.reservedApproval]: approvedAt,
  }));
  return { method: 'PATCH', path: '/composite/sobjects', body: { allOrNone: false, records } };
}

/** The references among these rows that the books already hold as our own reservation. */
async function alreadyOurs(client: SalesforceClient, { request: n }: Names, rows: readonly Reservation[]): Promise<ReadonlySet<string>> {
  const columns = ['Id', n.status, n.reference, n.companionId, n.epoch, n.sequence].join(', ');
  const stored: Row[] = [];
  for (const call of chunks(chunks(rows, rowsPerCollection), collectionsPerCall)) {
    const parts = call.map((some): Part => {
      const ids = literals(some.map(({ attempt }) => attempt.requestId));
      return { method: 'GET', path: queryPath(`SELECT ${columns} FROM ${n.object} WHERE Id IN ${ids}`) };
    });
    for (const part of await client.composite('send', parts)) stored.push(...(await client.rest('send', bodyOf(part))));
  }
  const byId = new Map(stored.map((row) => [textOf(row, 'Id'), row]));
  const isOurs = ({ attempt, companionId, epoch, sequence }: Reservation): boolean => {
    const row = byId.get(attempt.requestId);
    return (
      textOf(row, n.status) === reserved &&
      textOf(row, n.reference)?.toLowerCase() === attempt.reference.toLowerCase() &&
      textOf(row, n.companionId) === companionId &&
      Number(textOf(row, n.epoch)) === epoch &&
      // A second store of the same name makes the same references in the same epoch: only its sequence is another.
      Number(textOf(row, n.sequence)) === sequence
    );
  };
  return new Set(rows.filter(isOurs).map(({ attempt }) => attempt.reference));
}
