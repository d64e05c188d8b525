import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { MisfitValue } from './field-input.ts';
import { parseExactly } from './json-numbers.ts';
import type { User } from './org.ts';
import type { ServerState } from './server-state.ts';
import { QueryError } from './soql-error.ts';

/** One REST request of a signed-in user, from the wire or from inside a composite. */
export interface RestCall {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Headers;
  /** `66.0` */
  readonly version: string;
  readonly by: User;
  readonly text: string;
  /** JSON with numbers as SpelledNumber. */
  body(): unknown;
}

export type RestDoor = (call: RestCall) => Reply;
export type RestDoors = Readonly<Record<string, RestDoor>>;

export const lowestVersion = 31;
export const highestVersion = 67;

/** Makes a REST door of the kit: session, daily limit, version, and refusals in Salesforce's shape. */
export function signedIn(state: ServerState, door: RestDoor): Answer {
  return (call) => {
    const by = callerOf(state, call);
    if ('status' in by) return by;
    const refused = counted(state);
    if (refused) return refused;
    const version = versionOf(call.params['version']);
    const answer = version === undefined ? ApiProblem.notFound().toReply() : answered(door, restCall(call, by, version));
    return { ...answer, headers: { ...answer.headers, 'Sforce-Limit-Info': limitInfo(state) } };
  };
}

/** Runs a door; exceptions that are refusals become replies. */
export function answered(door: RestDoor, call: RestCall): Reply {
  try {
    return door(call);
  } catch (error) {
    if (error instanceof ApiProblem) return error.toReply();
    if (error instanceof QueryError) return new ApiProblem(400, error.errorCode, error.message).toReply();
    if (error instanceof MisfitValue) return new ApiProblem(400, error.statusCode, error.message).toReply();
    if (error instanceof SyntaxError) return new ApiProblem(400, 'JSON_PARSER_ERROR', error.message).toReply();
    throw error;
  }
}

function restCall(call: Call, by: User, version: string): RestCall {
  return { method: call.method, path: call.url.pathname, search: call.url.searchParams, params: call.params, headers: call.headers, version, by, text: call.text(), body: () => parseExactly(call.text()) };
}

/** The user of the bearer token, or the refusal to send. */
export function callerOf(state: ServerState, call: Pick<Call, 'headers'>): User | Reply {
  const token = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(call.headers.get('authorization') ?? '')?.[1];
  return userOfToken(state, token) ?? new ApiProblem(401, 'INVALID_SESSION_ID', 'Session expired or invalid').toReply();
}

export function userOfToken(state: ServerState, token: string | undefined): User | undefined {
  const session = token === undefined ? undefined : state.sessions.get(token);
  if (!session || session.expiresAt <= state.org.world.clock.now()) return undefined;
  return state.org.users.find(({ id, isActive }) => id === session.userId && isActive);
}

const dayMs = 86_400_000;

/** Counts the request; a refusal when the day's calls are used up. Real orgs count over a sliding 24 hours, this one over UTC days. */
export function counted(state: ServerState): Reply | undefined {
  const { usage, org } = state;
  const today = Math.floor(org.world.clock.now() / dayMs);
  if (usage.day !== today) Object.assign(usage, { day: today, used: 0 });
  if (usage.used >= org.policies.dailyApiRequests) return new ApiProblem(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.').toReply();
  usage.used += 1;
  return undefined;
}

function limitInfo(state: ServerState): string {
  return `api-usage=${state.usage.used}/${state.org.policies.dailyApiRequests}`;
}

function versionOf(given: string | undefined): string | undefined {
  const number = /^v(\d+)\.0$/.exec(given ?? '')?.[1];
  return number !== undefined && Number(number) >= lowestVersion && Number(number) <= highestVersion ? `${number}.0` : undefined;
}
