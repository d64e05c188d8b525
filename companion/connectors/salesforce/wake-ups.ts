import type { InboundEvent } from '../../domain/events.ts';
import type { Tools, WakeUps } from '../connector.ts';
import type { SalesforceClient, Session } from './client.ts';
import { eventReader } from './event-reader.ts';
import type { Names } from './names.ts';
import type { Delivery, EventStream, OpenStream, StreamEnd } from './event-streams.ts';

/** The bus accepts at most 100 outstanding events for one subscription (Pub/Sub API, "Subscribe RPC"). */
const outstandingLimit = 100;
/** The bus says "still here" within 270 s; after that and a little grace the line is dead, whatever TCP believes. */
const silenceLimitMs = 280_000;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

type Keep = Parameters<WakeUps['listen']>[1];
type Lost = Parameters<WakeUps['listen']>[2];

/**
 * Listens for Work_Requested events. At least once: the cursor is the replay id of the last event of what was kept, it is handed on only
 * together with those events, and more events are requested only once they are durable. An event that can't be read is
 * passed over, and `lost` makes the caller sweep instead.
 */
export function wakeUps(client: Pick<SalesforceClient, 'session' | 'renew'>, names: Names, tools: Tools, open: OpenStream): WakeUps {
  return {
    async listen(cursor, keep, lost, stop) {
      const place: Place = { cursor, first: true };
      let delayMs = firstDelayMs;
      while (!stop.aborted) {
        const life = await oneLife({ client, names, tools, open, keep, lost, stop }, place);
        if (stop.aborted) return;
        if (life.heard) delayMs = firstDelayMs;
        tools.log.warn(life.end.text, { retryInMs: delayMs });
        await tools.timer.sleep(delayMs * (0.5 + tools.random() / 2), stop).catch(() => undefined);
        delayMs = Math.min(delayMs * 2, longestDelayMs);
      }
    },
  };
}

interface Place {
  /** Base64 of the last kept event's replay id. */
  cursor: string | undefined;
  /** True until a stream was opened: only then is it safe to begin with what comes next, because the caller has just swept. */
  first: boolean;
}
interface Listening {
  readonly client: Pick<SalesforceClient, 'session' | 'renew'>;
  readonly names: Names;
  readonly tools: Tools;
  readonly open: OpenStream;
  readonly keep: Keep;
  readonly lost: Lost;
  readonly stop: AbortSignal;
}
interface Life {
  readonly heard: boolean;
  readonly end: StreamEnd;
}

/** One stream from login to its end; then what was learned from the end is put right for the next. Never rejects. */
async function oneLife(on: Listening, place: Place): Promise<Life> {
  try {
    const session = await on.client.session();
    const life = await new StreamLife(on, place).lived(session);
    if (on.stop.aborted) return life;
    if (life.end.because === 'token') await on.client.renew(session);
    if (life.end.because === 'cursor') {
      await on.lost(`The cursor of the event bus is no longer valid. ${life.end.text}`);
      place.cursor = undefined;
    }
    return life;
  } catch (error) {
    return { heard: false, end: { because: 'other', text: `Salesforce event bus: not listening. ${error instanceof Error ? error.message : String(error)}` } };
  }
}

const startOf = ({ cursor, first }: Place): Buffer | 'latest' | 'earliest' => {
  if (cursor !== undefined) return Buffer.from(cursor, 'base64');
  return first ? 'latest' : 'earliest';
};

/** The life of one stream: what it delivers is kept in order, its silence is noticed, and it ends once. */
class StreamLife {
  readonly #on: Listening;
  readonly #place: Place;
  readonly #read: ReturnType<typeof eventReader>;
  #stream: EventStream | undefined;
  #heard = false;
  #over = false;
  #failure: StreamEnd | undefined;
  #handled: Promise<void> = Promise.resolve();
  #disarm = (): void => undefined;

  constructor(on: Listening, place: Place) {
    this.#on = on;
    this.#place = place;
    this.#read = eventReader(on.names, (schemaId) => this.#stream?.schema(schemaId) ?? Promise.reject(new Error('the stream is not open')));
  }

  /** @throws what `open` throws, for example when the certificate file can't be read */
  lived(session: Session): Promise<Life> {
    const { open, names, stop } = this.#on;
    const from = { topic: `/event/${names.workRequested.object}`, after: startOf(this.#place), count: outstandingLimit };
    return new Promise((resolve) => {
      const close = (): void => this.#stream?.close();
      const ended = (why: StreamEnd): void => {
        this.#over = true;
        this.#disarm();
        stop.removeEventListener('abort', close);
        // What was delivered before the end is still being kept: the next life must begin after it.
        void this.#handled.then(() => resolve({ heard: this.#heard, end: this.#failure ?? why }));
      };
      this.#stream = open(session, from, { delivered: (delivery) => this.#delivered(delivery), ended });
      this.#place.first = false;
      stop.addEventListener('abort', close, { once: true });
      this.#arm();
      if (stop.aborted) close();
    });
  }

  #delivered(delivery: Delivery): void {
    this.#arm();
    this.#handled = this.#handled
      .then(() => this.#keep(delivery))
      .catch((error: unknown) => this.#fail(`what was delivered could not be kept. ${error instanceof Error ? error.message : String(error)}`));
  }

  async #keep(delivery: Delivery): Promise<void> {
    if (this.#failure !== undefined || this.#on.stop.aborted) return;
    // The bus is silent while it may deliver nothing more, so the silence of a slow `keep` is our own.
    this.#disarm();
    await keepDelivery(this.#on, this.#place, delivery, this.#read);
    this.#heard = true;
    if (delivery.events.length > 0) this.#stream?.request(delivery.events.length);
    this.#arm();
  }

  #arm(): void {
    this.#disarm();
    if (this.#over) return;
    const dead = `nothing was heard for ${silenceLimitMs / 1_000} s, the line is taken for dead. The stream is opened again.`;
    this.#disarm = this.#on.tools.timer.after(silenceLimitMs, () => this.#fail(dead));
  }

  #fail(why: string): void {
    this.#failure ??= { because: 'other', text: `Salesforce event bus: ${why}` };
    this.#stream?.close();
  }
}

/** Keeps one delivery as a whole: its events and, with them, the replay id of the last. */
async function keepDelivery({ keep, lost }: Listening, place: Place, { events }: Delivery, read: ReturnType<typeof eventReader>): Promise<void> {
  const inbound: InboundEvent[] = [];
  for (const event of events) {
    const seen = await read(event);
    if ('unreadable' in seen) await lost(seen.unreadable);
    else inbound.push(seen);
  }
  const cursor = events.at(-1)?.replayId.toString('base64');
  if (cursor === undefined) return;
  await keep(inbound, cursor);
  place.cursor = cursor;
}
