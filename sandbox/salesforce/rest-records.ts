import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem, refusedSave } from './api-problem.ts';
import type { ObjectSchema, Row, SaveResult } from './org.ts';
import { type Input, inputRow, inputValue, isObject, keyField, objectFor, rowsByKey } from './record-input.ts';
import { outputRecord, visibleRow } from './record-output.ts';
import { fullId } from './record-ids.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';

/** Single records: `/sobjects/X`, `/sobjects/X/<id>`, `/sobjects/X/<external id field>/<value>`. */
export function recordDoors(state: ServerState): RestDoors {
  const at = '/services/data/:version/sobjects/:object';
  return {
    [`POST ${at}`]: (call) => create(state, call),
    [`GET ${at}/:id`]: (call) => read(state, call, existing(state, call)),
    [`PATCH ${at}/:id`]: (call) => update(state, call),
    [`DELETE ${at}/:id`]: (call) => removeOne(state, call),
    [`GET ${at}/:field/:value`]: (call) => readByKey(state, call),
    [`PATCH ${at}/:field/:value`]: (call) => upsert(state, call),
    [`DELETE ${at}/:field/:value`]: (call) => removeByKey(state, call),
  };
}

function missing(): never {
  throw ApiProblem.notFound();
}

function named(state: ServerState, call: RestCall): ObjectSchema {
  return objectFor(state.org, call.by, call.params['object'] ?? '') ?? missing();
}

function bodyOf(call: RestCall): Readonly<Record<string, unknown>> {
  const body = call.body();
  if (!isObject(body)) throw new ApiProblem(400, 'JSON_PARSER_ERROR', 'The request body must be a JSON object with the fields of one record');
  return body;
}

function create(state: ServerState, call: RestCall): Reply {
  const object = named(state, call);
  const input = inputRow(state.org, call.by, object, bodyOf(call));
  const result = saveInput(state, call, input);
  return result.success ? { status: 201, body: { id: result.id, success: true, errors: result.errors } } : refusedSave(state.org, object, result.errors);
}

function saveInput(state: ServerState, call: RestCall, input: Input): SaveResult {
  if ('error' in input) return { id: null, success: false, errors: [input.error] };
  const { object, row } = input;
  const [result] = object.kind === 'event' ? state.org.publish(object.name, [row], call.by, 'api') : state.org.save(object.name, [row], { by: call.by, allOrNone: false, source: 'api' });
  if (!result) throw new Error(`Sandbox Salesforce: saving ${object.name} gave no result.`);
  return result;
}

function existing(state: ServerState, call: RestCall): Row {
  const object = named(state, call);
  const id = fullId(call.params['id'] ?? '');
  return (id === undefined ? undefined : visibleRow(state.org, call, object, id)) ?? missing();
}

function read(state: ServerState, call: RestCall, row: Row): Reply {
  const names = call.search.get('fields')?.split(',').map((name) => name.trim());
  return { status: 200, body: outputRecord(state.org, call, named(state, call), row, names) };
}

function update(state: ServerState, call: RestCall): Reply {
  const object = named(state, call);
  const body = bodyOf(call);
  if ('Id' in body || 'id' in body) throw new ApiProblem(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
  const id = fullId(call.params['id'] ?? '') ?? missing();
  const known = state.storage.table(object.name).get(id) ?? missing();
  const input = inputRow(state.org, call.by, object, body);
  const result = saveInput(state, call, 'error' in input ? input : { object, row: { ...input.row, Id: known['Id'] ?? null } });
  return result.success ? { status: 204 } : refusedSave(state.org, object, result.errors);
}

function removeOne(state: ServerState, call: RestCall): Reply {
  const object = named(state, call);
  const id = fullId(call.params['id'] ?? '') ?? missing();
  if (!state.storage.table(object.name).get(id)) missing();
  const [result] = state.org.remove(object.name, [id], { by: call.by, allOrNone: false, source: 'api' });
  return result?.success === true ? { status: 204 } : refusedSave(state.org, object, result?.errors ?? []);
}

/** The field of the path, its value, and the one record that has it. Several answer 300. */
function byKey(state: ServerState, call: RestCall): { object: ObjectSchema; found: Row | undefined; key: Row } {
  const object = named(state, call);
  const name = call.params['field'] ?? '';
  const field = keyField(state.org, call.by, object, name);
  const value = inputValue(field, call.params['value'] ?? '');
  const found = rowsByKey(state.org, object, field, String(value));
  if (found.length > 1) throw new ApiProblem(300, 'MULTIPLE_CHOICES', `${found.length} records have ${name} ${String(value)}`);
  return { object, found: found[0], key: { [field.name]: value } };
}

function readByKey(state: ServerState, call: RestCall): Reply {
  const { object, found } = byKey(state, call);
  return read(state, call, (found && visibleRow(state.org, call, object, String(found['Id']))) ?? missing());
}

function upsert(state: ServerState, call: RestCall): Reply {
  const { object, found, key } = byKey(state, call);
  const input = inputRow(state.org, call.by, object, bodyOf(call));
  if ('row' in input && Object.keys(key).some((name) => name in input.row)) {
    throw new ApiProblem(400, 'INVALID_FIELD', `The ${call.params['field'] ?? ''} field should not be specified in the sobject data.`);
  }
  const row = (given: Row): Row => (found ? { ...given, Id: found['Id'] ?? null } : { ...given, ...key });
  const result = saveInput(state, call, 'error' in input ? input : { object, row: row(input.row) });
  if (!result.success) return refusedSave(state.org, object, result.errors);
  return { status: found ? 200 : 201, body: { id: result.id, success: true, errors: [], created: !found } };
}

function removeByKey(state: ServerState, call: RestCall): Reply {
  const { found } = byKey(state, call);
  return removeOne(state, { ...call, params: { ...call.params, id: String((found ?? missing())['Id']) } });
}
