import { accessTo } from './access.ts';
import { moment } from './moments.ts';
import type { ObjectSchema, Org, PublishedEvent, Row, SaveResult, User } from './org.ts';
import { freshId } from './record-ids.ts';
import type { Storage } from './storage.ts';
import { systemErrors } from './system-validation.ts';

interface Publisher {
  readonly org: Org;
  readonly storage: Storage;
  emit(event: PublishedEvent): void;
}

/**
 * Publishes platform events. Inside a transaction those with PublishAfterCommit wait for the commit and are lost with a rollback;
 * the others leave at once, as does everything outside one. A success says that the event was queued, no more.
 */
export function publish({ org, storage, emit }: Publisher, event: ObjectSchema, rows: readonly Row[], by: User, source: 'api' | 'flow'): SaveResult[] {
  return rows.map((given) => {
    if (source === 'api' && !accessTo(org, by, event).create) {
      return { id: null, success: false, errors: [{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: `entity type cannot be inserted: ${event.label}`, fields: [] }] };
    }
    const row: Row = { ...given };
    const errors = systemErrors(org, { object: event, row, prior: null, by, source: 'api' });
    if (errors.length > 0) return { id: null, success: false, errors };
    row['Id'] = freshId(org.world, storage, event);
    row['EventUuid'] = uuid(org);
    row['CreatedDate'] = moment(org.world.clock.now());
    row['CreatedById'] = by.id;
    const published: PublishedEvent = { event: event.name, row, by };
    if (event.publishBehavior === 'PublishAfterCommit') storage.afterCommit(() => emit(published));
    else emit(published);
    return { id: String(row['Id']), success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED', message: String(row['EventUuid']), fields: [] }] };
  });
}

function uuid(org: Org): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(org.world.random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
