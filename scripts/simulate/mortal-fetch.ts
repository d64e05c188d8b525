import { createHash } from 'node:crypto';
import type { Assembly } from '../../companion/assembly.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { receive } from '../../companion/intake/receive.ts';
import { strikes, type Life } from './life.ts';
import { toldInstead, type Lie } from './lie.ts';
import { origins, type Stage } from './stage.ts';
import { stirring, type Stir } from './stir.ts';
import { isGenuine, type Witness } from './witness.ts';

export interface Roads {
  readonly stage: Stage;
  readonly stir: Stir;
  readonly witness: Witness;
  /** References whose status replies are falsified, and how. */
  readonly lies: Map<string, Lie>;
  /** What the org calls itself, when another one answers in its place. */
  copiedOrg: { readonly id: string; readonly copy: string } | undefined;
  /** Something that waits for a submission to be in the air happens now. */
  ambush(life: Life): Promise<void>;
  /** Told of every answer before the companion is. */
  heard(where: string, status: number, text: string): void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

/** The only fetch a companion has: to the stand-ins, without sockets, until it dies. `skew` is how far its clock is off, in milliseconds. */
export function mortalFetch(roads: Roads, life: Life, skew: { readonly ms: number }): typeof fetch {
  const { stage, stir, witness } = roads;
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init.method ?? 'GET';
    const where = `${method} ${url.pathname}`;
    if (life.frozen) await life.frozen;
    if (where.endsWith('masspayouts')) await roads.ambush(life);
    if (strikes(life, 'call', where) || life.dead) return never();
    const given = init.body;
    const body = given == null ? undefined : await stirring(stir, async () => new Uint8Array(await new Response(given).arrayBuffer()));
    const reach = url.origin === origins.payoneer ? stage.reach.payoneer : url.origin === origins.ecb ? stage.reach.ecb : stage.reach.salesforce;
    const tell = (heard: string): void => witness.note(`${life.holder} ${where.replace(/programs\/\d+/, 'programs')} ${body && !where.includes('token') ? hashOf(body) : ''} = ${heard}`);
    const { duplex: _, ...rest } = init as RequestInit & { duplex?: unknown };
    const answer = await reach(url, { ...rest, ...(body ? { body } : {}) }).catch((error: unknown) => {
      stir.count += 1;
      tell(String(error instanceof Error ? (error.cause ?? error.message) : error));
      if (life.dead) return never<Response>();
      throw error;
    });
    const text = await stirring(stir, async () => anotherOrg(roads, url, await answer.text()));
    tell([answer.status, ...new Set([...text.matchAll(/"(?:statusCode|errorCode)":"([A-Z_]+)"[^}]*?"message":"(\[[A-Z-]+\])?/g)].map(([, code, rule]) => `${code}${rule ?? ''}`))].join(' '));
    roads.heard(where, answer.status, text);
    if (life.frozen) await life.frozen;
    if (strikes(life, 'answer', where) || life.dead) return never();
    const said = url.pathname.endsWith('/status') && answer.status === 200 ? heardStatus(roads, url.pathname, text, skew.ms) : { status: answer.status, text };
    return new Response([204, 304].includes(said.status) ? null : said.text, { status: said.status, headers: answer.headers });
  };
}

/** A copied org has the same records and another id. */
const anotherOrg = ({ copiedOrg }: Roads, { origin }: URL, text: string): string => (copiedOrg && origin === origins.salesforce ? text.replaceAll(copiedOrg.id, copiedOrg.copy) : text);

/** Remembers what was heard of a reference, be it true or not, and when by the clock of who heard it. */
function heardStatus({ lies, witness, stage }: Roads, path: string, text: string, skewMs: number): { readonly status: number; readonly text: string } {
  const reference = path.split('/').at(-2) ?? '';
  const now = stage.clock.now();
  const told = toldInstead(lies, reference, text, now);
  if (told.fault) witness.note(`a lie about ${reference}`);
  if (told.fault) witness.struck(told.fault);
  const status = /"status":"([^"]*)"/.exec(told.text)?.[1];
  if (status !== undefined && told.status === 200) witness.heard.set(reference, [...(witness.heard.get(reference) ?? []), { at: now + skewMs, status }]);
  return told;
}

const gone = (): TypeError => new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

/** The companion's door for webhooks, as intake/http.ts answers them. `current` is whoever listens now. */
export function doorFor({ stage, stir, witness }: Roads, current: () => { readonly life: Life; readonly assembly: Assembly } | undefined): typeof fetch {
  return async (input, init = {}) => {
    const listener = current();
    if (!listener || listener.life.dead) throw gone();
    const request = new Request(input instanceof Request ? input : new URL(input), init);
    const bytes = await stirring(stir, async () => new Uint8Array(await request.arrayBuffer()));
    const event = new URL(request.url).pathname.split('/').at(-1) ?? '';
    const raw = { method: request.method, url: request.url, headers: [...request.headers], body: bytes };
    // The signal that was handed in: the one of `request` follows it no longer once the request is collected.
    const signal = init.signal ?? (input instanceof Request ? input.signal : request.signal);
    const givenUp = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(gone()), { once: true }));
    const answer = async (): Promise<number> => {
      try {
        await receive('payoneer', listener.assembly.senders.payoneer as never, listener.assembly.store.inbox, event, raw);
      } catch (error) {
        return error instanceof Problem && error.kind === 'forged' ? 401 : 503;
      }
      return listener.life.dead ? never() : 200;
    };
    const status = await Promise.race([answer(), givenUp]);
    witness.note(`webhook ${event} ${hashOf(bytes)} = ${status}`);
    const genuine = isGenuine(stage.outside, { method: raw.method, url: raw.url, authorization: request.headers.get('authorization') ?? '', bytes });
    if (status === 200) witness.acknowledged.push({ at: stage.clock.now(), event, body: `${new URL(request.url).search}${new TextDecoder().decode(bytes)}` });
    if (status === 200 && !genuine) witness.blame({ rule: 'only genuine webhooks are kept', detail: `${event} was accepted with bytes that were not signed` });
    if (status === 401 && genuine) witness.blame({ rule: 'genuine webhooks are not turned away', detail: `${event} was refused` });
    return new Response('{}', { status });
  };
}
