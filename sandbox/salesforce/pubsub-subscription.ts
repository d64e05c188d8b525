import { status } from '@grpc/grpc-js';
import { replayIdBytes } from './bus-event.ts';
import type { BusEvent } from './bus-event.ts';
import { CorruptReplayId } from './bus.ts';
import type { BusCursor, EventBus, ReplayFrom } from './bus.ts';
import type { World } from '../kit/world.ts';
import type { Topic } from './pubsub-topics.ts';
import { PubSubError } from './pubsub-wire.ts';
import type { FetchRequest } from './pubsub-wire.ts';

/** What one FetchResponse carries. */
export interface FetchResponse {
  readonly events: readonly unknown[];
  readonly latestReplayId: Uint8Array;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

interface SubscriptionParts {
  readonly world: World;
  readonly bus: EventBus;
  readonly keepAliveMs: number;
  findTopic(name: string): Topic;
  write(response: FetchResponse): void;
  fail(error: PubSubError): void;
}

/** More outstanding events than this nobody is granted, whatever they ask for. */
const MOST_OUTSTANDING = 100;

function replayFrom({ replayPreset, replayId }: FetchRequest): ReplayFrom {
  return replayPreset === 'CUSTOM' ? { after: replayId } : replayPreset;
}

/** The server's side of one Subscribe stream: hands out no more than was asked for, and keeps a quiet stream alive. */
export class PubSubSubscription {
  readonly #parts: SubscriptionParts;
  #topic: Topic | undefined;
  #cursor: BusCursor | undefined;
  #pending = 0;
  #stopListening = (): void => undefined;
  #stopKeepAlive = (): void => undefined;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
  }

  /** Takes a FetchRequest: the first one opens the topic, each one grants more events. */
  request(request: FetchRequest): void {
    if (request.numRequested <= 0) throw new PubSubError(status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid', 'num_requested must be greater than 0.');
    if (!this.#topic) this.#begin(request);
    else if (request.topicName !== '' && request.topicName !== this.#topic.name) {
      throw new PubSubError(status.INVALID_ARGUMENT, 'subscription.fetch.topic.changed', 'The topic of a stream cannot change. Open another stream.');
    }
    this.#pending = Math.min(this.#pending + request.numRequested, MOST_OUTSTANDING);
    this.#deliver();
  }

  end(): void {
    this.#stopListening();
    this.#stopKeepAlive();
    this.#cursor = undefined;
  }

  #begin(request: FetchRequest): void {
    const topic = this.#parts.findTopic(request.topicName);
    if (!topic.canSubscribe) throw new PubSubError(status.PERMISSION_DENIED, 'topic.permission.denied', `The user may not read ${topic.name}. Assign a permission set that allows it.`);
    try {
      this.#cursor = this.#parts.bus.open(topic.event.name, replayFrom(request));
    } catch (error) {
      if (!(error instanceof CorruptReplayId)) throw error;
      throw new PubSubError(status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted', error.message);
    }
    this.#topic = topic;
    this.#stopListening = this.#parts.bus.listen({
      onEvents: () => this.#deliver(),
      onDropped: () => {
        this.end();
        this.#parts.fail(new PubSubError(status.UNAVAILABLE, 'service.unavailable', 'The stream was closed. Subscribe again from the last replay id you processed.'));
      },
    });
    this.#keepAlive();
  }

  #deliver(): void {
    const events = this.#pending > 0 ? (this.#cursor?.take(this.#pending) ?? []) : [];
    if (events.length === 0) return;
    this.#pending -= events.length;
    this.#respond(events, events.at(-1)?.replayId);
    this.#keepAlive();
  }

  #respond(events: readonly BusEvent[], latest = this.#parts.bus.lastReplayId): void {
    const { schema } = this.#topic ?? {};
    this.#parts.write({
      events: events.map(({ eventUuid, row, replayId }) => ({
        event: { id: eventUuid, schemaId: schema?.id, payload: schema?.encode(row), headers: [] },
        replayId: replayIdBytes(replayId),
      })),
      latestReplayId: replayIdBytes(latest),
      rpcId: this.#parts.world.id('rpc-', 16),
      pendingNumRequested: this.#pending,
    });
  }

  // An empty response tells a waiting client that the stream lives, and from where it may resume.
  #keepAlive(): void {
    this.#stopKeepAlive();
    this.#stopKeepAlive = this.#parts.world.clock.after(this.#parts.keepAliveMs, () => {
      if (this.#pending > 0) this.#respond([]);
      this.#keepAlive();
    });
  }
}
