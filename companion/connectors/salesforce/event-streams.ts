import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { credentials, loadPackageDefinition, Metadata, type ClientDuplexStream, type ClientOptions, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Session } from './client.ts';
import type { BusEvent } from './event-reader.ts';

/** One message of the stream. No events means "still here". */
export interface Delivery {
  readonly events: readonly (BusEvent & { readonly replayId: Buffer })[];
}

/** One life of one subscription. It ends by `ended` exactly once, whoever ended it; after that nothing is delivered. */
export interface EventStream {
  /** Allows this many more events to be delivered. */
  request(count: number): void;
  schema(schemaId: string): Promise<string>;
  /** Ends the call and frees the socket. Safe to repeat. */
  close(): void;
}

export type OpenStream = (
  session: Session,
  from: { readonly topic: string; readonly after: Buffer | 'latest' | 'earliest'; readonly count: number },
  hear: { readonly delivered: (delivery: Delivery) => void; readonly ended: (why: StreamEnd) => void },
) => EventStream;

export interface StreamEnd {
  /** `token` and `cursor` name what has to be renewed before trying again. */
  readonly because: 'token' | 'cursor' | 'other';
  readonly text: string;
}

interface ConsumerEvent {
  readonly event: { readonly schemaId: string; readonly payload: Buffer } | null;
  readonly replayId: Buffer;
}
type FetchRequest = { topicName: string; numRequested: number; replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM'; replayId?: Buffer };
interface PubSub {
  subscribe(metadata: Metadata): ClientDuplexStream<FetchRequest, { readonly events: readonly ConsumerEvent[] }>;
  getSchema(request: { schemaId: string }, metadata: Metadata, options: { deadline: number }, done: (error: ServiceError | null, answer?: { schemaJson: string }) => void): void;
  close(): void;
}
type PubSubConstructor = new (endpoint: string, channel: ReturnType<typeof credentials.createSsl>, options: ClientOptions) => PubSub;

const schemaDeadlineMs = 30_000;
/** A response may carry 3 MB of events (Pub/Sub API, "Allocations"); gRPC's own default of 4 MB would break on a full one. */
const largestMessageBytes = 16 * 1024 * 1024;

let service: PubSubConstructor | undefined;
function pubSub(): PubSubConstructor {
  if (service === undefined) {
    const definition = loadSync(fileURLToPath(new URL('./proto/pubsub_api.proto', import.meta.url)), { longs: String, enums: String, defaults: true });
    const loaded = loadPackageDefinition(definition) as unknown as { eventbus: { v1: { PubSub: PubSubConstructor } } };
    service = loaded.eventbus.v1.PubSub;
  }
  return service;
}

/** gRPC status codes, and the bus's own word for a replay id it can't use. */
const cancelled = 1;
const invalidArgument = 3;
const notFound = 5;
const unauthenticated = 16;
const replayTrouble = /replayid/i;

function endOf(error: ServiceError): StreamEnd {
  const code = String(error.metadata?.get('error-code')[0] ?? '');
  const text = `Salesforce event bus: ${error.message}${code === '' ? '' : ` (${code})`}. The stream is opened again.`;
  if (error.code === unauthenticated) return { because: 'token', text };
  return { because: replayTrouble.test(code) || replayTrouble.test(error.message) ? 'cursor' : 'other', text };
}

/**
 * Opens subscriptions of the Pub/Sub API over gRPC and TLS. Our own, because the published client acknowledges events before they are
 * handled, does not reconnect, and crashes the process after being closed (facts/salesforce.md 5.2).
 * @param nowMs epoch milliseconds, for deadlines
 */
export function openStreams(settings: { readonly endpoint: string; readonly caFile: string | undefined }, nowMs: () => number): OpenStream {
  return (session, from, hear) => {
    const authority = settings.caFile === undefined ? null : readFileSync(settings.caFile);
    const bus = new (pubSub())(settings.endpoint, credentials.createSsl(authority), { 'grpc.max_receive_message_length': largestMessageBytes });
    const metadata = new Metadata();
    metadata.set('accesstoken', session.accessToken);
    metadata.set('instanceurl', session.instanceUrl);
    metadata.set('tenantid', session.orgId);
    const call = bus.subscribe(metadata);
    let open = true;
    const end = (why: StreamEnd): void => {
      if (!open) return;
      open = false;
      bus.close();
      hear.ended(why);
    };
    call.on('data', (response: { readonly events: readonly ConsumerEvent[] }) => {
      const events = response.events.map(({ event, replayId }) => ({ schemaId: event?.schemaId ?? '', payload: event?.payload ?? Buffer.alloc(0), replayId }));
      if (open) hear.delivered({ events });
    });
    // This listener stays on the call for good: cancelling raises one more error, which would otherwise end the process.
    call.on('error', (error: ServiceError) => end(error.code === cancelled ? closed : endOf(error)));
    // Comes after any error; alone it means that the other side ended the stream in good order.
    call.on('status', () => end({ because: 'other', text: 'Salesforce event bus: the stream was ended by the other side. It is opened again.' }));
    call.write({ topicName: from.topic, numRequested: from.count, ...presetOf(from.after) });
    return {
      request: (count) => void (open && call.write({ topicName: from.topic, numRequested: count })),
      schema: (schemaId) => schemaOf(bus, metadata, schemaId, nowMs() + schemaDeadlineMs),
      close: () => {
        call.cancel();
        end(closed);
      },
    };
  };
}

const closed: StreamEnd = { because: 'other', text: 'Salesforce event bus: the stream was closed.' };

const presetOf = (after: Buffer | 'latest' | 'earliest'): Pick<FetchRequest, 'replayPreset' | 'replayId'> => {
  if (typeof after !== 'string') return { replayPreset: 'CUSTOM', replayId: after };
  return { replayPreset: after === 'latest' ? 'LATEST' : 'EARLIEST' };
};

/** An unknown schema is answered as an empty one: the event can't be read, now or later. */
const schemaOf = (bus: PubSub, metadata: Metadata, schemaId: string, deadline: number): Promise<string> =>
  new Promise((resolve, reject) => {
    bus.getSchema({ schemaId }, metadata, { deadline }, (error, answer) => {
      if (error && error.code !== notFound && error.code !== invalidArgument) reject(error);
      else resolve(answer?.schemaJson ?? '');
    });
  });
