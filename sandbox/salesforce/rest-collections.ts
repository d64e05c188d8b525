import type { Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { objectOfId } from './names.ts';
import type { FieldSchema, ObjectSchema, Row, SaveResult } from './org.ts';
import { fullId } from './record-ids.ts';
import { type Input, inputRow, isObject, keyField, objectFor, objectOfRecord, rowsByKey } from './record-input.ts';
import { outputRecord, outputResult, visibleRow } from './record-output.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import { allOrEach } from './save.ts';
import type { ServerState } from './server-state.ts';

const limit = 200;
const readLimit = 2000;

/** Up to 200 records a call: `/composite/sobjects`. Source: REST API Developer Guide, "sObject Collections". */
export function collectionDoors(state: ServerState): RestDoors {
  const at = '/services/data/:version/composite/sobjects';
  return {
    [`POST ${at}`]: (call) => write(state, call, 'insert'),
    [`PATCH ${at}`]: (call) => write(state, call, 'update'),
    [`DELETE ${at}`]: (call) => removeAll(state, call),
    [`PATCH ${at}/:object/:field`]: (call) => upsert(state, call),
    [`GET ${at}/:object`]: (call) => read(state, call, list(call.search.get('ids')), list(call.search.get('fields'))),
    [`POST ${at}/:object`]: (call) => {
      const body = call.body();
      const texts = (key: string): string[] => (isObject(body) && Array.isArray(body[key]) ? body[key].map(String) : []);
      return read(state, call, texts('ids'), texts('fields'));
    },
  };
}

function list(text: string | null): string[] {
  return (text ?? '').split(',').filter((each) => each !== '');
}

function tooMany(count: number, most = limit): void {
  if (count > most) throw new ApiProblem(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${most} records into this call`);
}

interface Batch {
  readonly allOrNone: boolean;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

function batchOf(call: RestCall): Batch {
  const body = call.body();
  if (!isObject(body) || !Array.isArray(body['records'])) throw new ApiProblem(400, 'INVALID_INPUT', 'The request body must have a list named records');
  const records: unknown[] = body['records'];
  tooMany(records.length);
  if (!records.every(isObject)) throw new ApiProblem(400, 'INVALID_INPUT', 'Every record must be a JSON object');
  return { allOrNone: body['allOrNone'] === true, records };
}

function write(state: ServerState, call: RestCall, kind: 'insert' | 'update'): Reply {
  const { allOrNone, records } = batchOf(call);
  const inputs = records.map((record): Input => {
    const object = objectOfRecord(state.org, call.by, record);
    const { id, Id, ...fields } = record;
    const given = id ?? Id;
    if (kind === 'insert') {
      const error = { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'cannot specify Id in an insert call', fields: ['Id'] };
      return given === undefined || given === null ? inputRow(state.org, call.by, object, fields) : { object, error };
    }
    const input = inputRow(state.org, call.by, object, fields);
    if ('error' in input) return input;
    if (typeof given !== 'string') return { object, error: { statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call', fields: [] } };
    return { object, row: { ...input.row, Id: given } };
  });
  const results = saveAll(state, call, inputs, allOrNone);
  return { status: 200, body: results.map((result, at) => outputResult(state.org, inputs[at]?.object ?? missing(), result)) };
}

function missing(): never {
  throw ApiProblem.notFound();
}

/** Saves records of several objects in their order, neighbours of one object together; all or none where asked. */
function saveAll(state: ServerState, call: RestCall, inputs: readonly Input[], allOrNone: boolean): SaveResult[] {
  const work = (): SaveResult[] => runs(inputs).flatMap((run) => saveRun(state, call, run));
  // Without all-or-none every run is its own transaction, so that its events leave when it is done.
  return allOrNone ? allOrEach(state.storage, { allOrNone }, work) : work();
}

function runs(inputs: readonly Input[]): Input[][] {
  const all: Input[][] = [];
  for (const input of inputs) {
    const last = all.at(-1);
    if (last?.[0]?.object === input.object) last.push(input);
    else all.push([input]);
  }
  return all;
}

function saveRun(state: ServerState, call: RestCall, run: readonly Input[]): SaveResult[] {
  const object = run[0]?.object ?? missing();
  const rows = run.flatMap((input) => ('row' in input ? [input.row] : []));
  const saved = object.kind === 'event' ? state.org.publish(object.name, rows, call.by, 'api') : state.org.save(object.name, rows, { by: call.by, allOrNone: false, source: 'api' });
  let next = 0;
  return run.map((input) => ('error' in input ? { id: null, success: false, errors: [input.error] } : (saved[next++] ?? missing())));
}

function upsert(state: ServerState, call: RestCall): Reply {
  const object = objectFor(state.org, call.by, call.params['object'] ?? '') ?? missing();
  const field = keyField(state.org, call.by, object, call.params['field'] ?? '');
  const { allOrNone, records } = batchOf(call);
  const seen = new Map<string, number>();
  const read = records.map((record) => {
    if (objectOfRecord(state.org, call.by, record) !== object) throw new ApiProblem(400, 'INVALID_TYPE', 'All records of an upsert must be of the object in its path');
    const { id, Id, ...fields } = record;
    const input = inputRow(state.org, call.by, object, field.type === 'Id' && (id ?? Id) !== undefined ? { ...fields, Id: id ?? Id } : fields);
    const value = 'row' in input ? String(input.row[field.name] ?? '') : '';
    const key = field.caseSensitive ? value : value.toLowerCase();
    if (value !== '') seen.set(key, (seen.get(key) ?? 0) + 1);
    return { input, value, key };
  });
  const inputs = read.map(({ input, value, key }) => ('row' in input ? keyed(state, object, field, input.row, value, (seen.get(key) ?? 0) > 1) : input));
  const results = saveAll(state, call, inputs, allOrNone);
  return { status: 200, body: results.map((result) => outputResult(state.org, object, result, true)) };
}

/** Turns an upsert's row into an insert or an update. */
function keyed(state: ServerState, object: ObjectSchema, field: FieldSchema, row: Row, value: string, twice: boolean): Input {
  const refused = (statusCode: string, message: string): Input => ({ object, error: { statusCode, message, fields: [field.name] } });
  if (twice) return refused('DUPLICATE_VALUE', `Duplicate external id specified: ${value}`);
  if (value === '') return field.type === 'Id' ? { object, row } : refused('MISSING_ARGUMENT', `${field.name} not specified`);
  const found = rowsByKey(state.org, object, field, value);
  if (found.length > 1) return refused('DUPLICATE_EXTERNAL_ID', `${field.name}: more than one record found for external id field: [${found.map((each) => String(each['Id'])).join(', ')}]`);
  return { object, row: found[0] ? { ...row, Id: found[0]['Id'] ?? null } : row };
}

function removeAll(state: ServerState, call: RestCall): Reply {
  const ids = list(call.search.get('ids'));
  tooMany(ids.length);
  const options = { by: call.by, allOrNone: call.search.get('allOrNone') === 'true', source: 'api' } as const;
  const objects = ids.map((id) => objectOfId(state.org, id));
  const [only] = objects;
  if (only && objects.every((object) => object === only)) {
    return { status: 200, body: state.org.remove(only.name, ids, options).map((result) => outputResult(state.org, only, result)) };
  }
  const body = ids.map((id, at) => {
    const object = objects[at];
    const [result] = object ? state.org.remove(object.name, [id], options) : [];
    return object && result ? outputResult(state.org, object, result) : { success: false, errors: [{ statusCode: 'MALFORMED_ID', message: `malformed id ${id}`, fields: [] }] };
  });
  return { status: 200, body };
}

/** Records in the order of the ids, null for what does not exist or cannot be seen. */
function read(state: ServerState, call: RestCall, ids: readonly string[], fields: readonly string[]): Reply {
  const object = objectFor(state.org, call.by, call.params['object'] ?? '') ?? missing();
  tooMany(ids.length, readLimit);
  const body = ids.map((given) => {
    const id = fullId(given);
    const row = id === undefined ? undefined : visibleRow(state.org, call, object, id);
    return row ? outputRecord(state.org, call, object, row, fields) : null;
  });
  return { status: 200, body };
}
