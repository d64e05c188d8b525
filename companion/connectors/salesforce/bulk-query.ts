import { Problem } from '../../domain/problem.ts';
import type { ExportState } from '../../domain/history.ts';
import { unreadable, type SalesforceClient } from './client.ts';
import { csvRows } from './csv-rows.ts';
import { isRow, textOf, type Row } from './exact-json.ts';

/** Rows of one page: what is held in memory at once, and the measure of how many calls a result takes. */
const rowsPerPage = 2_500;

interface BulkPage {
  readonly rows: readonly Row[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}

const isGone = (error: unknown): boolean => error instanceof Problem && error.code === 'NOT_FOUND';

/** Orders a query job; its id. Source: Bulk API 2.0, "Create a Query Job". */
export async function orderJob(client: SalesforceClient, query: string): Promise<string> {
  const answer = await client.call('look', 'POST', '/jobs/query', { operation: 'query', query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' });
  const id = isRow(answer) ? textOf(answer, 'id') : undefined;
  if (id === undefined) throw unreadable();
  return id;
}

/** How a job stands. Results are kept for seven days; a job that is not known is gone. Source: Bulk API 2.0, "Get Information About a Query Job". */
export async function lookAtJob(client: SalesforceClient, id: string): Promise<ExportState> {
  let answer;
  try {
    answer = await client.call('look', 'GET', `/jobs/query/${encodeURIComponent(id)}`);
  } catch (error) {
    if (isGone(error)) return { is: 'gone' };
    throw error;
  }
  if (!isRow(answer)) throw unreadable();
  const state = textOf(answer, 'state');
  switch (state) {
    case 'UploadComplete':
    case 'InProgress':
      return { is: 'preparing' };
    case 'JobComplete':
      return { is: 'ready', rows: Number(textOf(answer, 'numberRecordsProcessed') ?? '0') };
    case 'Failed':
    case 'Aborted':
      return { is: 'failed', why: `Salesforce: the query job ${id} ended as ${state}. ${textOf(answer, 'errorMessage') ?? ''} It is ordered anew; look at Bulk Data Load Jobs in Setup if this repeats.` };
    default:
      throw new Problem('unmapped', `Salesforce: the query job ${id} has the state "${state ?? ''}", which the companion does not know. Update the companion.`);
  }
}

/**
 * The pages of a complete job, one call each and one in memory, beginning at `from` (undefined: the first). A locator stays good as long as the job exists, so
 * a page can be asked for again. `numbers` as in csvRows. Source: Bulk API 2.0, "Get Results for a Query Job".
 * @throws Problem when a page can't be had or read, or holds another number of rows than it says.
 */
export async function* jobPages(client: SalesforceClient, id: string, from: string | undefined, numbers: readonly string[]): AsyncGenerator<BulkPage, void, void> {
  for (let place: string | undefined = from, first = true; first || place !== undefined; first = false) {
    const locator: string = place === undefined ? '' : `&locator=${encodeURIComponent(place)}`;
    const { text, headers } = await client.text('look', `/jobs/query/${encodeURIComponent(id)}/results?maxRecords=${rowsPerPage}${locator}`);
    const rows = csvRows(text, numbers);
    // A body that was cut off between two rows is good CSV: only the number of its rows tells.
    if (headers['sforce-numberofrecords'] !== String(rows.length)) throw unreadable();
    const next = headers['sforce-locator'];
    if (next === undefined || next === '') throw unreadable();
    place = next === 'null' ? undefined : next;
    yield { rows, next: place };
  }
}

/** Takes a job and its result away; one that is gone already is as good. */
export async function deleteJob(client: SalesforceClient, id: string): Promise<void> {
  try {
    await client.call('look', 'DELETE', `/jobs/query/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
