import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { momentMs } from './moments.ts';
import { apiName } from './names.ts';
import type { ObjectSchema, Org, Row, SaveError } from './org.ts';
import { fullId } from './record-ids.ts';
import { inputRow, isObject } from './record-input.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';
import { layoutFields, layoutKind } from './ui-layout.ts';
import { type FieldPath, isField, qualifiedFields, recordShape, visibleRecord } from './ui-record.ts';
import { listed, pathObject } from './ui-shapes.ts';

/** `/ui-api/records`: one record with display values, and writes whose refusals name fields and rules. */
export function uiRecordDoors(state: ServerState): RestDoors {
  const at = '/services/data/:version/ui-api/records';
  return {
    [`POST ${at}`]: (call) => create(state, call),
    [`GET ${at}/batch/:ids`]: (call) => batch(state, call),
    [`GET ${at}/:id`]: (call) => ({ status: 200, body: read(state, call, call.params['id'] ?? '') }),
    [`PATCH ${at}/:id`]: (call) => update(state, call),
    [`DELETE ${at}/:id`]: (call) => remove(state, call),
  };
}

function read(state: ServerState, call: RestCall, id: string): Record<string, unknown> {
  const { org } = state;
  const { object, row } = visibleRecord(org, call.by, id);
  const [fields, optional, layouts] = [listed(call, 'fields'), listed(call, 'optionalFields'), listed(call, 'layoutTypes')];
  if (fields.length + optional.length + layouts.length === 0) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', 'Either layoutTypes, fields or optionalFields must be given');
  const onLayouts = layouts.flatMap((layoutType) => layoutFields(org, state.draft, call.by, object, layoutKind(layoutType).layoutType)).map((name): FieldPath => [name]);
  const paths = [...onLayouts, ...qualifiedFields(org, call.by, object, fields, false), ...qualifiedFields(org, call.by, object, optional, true)];
  return recordShape(org, call.by, object, row, paths);
}

/** Each id by itself: `{ hasErrors, results: [{ statusCode, result }] }`. */
function batch(state: ServerState, call: RestCall): Reply {
  const ids = (call.params['ids'] ?? '').split(',');
  if (ids.length > 200) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', 'At most 200 record IDs can be given');
  const results = ids.map((id): { statusCode: number; result: unknown } => {
    try {
      return { statusCode: 200, result: read(state, call, id) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return { statusCode: error.status, result: error.toReply().body };
    }
  });
  return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results } };
}

function inputOf(call: RestCall): { readonly apiName: unknown; readonly fields: Readonly<Record<string, unknown>> } {
  const body = call.body();
  if (!isObject(body) || !isObject(body['fields'])) throw new ApiProblem(400, 'JSON_PARSER_ERROR', 'The request body must be a JSON object with the values in fields');
  return { apiName: body['apiName'], fields: body['fields'] };
}

function create(state: ServerState, call: RestCall): Reply {
  const { apiName: name, fields } = inputOf(call);
  if (typeof name !== 'string') throw new ApiProblem(400, 'JSON_PARSER_ERROR', 'The request body must name the object in apiName');
  return saved(state, call, pathObject(state.org, call, name), fields, null);
}

function update(state: ServerState, call: RestCall): Reply {
  const { object, row } = visibleRecord(state.org, call.by, call.params['id'] ?? '');
  const since = call.headers.get('if-unmodified-since');
  // U-265: how a record that was changed meanwhile is refused.
  if (since !== null && (momentMs(String(row['LastModifiedDate'])) ?? 0) > Date.parse(since)) {
    throw new ApiProblem(412, 'CONFLICT', 'The record was changed by another user after it was read. Refresh and try again.');
  }
  return saved(state, call, object, inputOf(call).fields, row);
}

/** U-271: which fields the answer to a write has. */
function saved(state: ServerState, call: RestCall, object: ObjectSchema, fields: Readonly<Record<string, unknown>>, prior: Row | null): Reply {
  const { org } = state;
  const input = inputRow(org, call.by, object, Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'Id')));
  const [result] = 'error' in input ? [{ success: false, id: null, errors: [input.error] }] : org.save(object.name, [{ ...input.row, ...(prior ? { Id: prior['Id'] ?? null } : {}) }], { by: call.by, allOrNone: false, source: 'api' });
  if (result?.success !== true) return refused(org, object, result?.errors ?? [], prior ? 'update' : 'create');
  const { row } = visibleRecord(org, call.by, String(result.id));
  const names = [...layoutFields(org, state.draft, call.by, object, 'Full'), ...Object.keys(fields)];
  const paths = [...new Set(names)].map((name): FieldPath => [name]).filter((path) => isField(org, call.by, object, path));
  return { status: prior ? 200 : 201, body: recordShape(org, call.by, object, row, paths) };
}

function remove(state: ServerState, call: RestCall): Reply {
  const { object, row } = visibleRecord(state.org, call.by, call.params['id'] ?? '');
  const [result] = state.org.remove(object.name, [fullId(String(row['Id'])) ?? ''], { by: call.by, allOrNone: false, source: 'api' });
  return result?.success === true ? { status: 204 } : refused(state.org, object, result?.errors ?? [], 'delete');
}

const forbidden: ReadonlySet<string> = new Set(['INSUFFICIENT_ACCESS_OR_READONLY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY']);

/**
 * Error with Output: what belongs to fields under `fieldErrors`, the rest under `errors` (UI API, Error with Output and Record Exceptions).
 * U-266: the wording around it, and that it comes as the one entry of a list.
 */
function refused(org: Org, object: ObjectSchema, errors: readonly SaveError[], verb: string): Reply {
  const fieldErrors: Record<string, unknown[]> = {};
  const pageErrors: unknown[] = [];
  for (const { statusCode, message, fields } of errors) {
    const common = { constituentField: null, duplicateRecordError: null, errorCode: statusCode, message };
    if (fields.length === 0) pageErrors.push({ ...common, field: null, fieldLabel: null });
    for (const name of fields) {
      const field = object.fields.get(name);
      const spelled = field ? apiName(org.namespace, field) : name;
      (fieldErrors[spelled] ??= []).push({ ...common, field: spelled, fieldLabel: field?.label ?? name });
    }
  }
  const code = errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const message = `An error occurred while trying to ${verb} the record. Please try again.`;
  return { status: forbidden.has(code) ? 403 : 400, body: [{ message, errorCode: code, enhancedErrorType: 'RecordError', output: { errors: pageErrors, fieldErrors } }] };
}
