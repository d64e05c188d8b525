import { status } from '@grpc/grpc-js';
import { replayIdBytes } from './bus-event.ts';
import type { EventBus } from './bus.ts';
import type { Org, User } from './org.ts';
import type { Topic } from './pubsub-topics.ts';
import { PubSubError } from './pubsub-wire.ts';
import type { ProducerEvent } from './pubsub-wire.ts';

/** What one published event is answered with. */
interface PublishResult {
  readonly replayId: Uint8Array;
  readonly correlationKey: string;
  readonly error?: { readonly code: 'PUBLISH'; readonly msg: string };
}

const MOST_BYTES = 1_048_576;

function refused(event: ProducerEvent, msg: string): PublishResult {
  return { replayId: new Uint8Array(), correlationKey: event.id, error: { code: 'PUBLISH', msg } };
}

function publishOne(org: Org, bus: EventBus, topic: Topic, event: ProducerEvent, by: User): PublishResult {
  if (event.schemaId !== topic.schema.id) return refused(event, `Schema ${event.schemaId} is not the topic's schema. Ask GetTopic for the current one.`);
  if (event.payload.byteLength > MOST_BYTES) return refused(event, 'The event is larger than 1 MB.');
  try {
    const { CreatedDate: _date, CreatedById: _creator, ...row } = topic.schema.decode(event.payload);
    const [result] = org.publish(topic.event.name, [row], by, 'api');
    if (!result?.success) return refused(event, result?.errors[0]?.message ?? 'The event was not accepted.');
    // The answer of a publish names the event by its UUID, the bus knows its replay id.
    const stored = result.errors.map((each) => bus.withUuid(topic.event.name, each.message)).find((each) => each !== undefined);
    return { replayId: replayIdBytes(stored?.replayId ?? bus.lastReplayId), correlationKey: event.id };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused(event, `The payload cannot be read with the topic's schema: ${error.message}.`);
  }
}

/** Publishes one request's events; each is accepted or refused on its own. */
export function publishAll(org: Org, bus: EventBus, topic: Topic, events: readonly ProducerEvent[], by: User): { results: PublishResult[]; schemaId: string } {
  if (events.length === 0) throw new PubSubError(status.INVALID_ARGUMENT, 'publish.no.events', 'The request holds no events. Send at least one.');
  return { results: events.map((event) => publishOne(org, bus, topic, event, by)), schemaId: topic.schema.id };
}
