import { ApiProblem } from './api-problem.ts';
import { moment } from './moments.ts';
import type { User } from './org.ts';

/** The characters a job's columns may be parted by. Source: Bulk API 2.0, "Create a Query Job". */
export const delimiters = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' } as const;
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

export type JobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

/** One query job. Times in epoch ms of the world's clock. */
export interface BulkJob {
  readonly id: string;
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
  /** As the API spells it. */
  readonly object: string;
  readonly by: User;
  /** `66.0` */
  readonly version: string;
  readonly columnDelimiter: keyof typeof delimiters;
  readonly lineEnding: keyof typeof lineEndings;
  readonly createdAt: number;
  /** ORDER BY and LIMIT make the org read the object in one piece. */
  readonly chunked: boolean;
  state: JobState;
  changedAt: number;
  startedAt: number | undefined;
  errorMessage: string | undefined;
  /** The result: a header row and one row a record, without line ends. */
  header: string;
  rows: readonly string[];
}

/** A job as every door tells it; what is only known of a job that has run comes with `whole`. */
export function jobInfo(job: BulkJob, whole: boolean): Record<string, unknown> {
  return {
    id: job.id, operation: job.operation, object: job.object, createdById: job.by.id, createdDate: moment(job.createdAt), systemModstamp: moment(job.changedAt), state: job.state,
    concurrencyMode: 'Parallel', contentType: 'CSV', apiVersion: Number(job.version), lineEnding: job.lineEnding, columnDelimiter: job.columnDelimiter,
    ...(whole ? { jobType: 'V2Query', numberRecordsProcessed: job.rows.length, retries: 0, totalProcessingTime: job.startedAt === undefined ? 0 : job.changedAt - job.startedAt, isPkChunkingSupported: job.chunked } : {}),
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}

type Order = Pick<BulkJob, 'operation' | 'query' | 'columnDelimiter' | 'lineEnding'>;

const isWord = <T extends object>(table: T, word: unknown): word is keyof T & string => typeof word === 'string' && Object.hasOwn(table, word);

/** What a body of POST /jobs/query orders. Throws an ApiProblem in the words of the API. */
export function orderOf(body: unknown): Order {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { operation, query, columnDelimiter = 'COMMA', lineEnding = 'LF', contentType = 'CSV' } = given;
  const known = ['operation', 'query', 'columnDelimiter', 'lineEnding', 'contentType', 'object'];
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new ApiProblem(400, 'JSON_PARSER_ERROR', `Unrecognized field "${stranger}"`);
  if (operation !== 'query' && operation !== 'queryAll') throw new ApiProblem(400, 'INVALIDJOB', 'operation must be query or queryAll');
  if (typeof query !== 'string' || query.trim() === '') throw new ApiProblem(400, 'INVALIDJOB', 'No query specified');
  if (contentType !== 'CSV') throw new ApiProblem(400, 'INVALIDJOB', 'contentType must be CSV');
  if (!isWord(delimiters, columnDelimiter)) throw new ApiProblem(400, 'INVALIDJOB', `columnDelimiter must be one of ${Object.keys(delimiters).join(', ')}`);
  if (!isWord(lineEndings, lineEnding)) throw new ApiProblem(400, 'INVALIDJOB', 'lineEnding must be LF or CRLF');
  return { operation, query, columnDelimiter, lineEnding };
}
