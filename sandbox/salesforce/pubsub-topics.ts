import { status } from '@grpc/grpc-js';
import type { Metadata } from '@grpc/grpc-js';
import { accessTo } from './access.ts';
import { objectNamed } from './names.ts';
import type { ObjectSchema, Org, User } from './org.ts';
import { eventSchema } from './pubsub-schema.ts';
import type { EventSchema } from './pubsub-schema.ts';
import { PubSubError } from './pubsub-wire.ts';

/** A topic a caller named, with the event behind it. */
export interface Topic {
  readonly name: string;
  readonly event: ObjectSchema;
  readonly schema: EventSchema;
  /** Read permission on the event. */
  readonly canSubscribe: boolean;
  /** Create permission on the event. */
  readonly canPublish: boolean;
}

export type Authenticate = (token: string) => User | undefined;

/** The caller, from the three metadata headers every call must carry. */
export function callerOf(org: Org, metadata: Metadata, authenticate: Authenticate): User {
  const header = (name: string): string => String(metadata.get(name)[0] ?? '');
  const user = authenticate(header('accesstoken'));
  const rightTenant = header('tenantid').includes(org.id.slice(0, 15));
  if (user && rightTenant && header('instanceurl') !== '') return user;
  throw new PubSubError(status.UNAUTHENTICATED, 'service.auth.error', 'An authentication exception occurred. Provide a valid accesstoken, instanceurl and tenantid.');
}

/** Finds `/event/Name__e` (with the namespace in a namespaced org); a user without any access to the event is refused. */
export function topicOf(org: Org, name: string, user: User): Topic {
  const event = name.startsWith('/event/') ? objectNamed(org, name.slice('/event/'.length)) : undefined;
  if (event?.kind !== 'event') {
    throw new PubSubError(status.NOT_FOUND, 'topic.not.found', `Topic ${name} does not exist. Deploy the event, and write the namespace in an org that has one.`);
  }
  const access = accessTo(org, user, event);
  if (!access.read && !access.create) throw new PubSubError(status.PERMISSION_DENIED, 'topic.permission.denied', `The user has no access to ${name}. Assign a permission set with it.`);
  return { name, event, schema: eventSchema(org, event), canSubscribe: access.read, canPublish: access.create };
}

/** The schema of that id, among the events the org has now. */
export function schemaOf(org: Org, id: string): EventSchema {
  for (const event of org.schema.values()) {
    if (event.kind !== 'event') continue;
    const schema = eventSchema(org, event);
    if (schema.id === id) return schema;
  }
  throw new PubSubError(status.NOT_FOUND, 'schema.not.found', `Schema ${id} does not exist. Ask GetTopic for the current one.`);
}
