import avro from 'avro-js';
import { describe, expect, it } from '@jest/globals';
import type { Tools } from '../connector.ts';
import { namesIn } from './names.ts';
import type { EventStream, OpenStream, StreamEnd } from './pubsub-client.ts';
import { wakeUps } from './wake-ups.ts';

const names = namesIn('quittance');
const nullable = (name: string): object => ({ name, type: ['null', 'string'] });
const schema = JSON.stringify({ type: 'record', name: 'Work_Requested__e', fields: [{ name: 'CreatedDate', type: 'long' }, ...[names.workRequested.kind, names.workRequested.recordId, names.workRequested.recordIds].map(nullable)] });
const type = avro.parse(JSON.parse(schema));
const event = (nth: number, recordIds: string | null = null) => ({
  schemaId: 'schema-1',
  replayId: Buffer.from([0, 0, nth]),
  payload: type.toBuffer({ CreatedDate: 1, [names.workRequested.kind]: { string: 'payout.approved' }, [names.workRequested.recordId]: { string: `id-${nth}` }, [names.workRequested.recordIds]: recordIds === null ? null : { string: recordIds } }),
});
const cursorOf = (nth: number): string => Buffer.from([0, 0, nth]).toString('base64');
const soon = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

type Opened = Parameters<OpenStream>[1] & { readonly hear: Parameters<OpenStream>[2]; readonly requested: number[]; readonly token: string; closed: boolean };

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

function listening(cursor?: string, keepEvents: (cursor: string) => Promise<void> = async () => undefined) {
  const { opened, schemaCalls, open } = bus();
  const sleeps: number[] = [];
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  let renewals = 0;
  const session = () => Promise.resolve({ accessToken: `token-${renewals}`, instanceUrl: 'https://org.example', orgId: '00D' });
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

describe('listening', () => {
  it('subscribes to the prefixed topic after the cursor, 100 events at most', async () => {
    const l = listening(cursorOf(7));
    await soon();
    expect(l.opened[0]).toMatchObject({ topic: '/event/quittance__Work_Requested__e', count: 100, after: Buffer.from([0, 0, 7]) });
    l.stop.abort();
    await l.done;
  });

  it('keeps a delivery with the replay id of its last event, and only then asks for more', async () => {
    let release = (): void => undefined;
    const l = listening(undefined, () => new Promise((resolve) => void (release = resolve)));
    await soon();
    expect(l.opened[0]?.after).toBe('latest');
    l.opened[0]?.hear.delivered({ events: [event(1), event(2)] });
    await soon();
    expect(l.opened[0]?.requested).toEqual([]);
    release();
    await soon();
    expect(l.kept).toEqual([[['id-1', 'id-2'], cursorOf(2)]]);
    expect(l.opened[0]?.requested).toEqual([2]);
    l.stop.abort();
    await l.done;
  });

  it('keeps deliveries one after the other', async () => {
    const releases: (() => void)[] = [];
    const l = listening(undefined, () => new Promise((resolve) => void releases.push(resolve)));
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1)] });
    l.opened[0]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(releases).toHaveLength(1);
    releases[0]?.();
    await soon();
    releases[1]?.();
    await soon();
    expect(l.kept.map(([, at]) => at)).toEqual([cursorOf(1), cursorOf(2)]);
    l.stop.abort();
    await l.done;
  });

  it('opens again after what was kept, with growing delays while nothing is heard', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(5)] });
    await soon();
    for (let nth = 0; nth < 4; nth++) {
      l.opened[nth]?.hear.ended({ because: 'other', text: 'reset' });
      await soon();
    }
    expect(l.opened[1]?.after).toEqual(Buffer.from([0, 0, 5]));
    expect(l.sleeps).toEqual([1_000, 2_000, 4_000, 8_000]);
    l.stop.abort();
    await l.done;
  });

  it('asks for everything the bus still has when it was cut off before its first event', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.ended({ because: 'other', text: 'reset' });
    await soon();
    expect(l.opened[1]?.after).toBe('earliest');
    l.stop.abort();
    await l.done;
  });

  it('opens again from the last kept event when keeping fails, and does not ask for more', async () => {
    let fails = true;
    const l = listening(cursorOf(1), async () => {
      if (fails) throw new Error('disk full');
    });
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(l.opened[0]).toMatchObject({ closed: true, requested: [] });
    expect(l.opened[1]?.after).toEqual(Buffer.from([0, 0, 1]));
    fails = false;
    l.opened[1]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(l.kept).toEqual([[['id-2'], cursorOf(2)]]);
    l.stop.abort();
    await l.done;
  });

  it('passes over an event it can not read, and makes the caller sweep', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1), { ...event(2), payload: Buffer.from([255]) }] });
    await soon();
    expect(l.kept).toEqual([[['id-1'], cursorOf(2)]]);
    expect(l.lost).toEqual([expect.stringContaining('could not be read')]);
    l.stop.abort();
    await l.done;
  });

  it('makes the caller sweep and begins anew when the cursor is useless', async () => {
    const l = listening(cursorOf(1));
    await soon();
    l.opened[0]?.hear.ended({ because: 'cursor', text: 'replayid.corrupted' });
    await soon();
    expect(l.lost).toEqual([expect.stringContaining('replayid.corrupted')]);
    expect(l.opened[1]?.after).toBe('earliest');
    l.stop.abort();
    await l.done;
  });

  it('takes a fresh token when the old one is refused', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.ended({ because: 'token', text: 'unauthenticated' });
    await soon();
    expect(l.opened.map(({ token }) => token)).toEqual(['token-0', 'token-1']);
    l.stop.abort();
    await l.done;
  });

  it('takes a silent line for dead, and a keepalive for life', async () => {
    const l = listening();
    await soon();
    const [first] = l.live();
    l.opened[0]?.hear.delivered({ events: [] });
    await soon();
    expect(first?.cancelled).toBe(true);
    expect(l.live().map(({ ms }) => ms)).toEqual([280_000]);
    l.live()[0]?.run();
    await soon();
    expect(l.opened[0]?.closed).toBe(true);
    expect(l.opened).toHaveLength(2);
    l.stop.abort();
    await l.done;
  });

  it('ends when told to, after what it was keeping, and leaves nothing behind', async () => {
    let release = (): void => undefined;
    const l = listening(undefined, () => new Promise((resolve) => void (release = resolve)));
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1)] });
    await soon();
    l.stop.abort();
    await soon();
    expect(l.opened[0]?.closed).toBe(true);
    release();
    await l.done;
    expect(l.kept).toEqual([[['id-1'], cursorOf(1)]]);
    expect(l.live()).toEqual([]);
    expect(l.opened).toHaveLength(1);
  });
});
