import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { SpelledNumber } from './json-numbers.ts';
import { isObject } from './record-input.ts';
import { answered, type RestCall, type RestDoor, type RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';

const subrequestLimit = 25;
const heavyLimit = 5;
/** Subrequests name a path only; the URL parser wants a host. */
const inside = 'https://composite.invalid';

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
}

interface Subresponse {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/**
 * `/composite`: subrequests in order through the same doors, one API call in all. A collection that answers 200 with failed records is
 * no failure of its subrequest, even with allOrNone (U-007). Source: REST API Developer Guide, "Composite".
 */
export function compositeDoors(state: ServerState, doors: RestDoors): RestDoors {
  const routes = Object.entries(doors).map(([text, door]) => route(text, door));
  return { 'POST /services/data/:version/composite': (call) => composite(state, routes, call) };
}

interface Route {
  readonly door: RestDoor;
  match(method: string, path: string): Record<string, string> | undefined;
}

function route(text: string, door: RestDoor): Route {
  const [wanted = '', pattern = ''] = text.split(' ');
  const parts = pattern.split('/');
  return {
    door,
    match(method, path) {
      const given = path.split('/');
      if (method !== wanted || given.length !== parts.length) return undefined;
      const params: Record<string, string> = {};
      for (const [at, part] of parts.entries()) {
        const here = given[at] ?? '';
        if (part.startsWith(':')) params[part.slice(1)] = decoded(here);
        else if (part !== here) return undefined;
      }
      return params;
    },
  };
}

/** A lone per cent sign is no escape: the text stays as it was sent. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function composite(state: ServerState, routes: readonly Route[], call: RestCall): Reply {
  const body = call.body();
  const given: unknown = isObject(body) ? body['compositeRequest'] : undefined;
  if (!isObject(body) || !Array.isArray(given) || given.length === 0) throw new ApiProblem(400, 'INVALID_INPUT', 'compositeRequest must be a list of subrequests');
  const requests = given.map(subrequest);
  refuseTooMany(requests);
  const allOrNone = body['allOrNone'] === true;
  let responses: Subresponse[] = [];
  const work = (): void => {
    responses = inOrder(routes, call, requests);
    if (allOrNone && responses.some(({ httpStatusCode }) => httpStatusCode >= 400)) throw new Halted();
  };
  try {
    if (allOrNone) state.storage.transaction(work);
    else work();
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
    responses = halted(responses);
  }
  return { status: 200, body: { compositeResponse: responses } };
}

class Halted extends Error {}

function subrequest(given: unknown): Subrequest {
  if (!isObject(given) || typeof given['method'] !== 'string' || typeof given['url'] !== 'string' || typeof given['referenceId'] !== 'string') {
    throw new ApiProblem(400, 'INVALID_INPUT', 'Every subrequest needs method, url and referenceId');
  }
  if (!/^[A-Za-z]\w*$/.test(given['referenceId'])) throw new ApiProblem(400, 'INVALID_INPUT', `Provided referenceId '${given['referenceId']}' must start with a letter and contain only letters, numbers and underscores`);
  return { method: given['method'].toUpperCase(), url: given['url'], referenceId: given['referenceId'], body: given['body'] };
}

/** The limits are documented, the error code is not (U-008). */
function refuseTooMany(requests: readonly Subrequest[]): void {
  if (requests.length > subrequestLimit) throw new ApiProblem(400, 'LIMIT_EXCEEDED', `The request can't contain more than ${subrequestLimit} operations.`);
  const heavy = requests.filter(({ url }) => /\/composite\/sobjects|\/query(?:All)?(?:\/|\?|$)/.test(url));
  if (heavy.length > heavyLimit) throw new ApiProblem(400, 'LIMIT_EXCEEDED', `The request can't contain more than ${heavyLimit} sObject collections or query operations.`);
  const names = new Set(requests.map(({ referenceId }) => referenceId));
  if (names.size < requests.length) throw new ApiProblem(400, 'INVALID_INPUT', 'Provided referenceId must be unique in a request');
}

function inOrder(routes: readonly Route[], call: RestCall, requests: readonly Subrequest[]): Subresponse[] {
  const answers = new Map<string, unknown>();
  return requests.map((request) => {
    const reply = run(routes, call, request, answers);
    // References see what the client would see, numbers included.
    const body: unknown = reply.body === undefined ? null : JSON.parse(JSON.stringify(reply.body));
    if (reply.status < 400) answers.set(request.referenceId, body);
    return { body: reply.body ?? null, httpHeaders: reply.headers ?? {}, httpStatusCode: reply.status, referenceId: request.referenceId };
  });
}

function run(routes: readonly Route[], call: RestCall, request: Subrequest, answers: ReadonlyMap<string, unknown>): Reply {
  try {
    const written = String(substituted(request.url, answers));
    if (!URL.canParse(written, inside)) return ApiProblem.notFound().toReply();
    const url = new URL(written, inside);
    const body = substituted(request.body, answers);
    for (const { door, match } of routes) {
      const params = match(request.method, url.pathname);
      if (!params) continue;
      const inner: RestCall = { ...call, method: request.method, path: url.pathname, search: url.searchParams, params, version: (params['version'] ?? '').slice(1), body: () => body };
      return answered(door, inner);
    }
    return ApiProblem.notFound().toReply();
  } catch (error) {
    if (error instanceof ApiProblem) return error.toReply();
    throw error;
  }
}

/** Replaces `@{reference.path}` in every text of a URL or body. Throws when the reference has no such value. */
function substituted(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    return value.replace(/@\{([^}]+)\}/g, (_, path: string) => {
      const found = valueAt(answers, path);
      if (found === undefined || found === null) throw new ApiProblem(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${path} found in ${path.split(/[.[]/)[0] ?? ''}`);
      return String(found);
    });
  }
  if (Array.isArray(value)) return value.map((each) => substituted(each, answers));
  if (typeof value !== 'object' || value === null || value instanceof SpelledNumber) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each, answers)]));
}

function valueAt(answers: ReadonlyMap<string, unknown>, path: string): unknown {
  const [name = '', ...rest] = path.split(/[.[\]]+/).filter((part) => part !== '');
  let at = answers.get(name);
  for (const part of rest) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  return at;
}

/** With allOrNone the ones that went well are taken back and say so. */
function halted(responses: readonly Subresponse[]): Subresponse[] {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return responses.map((response) => (response.httpStatusCode >= 400 ? response : { ...response, httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message }] }));
}
