import { bodyOf, queryPath, rowsPerCollection, type Part, type PartAnswer, type SalesforceClient } from './client.ts';
import { textOf } from './exact-json.ts';
import { pendingApproval, type Reading } from './requests.ts';
import { chunks } from './reservations.ts';
import { literal } from './soql.ts';

/**
 * Runs whose approval ended and whose requests did not follow: whether the field updates of an approval start the package's flow is not proven (U-001).
 * Not those the companion saved last: whatever keeps their requests back, saving them again does not help.
 */
export function leftBehindQuery({ names: { request, run } }: Reading, userId: string): Part {
  const behind = `SELECT ${request.runId} FROM ${request.object} WHERE ${request.status} = '${pendingApproval}' AND ${request.runId} != null`;
  return { method: 'GET', path: queryPath(`SELECT Id FROM ${run.object} WHERE ${run.status} IN ('Approved','Rejected','Recalled') AND LastModifiedById != ${literal(userId)} AND Id IN (${behind})`) };
}

/**
 * Saves each of these runs once, with nothing changed, which starts the flow that lets its requests follow. No call when there is none. What can't be saved
 * now is found by the next look; that this question could not be answered keeps nobody from being paid.
 */
export async function letFollow(client: SalesforceClient, { names: { run } }: Reading, found: PartAnswer | undefined): Promise<void> {
  if (found?.status !== 200) return;
  const ids = (await client.rest('poll', bodyOf(found))).flatMap((row) => textOf(row, 'Id') ?? []);
  for (const some of chunks(ids, rowsPerCollection))
    await client.composite('poll', [{ method: 'PATCH', path: '/composite/sobjects', body: { allOrNone: false, records: some.map((id) => ({ attributes: { type: run.object }, id })) } }]);
}
