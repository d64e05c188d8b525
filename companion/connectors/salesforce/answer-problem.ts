import { Problem, type ProblemKind } from '../../domain/problem.ts';
import { isList, isRow, parseExact, textOf, type Json, type Row } from './exact-json.ts';

/** One complaint of Salesforce, about a whole call or one row of it. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
}

/** The daily allowance comes back slowly, over a rolling day: asking every minute would only burn what returns. */
const allowanceWaitMs = 15 * 60_000;
const concurrencyWaitMs = 30_000;

/** Codes that mean "not now": the same call may well pass later. */
const busyCodes: ReadonlySet<string> = new Set([
  'REQUEST_LIMIT_EXCEEDED', 'UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'REQUEST_RUNNING_TOO_LONG', 'QUERY_TIMEOUT', 'LIMIT_EXCEEDED',
]);
/** Codes that mean our words and the org's schema differ. */
const unmappedCodes: ReadonlySet<string> = new Set([
  'INVALID_FIELD', 'INVALID_TYPE', 'INVALID_FIELD_FOR_INSERT_UPDATE', 'MALFORMED_QUERY', 'NOT_FOUND', 'JSON_PARSER_ERROR', 'UNSUPPORTED_API_VERSION',
]);
export const sessionCode = 'INVALID_SESSION_ID';

const complaintOf = (row: Row): Complaint | undefined => {
  const code = textOf(row, 'errorCode') ?? textOf(row, 'statusCode') ?? textOf(row, 'error');
  return code === undefined ? undefined : { code, message: textOf(row, 'message') ?? textOf(row, 'error_description') ?? '' };
};

/** What an error body says, in its documented shapes: `[{errorCode, message}]`, OAuth's `{error, error_description}`. */
export function complaintsOf(body: Json | undefined): readonly Complaint[] {
  const rows = isList(body) ? body : [body ?? null];
  return rows.flatMap((row) => (isRow(row) ? (complaintOf(row) ?? []) : []));
}

export const isBusyCode = (code: string): boolean => busyCodes.has(code);

const advice: Readonly<Partial<Record<ProblemKind, string>>> = {
  busy: 'It is asked again later.',
  unreachable: 'It is asked again later; see https://status.salesforce.com if this lasts.',
  unmapped: 'Is the package deployed, of this version, and is the permission set Quittance Companion assigned to the integration user?',
  refused: 'Check the External Client App, its certificate and the integration user.',
};

const problem = (kind: ProblemKind, what: string, details: { code: string; retryAfterMs?: number }): Problem =>
  new Problem(kind, `Salesforce: ${what.replace(/[.\s]+$/, '')}. ${advice[kind] ?? ''}`.trim(), details);

function waitMs(complaint: Complaint, retryAfter: string | null | undefined): { retryAfterMs?: number } {
  if (complaint.code === 'REQUEST_LIMIT_EXCEEDED') return { retryAfterMs: /concurrent/i.test(complaint.message) ? concurrencyWaitMs : allowanceWaitMs };
  return retryAfter != null && /^\d{1,6}$/.test(retryAfter) ? { retryAfterMs: Number(retryAfter) * 1_000 } : {};
}

function kindOf(status: number, code: string): ProblemKind {
  if (isBusyCode(code) || status === 503 || status === 429) return 'busy';
  if (status >= 500) return 'unreachable';
  if (unmappedCodes.has(code) || status === 404) return 'unmapped';
  return 'refused';
}

/**
 * What a refused call is in our words; undefined for a success. `retryAfter` is the header, in seconds.
 * Anything that is not in Salesforce's own error shape came from something in between, and counts as unreachable.
 * Source: developer.salesforce.com, REST API "Status Codes and Error Responses".
 */
export function problemOf(status: number, body: Json | undefined, retryAfter?: string | null): Problem | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return new Problem('unmapped', `Salesforce: answered with a redirect (HTTP ${status}), which is never followed. Set LOGIN_URL and INSTANCE_URL to the org's My Domain.`, {
      code: `HTTP ${status}`,
    });
  const [complaint] = complaintsOf(body);
  if (complaint === undefined) {
    const kind = status === 503 || status === 429 ? 'busy' : 'unreachable';
    return problem(kind, `HTTP ${status} without an error of Salesforce's own`, { code: `HTTP ${status}`, ...waitMs({ code: '', message: '' }, retryAfter) });
  }
  return problem(kindOf(status, complaint.code), `${complaint.code}: ${complaint.message}`, { code: complaint.code, ...waitMs(complaint, retryAfter) });
}

/** As `problemOf`, from the raw text of a body: what is no JSON is not Salesforce's. */
export function problemOfText(status: number, text: string, retryAfter: string | null): Problem | undefined {
  let body: Json | undefined;
  try {
    body = status >= 400 ? parseExact(text) : undefined;
  } catch {
    body = undefined;
  }
  return problemOf(status, body, retryAfter);
}
