import { Connection } from 'jsforce';
import { Problem } from '../../domain/problem.ts';
import type { CallClass, Gate, Tools } from '../connector.ts';
import { problemOf, sessionCode } from './answer-problem.ts';
import { bearerAssertion } from './bearer-assertion.ts';
import { isList, isRow, parseExact, rowOf, textOf, type Json, type Row } from './exact-json.ts';
import { privateKey } from './private-key.ts';
import type { Settings } from './settings.ts';
import { GatedTransport, type Allowance } from './transport.ts';

/** What a login gave. The token is a secret: it travels in headers only, and is never logged. */
export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** 18 characters. */
  readonly orgId: string;
  /** Of the integration user. */
  readonly userId: string;
}

/** One part of a composite call. `path` starts below the version, e.g. `/composite/sobjects`. */
export interface Part {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}
export interface PartAnswer {
  readonly status: number;
  readonly body: Json;
}

/** Composite: 25 parts, of which 5 may be collections or queries; 200 rows in one collection (REST API, composite limits). */
export const collectionsPerCall = 5;
export const rowsPerCollection = 200;

export const queryPath = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;

/**
 * One org, spoken to through jsforce's Connection: logged in by JWT bearer when first needed, once more when the session has ended,
 * and never by `identity()`, which puts the token into a URL. All calls may throw Problem `busy | unreachable | unmapped | refused`.
 */
export class SalesforceClient {
  readonly #settings: Settings;
  readonly #tools: Tools;
  readonly #connection: Connection;
  readonly #transport: (kind: CallClass) => GatedTransport;
  #session: Promise<Session> | undefined;
  #allowance: Allowance | undefined;

  constructor(settings: Settings, world: { readonly tools: Tools; readonly gate: Gate }) {
    this.#settings = settings;
    this.#tools = world.tools;
    const heard = (allowance: Allowance): void => void (this.#allowance = allowance);
    this.#transport = (kind) => new GatedTransport({ ...world, deadlineMs: settings.CALL_DEADLINE_MS, heard }, kind);
    // Without `clientId` jsforce installs no refresh of its own, which would repeat a 401 for ever.
    this.#connection = new Connection({ loginUrl: withoutSlash(settings.LOGIN_URL), version: settings.API_VERSION, oauth2: { loginUrl: withoutSlash(settings.LOGIN_URL) } });
    this.#connection._transport = this.#transport('poll');
    this.#connection.oauth2._transport = this.#transport('ask');
  }

  /** The calls of the rolling day, as last heard. */
  allowance(): Allowance | undefined {
    return this.#allowance;
  }

  /** The current session; concurrent callers share one login. */
  session(): Promise<Session> {
    const session = (this.#session ??= this.#login());
    session.catch(() => {
      if (this.#session === session) this.#session = undefined;
    });
    return session;
  }

  /** Logs in again, unless somebody already did since `stale` was handed out. */
  async renew(stale: Session): Promise<Session> {
    const current = this.#session;
    const session = await this.session();
    if (session.accessToken !== stale.accessToken) return session;
    // Only who finds the stale login still in place may throw it away: a second caller would throw away the new one.
    if (this.#session === current) this.#session = undefined;
    return this.session();
  }

  async #login(): Promise<Session> {
    const { CLIENT_ID, USERNAME, LOGIN_URL, INSTANCE_URL } = this.#settings;
    const of = { client: CLIENT_ID, username: USERNAME, audience: withoutSlash(LOGIN_URL), nowMs: this.#tools.now() };
    const assertion = bearerAssertion(of, privateKey(this.#settings));
    const user = await this.#connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    const accessToken = this.#connection.accessToken;
    if (!accessToken) throw new Problem('unreachable', 'Salesforce: the login answered without a token. It is asked again later.');
    const instanceUrl = withoutSlash(INSTANCE_URL ?? this.#connection.instanceUrl);
    this.#connection.instanceUrl = instanceUrl;
    return { accessToken, instanceUrl, orgId: user.organizationId, userId: user.id };
  }

  /** One call below `/services/data/vXX`, or at an absolute path such as a `nextRecordsUrl`. Numbers arrive as decimal text. */
  async call(kind: CallClass, method: Part['method'], path: string, body?: unknown): Promise<Json> {
    const session = await this.session();
    try {
      return await this.#once(kind, method, path, body);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== sessionCode) throw error;
      await this.renew(session);
      return this.#once(kind, method, path, body);
    }
  }

  async #once(kind: CallClass, method: Part['method'], path: string, body: unknown): Promise<Json> {
    const request = { method, url: path, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) };
    // As text, because jsforce would read amounts into floats.
    const text = await this.#connection.request<string | undefined>(request, { responseType: 'text/plain', transport: this.#transport(kind) });
    try {
      return text === undefined || text === '' ? null : parseExact(text);
    } catch (error) {
      throw unreadable(error);
    }
  }

  /** One call whose answer is no JSON, as text with its headers (names in lower case). */
  async text(kind: CallClass, path: string): Promise<{ readonly text: string; readonly headers: Readonly<Record<string, string>> }> {
    const session = await this.session();
    const read = async ({ accessToken, instanceUrl }: Session) => {
      const url = `${instanceUrl}/services/data/v${this.#settings.API_VERSION}${path}`;
      const { body, headers } = await this.#transport(kind).httpRequest({ method: 'GET', url, headers: { authorization: `Bearer ${accessToken}`, accept: 'text/csv' } });
      return { text: body, headers: headers as Readonly<Record<string, string>> };
    };
    try {
      return await read(session);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== sessionCode) throw error;
      return read(await this.renew(session));
    }
  }

  /** Several parts in one call, executed in order, each on its own (allOrNone false). Answers come in the order of `parts`. */
  async composite(kind: CallClass, parts: readonly Part[]): Promise<readonly PartAnswer[]> {
    const root = `/services/data/v${this.#settings.API_VERSION}`;
    const compositeRequest = parts.map(({ method, path, body }, index) => ({ method, url: root + path, referenceId: `part${index}`, ...(body === undefined ? {} : { body }) }));
    // Collated parts may be executed out of order, and children would look for parents that are not there yet.
    const answer = await this.call(kind, 'POST', '/composite', { allOrNone: false, collateSubrequests: false, compositeRequest });
    const answers = isRow(answer) ? answer['compositeResponse'] : undefined;
    if (!isList(answers) || answers.length !== parts.length) throw unreadable();
    return answers.map((part, index) => {
      const status = isRow(part) && textOf(part, 'referenceId') === `part${index}` ? Number(textOf(part, 'httpStatusCode')) : NaN;
      if (!isRow(part) || !Number.isInteger(status)) throw unreadable();
      return { status, body: part['body'] ?? null };
    });
  }

  /** All rows of one query, page by page. */
  async query(kind: CallClass, soql: string): Promise<readonly Row[]> {
    return this.rest(kind, await this.call(kind, 'GET', queryPath(soql)));
  }

  /** The rows of a first page, wherever it came from, and of all pages after it. */
  async rest(kind: CallClass, first: Json): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let page = first; ; ) {
      const records = isRow(page) ? page['records'] : undefined;
      if (!isRow(page) || !isList(records) || !records.every(isRow)) throw unreadable();
      rows.push(...records);
      const next = textOf(page, 'nextRecordsUrl');
      if (next === undefined) return rows;
      page = await this.call(kind, 'GET', next);
    }
  }
}

/** The body of a part that must have succeeded. @throws Problem what it says instead. */
export function bodyOf(answer: PartAnswer | undefined): Json {
  if (answer === undefined) throw unreadable();
  const problem = problemOf(answer.status, answer.body);
  if (problem !== undefined) throw problem;
  return answer.body;
}

/** The first row of a child subquery, which is null where there is none. */
export const firstChild = (row: Row, relationship: string): Row | undefined => {
  const records = rowOf(row, relationship)?.['records'];
  const first = isList(records) ? records[0] : undefined;
  return isRow(first) ? first : undefined;
};

/** An answer that is not what the REST API documents says nothing about what happened. */
export const unreadable = (cause?: unknown): Problem =>
  new Problem('unreachable', 'Salesforce: the answer could not be read. It is asked again later; look for a proxy in between if this lasts.', { cause });

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
