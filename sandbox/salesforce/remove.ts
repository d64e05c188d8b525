import { accessTo } from './access.ts';
import { moment } from './moments.ts';
import { pointsTo } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, Row, SaveOptions, SaveResult } from './org.ts';
import { fullId } from './record-ids.ts';
import { allOrEach, attempt, mayChange } from './save.ts';
import { SaveRefusal } from './save-refusal.ts';
import { mirrorSetup } from './setup-mirror.ts';
import type { Storage } from './storage.ts';

/** Moves records to the recycle bin (queryAll still finds them). Restricting lookups refuse it, details go with their master. */
export function remove(org: Org, storage: Storage, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  const removed = (given: string): SaveResult => {
    const id = fullId(given);
    if (id === undefined) throw SaveRefusal.of('MALFORMED_ID', `malformed id ${given}`);
    const row = storage.table(object.name).get(id);
    if (!row) throw SaveRefusal.of('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (row['IsDeleted'] === true) throw SaveRefusal.of('ENTITY_IS_DELETED', 'entity is deleted');
    if (options.source === 'api') {
      if (!accessTo(org, options.by, object).delete) throw SaveRefusal.of('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
      mayChange(org, object, row, options.by);
    }
    removeOne(org, storage, object, row, options);
    return { id, success: true, errors: [] };
  };
  return allOrEach(storage, options, () => ids.map((given) => attempt(storage, () => removed(given))));
}

function removeOne(org: Org, storage: Storage, object: ObjectSchema, row: Row, options: SaveOptions): void {
  const id = String(row['Id']);
  for (const { child, field } of childLookups(org, object)) {
    for (const dependent of org.related(child.name, field.name, id)) {
      if (field.deleteConstraint === 'Cascade') removeOne(org, storage, child, dependent, options);
      else if (field.deleteConstraint === 'Restrict') refuse(object, row, child, dependent);
      else storage.write(child.name, String(dependent['Id']), { ...dependent, [field.name]: null, ...stamps(org, options) });
    }
  }
  const gone = { ...row, IsDeleted: true, ...stamps(org, options) };
  storage.write(object.name, id, gone);
  mirrorSetup(org, storage, object, gone);
}

function stamps(org: Org, options: SaveOptions): Row {
  const now = moment(org.world.clock.now());
  return { SystemModstamp: now, LastModifiedDate: now, LastModifiedById: options.by.id };
}

function refuse(object: ObjectSchema, row: Row, child: ObjectSchema, dependent: Row): never {
  const name = String(row['Name'] ?? row['Id']);
  throw SaveRefusal.of('DELETE_FAILED', `Your attempt to delete ${name} could not be completed because it is associated with the following ${child.pluralLabel.toLowerCase()}.: ${String(dependent['Name'] ?? dependent['Id'])}\n (${object.label})`);
}

function* childLookups(org: Org, parent: ObjectSchema): Generator<{ child: ObjectSchema; field: FieldSchema }> {
  for (const child of org.schema.values()) {
    if (child.kind !== 'object') continue;
    for (const field of child.fields.values()) {
      if (field.referenceTo && !field.readOnly && field.name !== 'OwnerId' && pointsTo(field, parent)) yield { child, field };
    }
  }
}
