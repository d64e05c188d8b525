import { type Incoming, type Reply, toCall } from './call.ts';
import type { CallEntry } from './call-log.ts';
import { type Door, toDoor } from './doors.ts';
import type { Answer, StandIn } from './stand-in.ts';
import type { CallWeather } from './weather.ts';
import type { World } from './world.ts';

/** What becomes of a call: a reply, or one of the ways to hear none. */
export type Outcome = Reply | 'hang' | 'reset' | 'drop';

type Found = { readonly door: string; readonly params: Readonly<Record<string, string>>; readonly answer: Answer };

const keptHeaders = ['content-type', 'accept', 'user-agent', 'idempotency-key', 'sforce-call-options', 'sforce-duplicate-rule-header'];

/** Joins a stand-in to a world: the answer takes calls from the socket or from `inProcess`, through the weather, into the log. */
export function receiver(standIn: StandIn, world: World): (incoming: Incoming) => Promise<Outcome> {
  const doors = finder(standIn.doors);
  const control = finder(standIn.control ?? {});
  return async (raw) => {
    const incoming = { ...raw, url: folded(raw.url) };
    const operated = control(incoming);
    if (operated) return answered(operated, incoming, world);
    const found = doors(incoming) ?? { door: 'fallback', params: {}, answer: standIn.fallback ?? noSuchDoor(standIn) };
    const entry = logged(standIn, found.door, incoming, world);
    const struck = world.weather.forCall(standIn.name, found.door, incoming.method, incoming.url);
    const outcome = await throughWeather(struck, entry, world, () => answered(found, incoming, world));
    entry.status = typeof outcome === 'string' ? outcome : outcome.status;
    return outcome;
  };
}

async function throughWeather(struck: CallWeather | undefined, entry: CallEntry, world: World, carryOut: () => Promise<Reply>): Promise<Outcome> {
  if (struck?.when === 'before' && struck.reply !== 'late') return struck.reply;
  if (struck?.reply === 'late' && struck.when === 'before') await waited(world, struck.lateMs);
  entry.happened = true;
  const reply = await carryOut();
  if (struck?.when !== 'after') return reply;
  if (struck.reply !== 'late') return struck.reply;
  await waited(world, struck.lateMs);
  return reply;
}

function waited(world: World, ms = 60_000): Promise<void> {
  return new Promise((resolve) => void world.clock.after(ms, resolve));
}

async function answered(found: Found, incoming: Incoming, world: World): Promise<Reply> {
  try {
    return await found.answer(toCall(incoming, found.params), world);
  } catch (error) {
    // A stand-in that breaks is our own fault; the words say so, so that nobody looks for it at the provider.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { error: 'stand-in broke', door: found.door, message } };
  }
}

function finder(table: Readonly<Record<string, Answer>>): (incoming: Incoming) => Found | undefined {
  const doors: readonly (readonly [Door, Answer])[] = Object.entries(table).map(([text, answer]) => [toDoor(text), answer]);
  return ({ method, url }) => {
    for (const [door, answer] of doors) {
      const params = door.match(method, url);
      if (params) return { door: door.text, params, answer };
    }
    return undefined;
  };
}

/** Clients join a base address and a path carelessly (`//services/…`), and the real services forgive it. */
function folded(url: URL): URL {
  if (!url.pathname.includes('//')) return url;
  const copy = new URL(url);
  copy.pathname = url.pathname.replace(/\/{2,}/g, '/');
  return copy;
}

function noSuchDoor(standIn: StandIn): Answer {
  return ({ method, url }) => ({
    status: 404,
    body: { error: 'no such door', message: `The ${standIn.name} stand-in has no ${method} ${url.pathname}. Its README lists what it imitates.` },
  });
}

function logged(standIn: StandIn, door: string, { method, url, headers, bytes }: Incoming, world: World): CallEntry {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  const scheme = headers.get('authorization')?.split(' ')[0];
  if (scheme) kept['authorization'] = scheme;
  const bodyText = new TextDecoder().decode(bytes.subarray(0, 4096));
  const entry: CallEntry = {
    standIn: standIn.name, at: world.clock.now(), method, path: url.pathname + url.search, door, status: 'open', happened: false, bodyText, headers: kept,
  };
  world.calls.add(entry);
  return entry;
}
