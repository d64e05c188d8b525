import { ApiProblem } from './api-problem.ts';
import { type BulkJob, delimiters, type JobState, orderOf } from './bulk-job.ts';
import { csvColumns, csvRow, mustBeSupported } from './bulk-csv.ts';
import { apiName } from './names.ts';
import type { Org, User } from './org.ts';
import { fullId } from './record-ids.ts';
import { queriedObject, queriedRows } from './run-query.ts';

const dayMs = 86_400_000;
/** Jobs and their results are kept for seven days. Source: Bulk API limits, "Job and result retention". */
const keptMs = 7 * dayMs;
/** Query jobs of a rolling day. Source: Bulk API 2.0, "Understanding Bulk API 2.0 Query". */
export const queryJobsADay = 10_000;

/** The query jobs of one org, on the world's clock. */
interface BulkJobs {
  readonly byId: Map<string, BulkJob>;
  /** When each job of the last day was made; a deleted one counts too. */
  made: number[];
  readonly cancels: Map<string, () => void>;
}

const kept = new WeakMap<Org, BulkJobs>();

function jobsOf(org: Org): BulkJobs {
  const found = kept.get(org) ?? { byId: new Map(), made: [], cancels: new Map() };
  kept.set(org, found);
  return found;
}

/** As if none had ever been made. */
export function forgetJobs(org: Org): void {
  for (const cancel of kept.get(org)?.cancels.values() ?? []) cancel();
  kept.delete(org);
}

/** How many jobs may still be made today. */
export function queryJobsLeft(org: Org): number {
  const jobs = jobsOf(org);
  jobs.made = jobs.made.filter((at) => org.world.clock.now() - at < dayMs);
  return queryJobsADay - jobs.made.length;
}

/** Jobs that are not older than their retention, in the order they were made. */
export function jobsKept(org: Org): BulkJob[] {
  const jobs = jobsOf(org);
  for (const job of [...jobs.byId.values()]) if (org.world.clock.now() - job.changedAt >= keptMs) jobs.byId.delete(job.id);
  return [...jobs.byId.values()];
}

/** The job, for whoever may see it: who made it, and administrators (U-384). */
export function jobFor(org: Org, id: string, by: User): BulkJob {
  const job = jobsKept(org).find((each) => each.id === fullId(id));
  if (!job || (job.by.id !== by.id && !org.can(by, 'ManageDataIntegrations'))) throw ApiProblem.notFound();
  return job;
}

/** Takes an order in. A query that does not parse, or that names what the user may not see, is refused at once (U-382). */
export function createJob(org: Org, body: unknown, by: User, version: string): BulkJob {
  const order = orderOf(body);
  const { object, query } = queriedObject(org, order.query, by);
  mustBeSupported(query);
  csvColumns({ org, by, soql: order.query, version }, object, query);
  if (queryJobsLeft(org) <= 0) throw new ApiProblem(400, 'EXCEEDEDQUOTA', 'ApiBatchItems Limit exceeded.');
  const now = org.world.clock.now();
  const job: BulkJob = {
    ...order, id: fullId(org.world.id('750', 15)) ?? '', object: apiName(org.namespace, object), by, version, createdAt: now, changedAt: now, state: 'UploadComplete',
    startedAt: undefined, errorMessage: undefined, header: '', rows: [], chunked: object.custom && query.orderBy === undefined && query.limit === undefined,
  };
  const jobs = jobsOf(org);
  jobs.byId.set(job.id, job);
  jobs.made.push(now);
  later(org, job, org.policies.bulkQueuedMs, () => begin(org, job));
  return job;
}

function later(org: Org, job: BulkJob, ms: number, what: () => void): void {
  jobsOf(org).cancels.set(job.id, org.world.clock.after(ms, what));
}

function turn(org: Org, job: BulkJob, state: JobState): void {
  job.state = state;
  job.changedAt = org.world.clock.now();
}

function begin(org: Org, job: BulkJob): void {
  turn(org, job, 'InProgress');
  job.startedAt = job.changedAt;
  later(org, job, org.policies.bulkRunsMs, () => end(org, job));
}

/** Runs the query as the user stands at this moment: what was taken from him meanwhile fails the job. */
function end(org: Org, job: BulkJob): void {
  jobsOf(org).cancels.delete(job.id);
  const { policies } = org;
  if (policies.failNextBulkJobs > 0) {
    policies.failNextBulkJobs -= 1;
    job.errorMessage = 'QUERY_TIMEOUT: Your query request was running for too long.';
    return turn(org, job, 'Failed');
  }
  try {
    const { asking, object, query, rows } = queriedRows(org, job.query, { by: job.by, deleted: job.operation === 'queryAll', version: job.version });
    const columns = csvColumns(asking, object, query);
    const delimiter = delimiters[job.columnDelimiter];
    job.header = csvRow(columns.map(({ name }) => name), delimiter);
    job.rows = rows.map((row) => csvRow(columns.map((column) => column.text(row)), delimiter));
    turn(org, job, 'JobComplete');
  } catch (error) {
    job.errorMessage = error instanceof Error ? error.message : String(error);
    turn(org, job, 'Failed');
  }
}

/** Stops a job that has not ended. */
export function abortJob(org: Org, job: BulkJob): void {
  if (job.state !== 'UploadComplete' && job.state !== 'InProgress') throw new ApiProblem(400, 'INVALIDJOBSTATE', `Aborting already ${job.state === 'Aborted' ? 'Aborted' : 'Completed'} Job not allowed`);
  jobsOf(org).cancels.get(job.id)?.();
  turn(org, job, 'Aborted');
}

/** Takes a job and its results away. One that is being worked on has to be aborted first. */
export function deleteJob(org: Org, job: BulkJob): void {
  if (job.state === 'InProgress') throw new ApiProblem(400, 'INVALIDJOBSTATE', 'Deleting an InProgress Job not allowed');
  jobsOf(org).cancels.get(job.id)?.();
  jobsOf(org).byId.delete(job.id);
}
