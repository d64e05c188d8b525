import { accessTo, changes, sees } from './access.ts';
import { defaultsOf, derived } from './derived-fields.ts';
import { moment } from './moments.ts';
import { apiName } from './names.ts';
import { afterSaveTogether, beforeSave, validationErrors } from './order-of-execution.ts';
import type { ObjectSchema, Org, Row, SaveContext, SaveOptions, SaveResult, User } from './org.ts';
import { freshId, fullId } from './record-ids.ts';
import { strikeFault } from './save-faults.ts';
import { SaveRefusal } from './save-refusal.ts';
import { mirrorSetup } from './setup-mirror.ts';
import type { Storage } from './storage.ts';
import { systemErrors } from './system-validation.ts';

/**
 * Insert (no Id) or update (with Id) in Salesforce's order of execution: permissions, lock, before-save flows, system checks,
 * validation rules, write, then the after-save flows of all records together. Partial success record by record; with `allOrNone`
 * one failure takes back everything.
 */
export function save(org: Org, storage: Storage, object: ObjectSchema, records: readonly Row[], options: SaveOptions): SaveResult[] {
  const struck = new Map<number, SaveResult>();
  records.forEach((_, at) => {
    const refusal = strikeFault(org, object);
    if (refusal) struck.set(at, failed(refusal));
  });
  return allOrEach(storage, options, () => together(org, storage, object, records, options, struck));
}

/** Records whose after-save flows fail are taken back, and the others saved again without them, as an org does. */
function together(org: Org, storage: Storage, object: ObjectSchema, records: readonly Row[], options: SaveOptions, out: Map<number, SaveResult>): SaveResult[] {
  const start = storage.savepoint();
  const contexts = new Map<SaveContext, number>();
  const results = records.map((record, at) => out.get(at) ?? attempt(storage, () => {
    const context = written(org, storage, object, record, options);
    contexts.set(context, at);
    return { id: String(context.row['Id']), success: true, created: context.prior === null, errors: [] };
  }));
  const refusals = afterSaveTogether(org, [...contexts.keys()]);
  if (refusals.size === 0) return results;
  storage.rollback(start);
  for (const [context, refusal] of refusals) out.set(contexts.get(context) ?? -1, failed(refusal));
  return together(org, storage, object, records, options, out);
}

/** One transaction around `work`; with `allOrNone` a single failed result takes everything back. */
export function allOrEach(storage: Storage, options: Pick<SaveOptions, 'allOrNone'>, work: () => SaveResult[]): SaveResult[] {
  let results: SaveResult[] = [];
  try {
    storage.transaction(() => {
      results = work();
      if (options.allOrNone && results.some(({ success }) => !success)) throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return results.map((result) => (result.success ? rolledBack : result));
  }
  return results;
}

class TakenBack extends Error {}

const rolledBack: SaveResult = {
  id: null,
  success: false,
  errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: 'Record rolled back because not all records were valid and the request was using AllOrNone header', fields: [] }],
};

/** Runs the work for one record; a refusal takes back what it wrote and becomes its result. */
export function attempt(storage: Storage, work: () => SaveResult): SaveResult {
  try {
    return storage.transaction(work);
  } catch (error) {
    if (error instanceof SaveRefusal) return failed(error);
    throw error;
  }
}

function failed(refusal: SaveRefusal): SaveResult {
  return { id: null, success: false, errors: refusal.errors };
}

/** Everything up to and including the write. */
function written(org: Org, storage: Storage, object: ObjectSchema, record: Row, options: SaveOptions): SaveContext {
  const prior = priorOf(org, storage, object, record);
  if (options.source === 'api') allowed(org, object, record, prior, options.by);
  else if (options.source === 'flow' && prior) refuseLocked(org, object, prior, options.by);
  const row: Row = prior ? { ...prior, ...record } : { ...defaultsOf(org, object, options.by), ...record };
  row['Id'] = prior ? (prior['Id'] ?? null) : null;
  const context: SaveContext = { object, row, prior, by: options.by, source: options.source };
  beforeSave(org, context);
  refuse(systemErrors(org, context));
  if (options.source !== 'approval') refuse(validationErrors(org, context));
  write(org, storage, context);
  return context;
}

function refuse(errors: SaveResult['errors']): void {
  if (errors.length > 0) throw new SaveRefusal(errors);
}

function priorOf(org: Org, storage: Storage, object: ObjectSchema, record: Row): Row | null {
  const given = record['Id'];
  if (given === undefined || given === null) return null;
  const id = fullId(String(given));
  if (id === undefined) throw SaveRefusal.of('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${String(given)}`, ['Id']);
  const found = storage.table(object.name).get(id);
  if (found?.['IsDeleted'] === true) throw SaveRefusal.of('ENTITY_IS_DELETED', 'entity is deleted');
  if (!found) throw SaveRefusal.of('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Id']);
  return found;
}

function allowed(org: Org, object: ObjectSchema, record: Row, prior: Row | null, by: User): void {
  const access = accessTo(org, by, object);
  if (!access.read) throw SaveRefusal.of('INVALID_TYPE', `sObject type '${apiName(org.namespace, object)}' is not supported.`);
  const blocked: string[] = [];
  for (const name of Object.keys(record)) {
    const field = object.fields.get(name);
    if (name === 'Id' || !field) continue;
    if (field.readOnly || !access.edits(field) || (prior && field.masterDetail === true && record[name] !== prior[name])) blocked.push(name);
  }
  if (blocked.length > 0) {
    const shown = blocked.map((name) => apiName(org.namespace, object.fields.get(name) ?? { name, custom: false })).join(', ');
    throw SaveRefusal.of('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${shown}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, blocked);
  }
  if (!prior) {
    // U-009: the code for a missing Create permission.
    if (!access.create) throw SaveRefusal.of('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
    return;
  }
  mayChange(org, object, prior, by);
}

/** Object permission, sharing and the lock of a record under approval, in this order. */
export function mayChange(org: Org, object: ObjectSchema, prior: Row, by: User): void {
  const access = accessTo(org, by, object);
  const id = String(prior['Id']);
  if (!sees(org, by, object, prior)) throw SaveRefusal.of('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', `insufficient access rights on cross-reference id: ${id}`);
  if (!access.edit || !changes(org, by, object, prior)) throw SaveRefusal.of('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  refuseLocked(org, object, prior, by);
}

/** The lock holds in system mode too (U-006): only Modify All and the editors named by the approval pass it. */
function refuseLocked(org: Org, object: ObjectSchema, prior: Row, by: User): void {
  const access = accessTo(org, by, object);
  const lock = org.locks.get(String(prior['Id']));
  if (lock && !access.modifyAll && !lock.editors.includes(by.id)) {
    throw SaveRefusal.of('ENTITY_IS_LOCKED', 'This record is locked. If you need to edit it, contact your admin.');
  }
}

/** Stamps and stores; the row is a fresh object, so that the one the flows saw stays as they saw it. */
function write(org: Org, storage: Storage, { object, row, prior, by }: SaveContext): void {
  const now = moment(org.world.clock.now());
  if (!prior) {
    row['Id'] = freshId(org.world, storage, object);
    row['CreatedDate'] = now;
    row['CreatedById'] = by.id;
    row['IsDeleted'] = false;
  }
  row['LastModifiedDate'] = now;
  row['LastModifiedById'] = by.id;
  row['SystemModstamp'] = now;
  Object.assign(row, derived(storage, object, row, prior));
  storage.write(object.name, String(row['Id']), { ...row });
  mirrorSetup(org, storage, object, row);
}
