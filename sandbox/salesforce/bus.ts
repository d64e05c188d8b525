import { replayIdOf } from './bus-event.ts';
import type { BusEvent } from './bus-event.ts';
import { calmBus, strikes } from './bus-weather.ts';
import type { BusWeather } from './bus-weather.ts';
import type { Org, PublishedEvent } from './org.ts';

/** How long the bus keeps an event (developer.salesforce.com, Pub/Sub API, "Event Message Durability"). */
export const RETENTION_MS = 72 * 3_600_000;
/** Replay ids start beyond anything a client might make up by counting. */
const FIRST_REPLAY_ID = 1_000_000n;
const LARGEST_GAP = 7;

/** Where a subscription starts: after everything so far, with the oldest event kept, or after a replay id. */
export type ReplayFrom = 'LATEST' | 'EARLIEST' | { readonly after: Uint8Array };

/** A subscriber's place in a topic. `take` hands out what comes next and moves on, weather included. */
export interface BusCursor {
  take(most: number): BusEvent[];
}

interface BusCounters {
  /** Events accepted from publishers. */
  published: number;
  /** Events handed to subscribers: one event for two subscribers is two deliveries, as Salesforce counts. */
  delivered: number;
}

/** The replay id of a subscription was refused. */
export class CorruptReplayId extends Error {
  constructor() {
    super('The Replay ID validation failed. Ensure that the Replay ID is valid.');
    this.name = 'CorruptReplayId';
  }
}

interface Listener {
  onEvents(): void;
  onDropped(): void;
}

/** The org's event bus: keeps what was published for 72 hours of the world's clock and serves any number of subscribers. */
export class EventBus {
  readonly weather: BusWeather = calmBus();
  readonly counters: BusCounters = { published: 0, delivered: 0 };
  readonly #org: Org;
  readonly #listeners = new Set<Listener>();
  readonly #topics = new Map<string, { events: BusEvent[]; newestForgotten: bigint }>();
  #lastReplayId = FIRST_REPLAY_ID;
  #waking = false;

  constructor(org: Org) {
    this.#org = org;
    org.onPublished((published) => this.#append(published));
  }

  /** The newest replay id given out, for keepalives. */
  get lastReplayId(): bigint {
    return this.#lastReplayId;
  }

  /** Everything still kept of an event type, oldest first. */
  kept(event: string): readonly BusEvent[] {
    const { events } = this.#topic(event);
    const oldest = this.#org.world.clock.now() - RETENTION_MS;
    let gone = 0;
    while ((events[gone]?.publishedAt ?? oldest) < oldest) gone += 1;
    if (gone > 0) this.#topic(event).newestForgotten = events.splice(0, gone).at(-1)?.replayId ?? FIRST_REPLAY_ID;
    return events;
  }

  /** The event of that type with that UUID, looked for from the newest. */
  withUuid(event: string, eventUuid: string): BusEvent | undefined {
    return this.kept(event).findLast((each) => each.eventUuid === eventUuid);
  }

  /** Opens a place in a topic. Throws `CorruptReplayId` for an id this bus cannot resume from, an expired one included (U-111). */
  open(event: string, from: ReplayFrom): BusCursor {
    let position = this.#start(event, from);
    return {
      take: (most) => {
        const kept = this.kept(event);
        const first = firstAfter(kept, position);
        const next = kept.slice(first, first + most);
        position = next.at(-1)?.replayId ?? position;
        const delivered = next.flatMap((each) => this.#weathered(each)).slice(0, most);
        this.counters.delivered += delivered.length;
        return delivered;
      },
    };
  }

  /** Calls `onEvents` when there may be something to take, `onDropped` when the stream is cut. The answer ends both. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Subscribes inside the process, without flow control: what is kept after `from` comes at once, later events as they are published.
   * `onDropped` tells that the stream was cut and nothing more will come. The answer ends the subscription.
   */
  subscribe(event: string, from: ReplayFrom, onEvent: (event: BusEvent) => void, onDropped?: () => void): () => void {
    const cursor = this.open(event, from);
    const drain = (): void => {
      for (let batch = cursor.take(100); batch.length > 0; batch = cursor.take(100)) batch.forEach(onEvent);
    };
    const end = this.listen({
      onEvents: drain,
      onDropped: () => {
        end();
        onDropped?.();
      },
    });
    this.#wake();
    return end;
  }

  /** Cuts all streams, as a restart of the service does. */
  dropStreams(): void {
    for (const listener of [...this.#listeners]) listener.onDropped();
  }

  /** Forgets all events, weather and counts; replay ids go on, as they are never given twice. */
  reset(): void {
    this.dropStreams();
    for (const topic of this.#topics.values()) Object.assign(topic, { events: [], newestForgotten: this.#lastReplayId });
    Object.assign(this.weather, calmBus());
    Object.assign(this.counters, { published: 0, delivered: 0 });
  }

  #topic(event: string): { events: BusEvent[]; newestForgotten: bigint } {
    const known = this.#topics.get(event) ?? { events: [], newestForgotten: FIRST_REPLAY_ID };
    this.#topics.set(event, known);
    return known;
  }

  #append({ event, row, by }: PublishedEvent): void {
    this.#lastReplayId += 1n + BigInt(Math.floor(this.#org.world.random() * LARGEST_GAP));
    const eventUuid = String(row.EventUuid);
    this.#topic(event).events.push({ event, eventUuid, replayId: this.#lastReplayId, row, by, publishedAt: this.#org.world.clock.now() });
    this.counters.published += 1;
    this.#wake();
  }

  // Subscribers hear of a commit only after it, all its events together: never inside the publisher's own call.
  #wake(): void {
    if (this.#waking) return;
    this.#waking = true;
    this.#org.world.clock.after(0, () => {
      this.#waking = false;
      for (const listener of [...this.#listeners]) listener.onEvents();
    });
  }

  #start(event: string, from: ReplayFrom): bigint {
    if (from === 'LATEST') return this.#lastReplayId;
    if (from === 'EARLIEST') return 0n;
    this.kept(event);
    const id = replayIdOf(from.after);
    // Below the newest forgotten event something would be missed in silence.
    if (id === undefined || id < this.#topic(event).newestForgotten || id > this.#lastReplayId || strikes(this.weather, 'corruptReplayIds')) throw new CorruptReplayId();
    return id;
  }

  #weathered(event: BusEvent): BusEvent[] {
    if (strikes(this.weather, 'missed')) return [];
    if (strikes(this.weather, 'duplicated')) return [event, event];
    if (this.weather.replayed <= 0) return [event];
    const before = this.kept(event.event).findLast(({ replayId }) => replayId < event.replayId);
    return before && strikes(this.weather, 'replayed') ? [event, before] : [event];
  }
}

/** Position of the first event with a greater replay id; the list is in order of these ids. */
function firstAfter(events: readonly BusEvent[], replayId: bigint): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.replayId ?? 0n) > replayId) high = middle;
    else low = middle + 1;
  }
  return low;
}
