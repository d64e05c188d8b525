import { ApiProblem } from './api-problem.ts';
import { apiName } from './names.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';
import { layoutFields, layoutKind, layoutShape } from './ui-layout.ts';
import { uiListDoors } from './ui-lists.ts';
import { objectInfo, uiObjectDoors } from './ui-object-info.ts';
import { type FieldPath, qualifiedFields, recordShape, visibleRecord } from './ui-record.ts';
import { uiRecordDoors } from './ui-records.ts';
import { listed, masterRecordType, pathObject, tagged } from './ui-shapes.ts';

/** User Interface API: what Lightning pages read and write, under `/ui-api`. */
export function uiDoors(state: ServerState): RestDoors {
  const v = '/services/data/:version/ui-api';
  return {
    ...uiObjectDoors(state.org),
    ...uiListDoors(state),
    ...uiRecordDoors(state),
    [`GET ${v}/layout/:object`]: (call) => ({ status: 200, body: layout(state, call) }),
    [`GET ${v}/record-ui/:ids`]: (call) => ({ status: 200, body: recordUi(state, call) }),
  };
}

function layout(state: ServerState, call: RestCall): Record<string, unknown> {
  const { layoutType, mode } = layoutKind(call.search.get('layoutType') ?? undefined, call.search.get('mode') ?? undefined);
  return layoutShape(state.org, state.draft, call.by, pathObject(state.org, call), layoutType, mode);
}

/** Record UI: layouts and object infos by object, records by id with the fields of the layouts and those asked for besides. */
function recordUi(state: ServerState, call: RestCall): Record<string, unknown> {
  const { org, draft } = state;
  const ids = (call.params['ids'] ?? '').split(',');
  if (ids.length > 200) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', 'At most 200 record IDs can be given');
  const types = listed(call, 'layoutTypes').length > 0 ? listed(call, 'layoutTypes') : ['Full'];
  const modes = listed(call, 'modes').length > 0 ? listed(call, 'modes') : ['View'];
  const layouts: Record<string, unknown> = {};
  const objectInfos: Record<string, unknown> = {};
  const records: Record<string, unknown> = {};
  for (const id of ids) {
    const { object, row } = visibleRecord(org, call.by, id);
    const name = apiName(org.namespace, object);
    const ofType = (layoutType: string): [string, unknown] => [layoutType, Object.fromEntries(modes.map((mode) => [mode, layoutShape(org, draft, call.by, object, layoutKind(layoutType, mode).layoutType, layoutKind(layoutType, mode).mode)]))];
    layouts[name] ??= { [masterRecordType]: Object.fromEntries(types.map(ofType)) };
    objectInfos[name] ??= objectInfo(org, call.by, object);
    const onLayouts = types.flatMap((layoutType) => layoutFields(org, draft, call.by, object, layoutType)).map((field): FieldPath => [field]);
    const optional = qualifiedFields(org, call.by, object, listed(call, 'optionalFields').filter((each) => each.startsWith(`${name}.`)), true);
    records[String(row['Id'])] = recordShape(org, call.by, object, row, [...onLayouts, ...optional]);
  }
  return tagged({ layoutUserStates: {}, layouts, objectInfos, records });
}
