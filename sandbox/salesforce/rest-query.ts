import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { columnMetadata } from './query-columns.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { Cursor, ServerState } from './server-state.ts';
import { runQuery } from './run-query.ts';

/** SOQL over REST, pages of 2,000 rows. The tooling door answers what the data door does. */
export function queryDoors(state: ServerState): RestDoors {
  const v = '/services/data/:version';
  const query = (call: RestCall): Reply => ask(state, call, false);
  const page = (call: RestCall): Reply => next(state, call);
  return {
    [`GET ${v}/query`]: query,
    [`GET ${v}/query/:locator`]: page,
    [`GET ${v}/queryAll`]: (call) => ask(state, call, true),
    [`GET ${v}/queryAll/:locator`]: page,
    [`GET ${v}/tooling/query`]: query,
    [`GET ${v}/tooling/query/:locator`]: page,
  };
}

function ask(state: ServerState, call: RestCall, deleted: boolean): Reply {
  const soql = call.search.get('q');
  if (soql === null) throw new ApiProblem(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  if (call.search.get('columns') === 'true') return { status: 200, body: columnMetadata(state.org, soql, call.by) };
  const result = runQuery(state.org, soql, { by: call.by, deleted, version: call.version });
  const pageSize = pageSizeOf(state, call);
  if (result.records.length <= pageSize) return { status: 200, body: result };
  const locator = state.org.world.id('01g', 18);
  state.cursors.set(locator, { records: result.records, pageSize });
  return pageOf(state, call, locator, 0);
}

/** `Sforce-Query-Options: batchSize=200`, between 200 and what the org allows. */
function pageSizeOf(state: ServerState, call: RestCall): number {
  const most = state.org.policies.queryPageSize;
  const asked = /batchSize\s*=\s*(\d+)/i.exec(call.headers.get('sforce-query-options') ?? '')?.[1];
  return asked === undefined ? most : Math.min(most, Math.max(200, Number(asked)));
}

function next(state: ServerState, call: RestCall): Reply {
  const match = /^(\w{18})-(\d+)$/.exec(call.params['locator'] ?? '');
  if (!match) throw new ApiProblem(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return pageOf(state, call, match[1] ?? '', Number(match[2]));
}

function pageOf(state: ServerState, call: RestCall, locator: string, from: number): Reply {
  const cursor: Cursor | undefined = state.cursors.get(locator);
  if (!cursor) throw new ApiProblem(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const { records, pageSize } = cursor;
  const to = from + pageSize;
  const done = to >= records.length;
  const door = call.path.includes('/queryAll') ? 'queryAll' : 'query';
  const nextRecordsUrl = `/services/data/v${call.version}/${door}/${locator}-${to}`;
  return { status: 200, body: { totalSize: records.length, done, ...(done ? {} : { nextRecordsUrl }), records: records.slice(from, to) } };
}
