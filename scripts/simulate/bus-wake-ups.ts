import type { EventStream, OpenStream, StreamEnd } from '../../companion/connectors/salesforce/event-streams.ts';
import { namesIn } from '../../companion/connectors/salesforce/names.ts';
import { wakeUps } from '../../companion/connectors/salesforce/wake-ups.ts';
import type { Tools, WakeUps } from '../../companion/connectors/connector.ts';
import type { BusWeather } from '../../sandbox/salesforce/bus-weather.ts';
import type { EventBus } from '../../sandbox/salesforce/bus.ts';
import { PubSubSubscription } from '../../sandbox/salesforce/pubsub-subscription.ts';
import { schemaOf, topicOf } from '../../sandbox/salesforce/pubsub-topics.ts';
import { PubSubError } from '../../sandbox/salesforce/pubsub-wire.ts';
import type { OutsideWorld } from '../outside-world.ts';
import { busFault } from './faults.ts';
import type { Life } from './life.ts';
import type { Witness } from './witness.ts';

interface Line {
  readonly outside: OutsideWorld;
  readonly bus: EventBus;
  readonly life: Life;
  readonly witness: Pick<Witness, 'struck'>;
}

/** Longer than the bus really keeps silent would be taken for a dead line (Pub/Sub API: within 270 s). */
const keepAliveMs = 270_000;

interface Delivered {
  readonly event: { readonly schemaId: string; readonly payload: Buffer };
  readonly replayId: Uint8Array;
}

/** Counts what the bus's weather did with one delivery, or with the opening of a stream. */
function watched<T>({ bus: { weather }, witness }: Line, work: () => T): T {
  const before = { ...weather };
  try {
    return work();
  } finally {
    for (const kind of Object.keys(before) as (keyof BusWeather)[]) if (weather[kind] < before[kind]) witness.struck(busFault(kind));
  }
}

const endOf = (error: unknown): StreamEnd => {
  const { wire } = PubSubError.of(error);
  const text = `Salesforce event bus: ${wire.details ?? ''}`;
  return { because: /replay ?id/i.test(text) || String(error).includes('Replay ID') ? 'cursor' : 'other', text };
};

/** The stand-in's subscription without a socket: its flow control, its schemas, its keep-alives and its weather. */
function openInProcess(line: Line): OpenStream {
  const { outside, bus, life } = line;
  return (_, from, hear): EventStream => {
    let open = true;
    const end = (why: StreamEnd): void => {
      if (!open) return;
      open = false;
      subscription.end();
      if (!life.dead) hear.ended(why);
    };
    const subscription = new PubSubSubscription({
      world: outside.world, bus, keepAliveMs,
      findTopic: (name) => topicOf(outside.org.org, name, outside.people.integration),
      write: ({ events }) => {
        if (open && !life.dead) hear.delivered({ events: (events as readonly Delivered[]).map(({ event, replayId }) => ({ schemaId: event.schemaId, payload: event.payload, replayId: Buffer.from(replayId) })) });
      },
      fail: (error) => end(endOf(error)),
    });
    const ask = (count: number): void => {
      try {
        watched(line, () => subscription.request({ topicName: from.topic, numRequested: count, replayPreset: typeof from.after === 'string' ? (from.after === 'latest' ? 'LATEST' : 'EARLIEST') : 'CUSTOM', replayId: typeof from.after === 'string' ? Buffer.alloc(0) : from.after }));
      } catch (error) {
        end(endOf(error));
      }
    };
    // The call is under way when `open` returns, as on a network.
    outside.world.clock.after(1, () => ask(from.count));
    return { request: ask, schema: (id) => Promise.resolve(schemaOf(outside.org.org, id).json), close: () => end({ because: 'other', text: 'Salesforce event bus: the stream was closed.' }) };
  };
}

/** The org's own event bus as production listens to it: everything of the connector but the socket. */
export function busWakeUps(line: Line, tools: Tools): WakeUps {
  const session = { accessToken: 'simulated', instanceUrl: 'simulated', orgId: line.outside.org.org.id, userId: 'simulated' };
  return wakeUps({ session: () => Promise.resolve(session), renew: () => Promise.resolve(session) }, namesIn(''), tools, openInProcess(line));
}
