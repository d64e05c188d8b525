import avro from 'avro-js';
import type { Tools } from '../connector.ts';
import { namesIn } from './names.ts';
import type { EventStream, OpenStream, StreamEnd } from './event-streams.ts';
import { wakeUps } from './wake-ups.ts';

const names = namesIn('quittance');
const nullable = (name: string): object => ({ name, type: ['null', 'string'] });
const schema = JSON.stringify({ type: 'record', name: 'Work_Requested__e', fields: [{ name: 'CreatedDate', type: 'long' }, ...[names.workRequested.kind, names.workRequested.recordId, names.workRequested.recordIds].map(nullable)] });
const type = avro.parse(JSON.parse(schema));
/** The `nth` event as the bus delivers it: id-<nth>, with the replay id that `cursorOf(nth)` writes down. */
export const event = (nth: number, recordIds: string | null = null) => ({
  schemaId: 'schema-1',
  replayId: Buffer.from([0, 0, nth]),
  payload: type.toBuffer({ CreatedDate: 1, [names.workRequested.kind]: { string: 'payout.approved' }, [names.workRequested.recordId]: { string: `id-${nth}` }, [names.workRequested.recordIds]: recordIds === null ? null : { string: recordIds } }),
});
export const cursorOf = (nth: number): string => Buffer.from([0, 0, nth]).toString('base64');
/** Time for everything that is already under way to come to rest. */
export const soon = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

type Opened = Parameters<OpenStream>[1] & { readonly hear: Parameters<OpenStream>[2]; readonly requested: number[]; readonly token: string; closed: boolean };

/** For unit tests only: an event bus that never connects: each stream that was opened can be made to speak and to end. */
function bus() {
  const opened: Opened[] = [];
  const schemaCalls: string[] = [];
  const open: OpenStream = (session, from, hear) => {
    const stream: Opened = { ...from, hear, requested: [], token: session.accessToken, closed: false };
    opened.push(stream);
    const end = (why: StreamEnd): void => {
      if (!stream.closed) {
        stream.closed = true;
        hear.ended(why);
      }
    };
    return {
      request: (count) => void stream.requested.push(count),
      schema: async (id) => (schemaCalls.push(id), schema),
      close: () => end({ because: 'other', text: 'closed' }),
    } satisfies EventStream;
  };
  return { opened, schemaCalls, open };
}

/** A listener on such a bus, with everything it slept (ms), kept and lost; `stop` ends it and `done` is its end. */
export function listening(cursor?: string, keepEvents: (cursor: string) => Promise<void> = async () => undefined) {
  const { opened, schemaCalls, open } = bus();
  const sleeps: number[] = [];
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  let renewals = 0;
  const session = () => Promise.resolve({ accessToken: `token-${renewals}`, instanceUrl: 'https://org.example', orgId: '00D', userId: '005' });
  const tools: Tools = {
    now: () => 0, fetch, random: () => 1,
    timer: {
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return () => void (timer.cancelled = true);
      },
      sleep: async (ms) => void sleeps.push(ms),
    },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const client = { session, renew: () => (renewals++, session()) };
  const kept: [readonly string[], string][] = [];
  const lost: string[] = [];
  const stop = new AbortController();
  const done = wakeUps(client, names, tools, open).listen(
    cursor,
    async (events, at) => {
      await keepEvents(at);
      kept.push([events.flatMap(({ data }) => ('ids' in data ? data.ids : [])), at]);
    },
    async (why) => void lost.push(why),
    stop.signal,
  );
  const live = () => timers.filter(({ cancelled }) => !cancelled);
  return { opened, schemaCalls, sleeps, live, kept, lost, stop, done, renewals: () => renewals };
}
