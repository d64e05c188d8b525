import { rowsPerCollection, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import { latestApproval, type Reading } from './requests.ts';
import { chunks } from './reservations.ts';
import { literals } from './soql.ts';

/**
 * Requests submitted together in a payment run have no approval process of their own: the run's stands for each of them, and only the run's. One call more
 * for 200 runs, and none when no request is on one.
 * @throws Problem when the books can't be read: without evidence nothing may be judged.
 */
export async function withRunApprovals(client: SalesforceClient, { names: { request, run }, evidence }: Reading, rows: readonly Row[]): Promise<readonly Row[]> {
  const ids = [...new Set(rows.flatMap((row) => textOf(row, request.runId) ?? []))];
  if (evidence !== 'classic') return rows;
  const approvals = new Map<string | undefined, Row>();
  for (const some of chunks(ids, rowsPerCollection))
    for (const row of await client.query('poll', `SELECT Id, ${latestApproval} FROM ${run.object} WHERE Id IN ${literals(some)}`)) approvals.set(textOf(row, 'Id'), row);
  return rows.map((row) => {
    const id = textOf(row, request.runId);
    return id === undefined ? row : { ...row, ProcessInstances: approvals.get(id)?.['ProcessInstances'] ?? null };
  });
}
