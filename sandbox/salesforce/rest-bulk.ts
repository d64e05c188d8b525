import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { type BulkJob, jobInfo, lineEndings } from './bulk-job.ts';
import { abortJob, createJob, deleteJob, jobFor, jobsKept } from './bulk-jobs.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';

/** Jobs of one page of the list. */
const jobsAPage = 1_000;

/**
 * Query jobs of Bulk API 2.0 (`/jobs/query`): made, looked at, their results read in pages, aborted, deleted.
 * Source: Bulk API 2.0 Developer Guide, "Bulk API 2.0 Query"; what it leaves open is U-380 to U-384.
 */
export function bulkDoors({ org }: ServerState): RestDoors {
  const jobs = '/services/data/:version/jobs/query';
  const jobOf = (call: RestCall): BulkJob => jobFor(org, call.params['job'] ?? '', call.by);
  return {
    [`POST ${jobs}`]: (call) => ({ status: 200, body: jobInfo(createJob(org, plain(call.text), call.by, call.version), false) }),
    [`GET ${jobs}`]: (call) => list(jobsKept(org).filter((job) => job.by.id === call.by.id || org.can(call.by, 'ManageDataIntegrations')), call),
    [`GET ${jobs}/:job`]: (call) => ({ status: 200, body: jobInfo(jobOf(call), true) }),
    [`GET ${jobs}/:job/results`]: (call) => results(org.policies.bulkPageRows, jobOf(call), call),
    [`PATCH ${jobs}/:job`]: (call) => {
      const job = jobOf(call);
      const { state } = plain(call.text) as { state?: unknown };
      if (state !== 'Aborted') throw new ApiProblem(400, 'INVALIDJOBSTATE', 'The only state a query job can be set to is Aborted');
      abortJob(org, job);
      return { status: 200, body: jobInfo(job, false) };
    },
    [`DELETE ${jobs}/:job`]: (call) => {
      deleteJob(org, jobOf(call));
      return { status: 204 };
    },
  };
}

const plain = (text: string): unknown => JSON.parse(text === '' ? '{}' : text);

function list(jobs: readonly BulkJob[], call: RestCall): Reply {
  const from = Number(call.search.get('queryLocator') ?? '0');
  const wanted = jobs.filter((job) => (call.search.get('jobType') ?? 'V2Query') === 'V2Query' && (call.search.get('isPkChunkingEnabled') ?? String(job.chunked)) === String(job.chunked));
  const to = from + jobsAPage;
  const done = to >= wanted.length;
  return { status: 200, body: { done, records: wanted.slice(from, to).map((job) => jobInfo(job, false)), nextRecordsUrl: done ? null : `/services/data/v${call.version}/jobs/query?queryLocator=${to}` } };
}

/** The locator is opaque to callers; it names the row the next page begins with, and stays the same as long as the job exists. */
const locatorOf = (row: number): string => Buffer.from(`results:${row}`).toString('base64url');

function rowOf(locator: string | null): number {
  if (locator === null) return 0;
  const row = /^results:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString())?.[1];
  if (row === undefined) throw new ApiProblem(400, 'INVALID_LOCATOR', 'Invalid locator');
  return Number(row);
}

/**
 * One page of a result, each with its header row. The last says `Sforce-Locator: null`. A job that has not ended well has no results (U-380), and they are
 * read in the version of the API the job was made with (409 otherwise). `maxRecords` is a wish: the org may give less.
 */
function results(pageRows: number, job: BulkJob, call: RestCall): Reply {
  if (job.version !== call.version) throw new ApiProblem(409, 'API_ERROR', `The job was created in version ${job.version}`);
  if (job.state !== 'JobComplete') throw new ApiProblem(400, 'INVALIDJOBSTATE', `Results are not available: the job is in the state ${job.state}`);
  const wish = call.search.get('maxRecords');
  if (wish !== null && !/^[1-9]\d{0,8}$/.test(wish)) throw new ApiProblem(400, 'INVALID_PARAMETER', 'maxRecords must be a positive number');
  const from = rowOf(call.search.get('locator'));
  const to = from + Math.min(pageRows, wish === null ? pageRows : Number(wish));
  const page = job.rows.slice(from, to);
  const end = lineEndings[job.lineEnding];
  const body = [job.header, ...page].map((line) => line + end).join('');
  return {
    status: 200, body,
    headers: { 'content-type': 'text/csv; charset=UTF-8', 'Sforce-NumberOfRecords': String(page.length), 'Sforce-Locator': to >= job.rows.length ? 'null' : locatorOf(to) },
  };
}
