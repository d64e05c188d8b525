import { realWorld } from '../../companion/world.ts';
import { SalesforceClient, type Session } from '../../companion/connectors/salesforce/client.ts';
import { isList, isRow, parseExact, textOf, type Json, type Row } from '../../companion/connectors/salesforce/exact-json.ts';
import { namesIn, type Names } from '../../companion/connectors/salesforce/names.ts';
import type { Settings } from '../../companion/connectors/salesforce/settings.ts';

/** An answer as it came, whatever its status; numbers as decimal text. */
export interface Answered {
  readonly status: number;
  readonly body: Json;
}

export interface OrgUnderTest {
  readonly names: Names;
  readonly settings: Settings;
  readonly session: Session;
  /** A local name as this org spells it. */
  readonly spell: (name: string) => string;
  /** One call below `/services/data/vXX.0`, or at an absolute path. @throws Error when it would change something and nobody allowed that. */
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answered>;
  /** The first page of a query, or the org's refusal in words. */
  query(soql: string): Promise<readonly Row[] | string>;
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What an answer says instead of a success: code and message of its first complaint. */
export function refusalOf({ status, body }: Answered): string {
  const row = isList(body) ? body[0] : body;
  return [String(status), isRow(row) ? (textOf(row, 'errorCode') ?? '') : '', isRow(row) ? (textOf(row, 'message') ?? '') : ''].filter(Boolean).join(' ');
}

/** A composite of reads and a GraphQL query travel by POST and change nothing. */
function changes(method: string, path: string, body: unknown): boolean {
  if (method === 'GET') return false;
  const { compositeRequest, query } = (body ?? {}) as { compositeRequest?: readonly { method: string }[]; query?: string };
  if (path === '/composite') return compositeRequest?.some((part) => part.method !== 'GET') ?? true;
  return path !== '/graphql' || query === undefined || /^\s*mutation\b/.test(query);
}

/**
 * Signs in as the companion does, by its own client. Read-only unless `mayWrite`: a call that would change something is refused here, before it is made.
 * @throws Problem in words when the login is refused.
 */
export async function openOrgUnderTest(settings: Settings, mayWrite: boolean): Promise<OrgUnderTest> {
  const client = new SalesforceClient(settings, { tools: realWorld(quiet), gate: { pass: (_kind, call) => call() } });
  const session = await client.session();
  const root = `/services/data/v${settings.API_VERSION}`;
  const ask: OrgUnderTest['ask'] = async (method, path, body) => {
    if (!mayWrite && changes(method, path, body)) throw new Error(`First day: ${method} ${path} would change the org. Start it with --write if it may.`);
    const response = await fetch(session.instanceUrl + (path.startsWith('/services/') ? path : root + path), {
      method, redirect: 'manual', signal: AbortSignal.timeout(settings.CALL_DEADLINE_MS),
      headers: { authorization: `Bearer ${session.accessToken}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOf(text) };
  };
  return {
    names: namesIn(settings.NAMESPACE), settings, session, ask,
    spell: (name) => (settings.NAMESPACE === '' ? name : `${settings.NAMESPACE}__${name}`),
    async query(soql) {
      const answer = await ask('GET', `/query?q=${encodeURIComponent(soql)}`);
      const records = isRow(answer.body) ? answer.body['records'] : undefined;
      return answer.status === 200 && isList(records) ? records.filter(isRow) : refusalOf(answer);
    },
  };
}

/** A page of a proxy is no JSON, and is shown as it is. */
function jsonOf(text: string): Json {
  try {
    return text === '' ? null : parseExact(text);
  } catch {
    return text.slice(0, 200);
  }
}
