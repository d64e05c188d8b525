import type { WebhookFate } from './weather.ts';
import type { Sending, World } from './world.ts';

/** One message a provider sends by itself. */
export interface Webhook {
  /** The full address, query included. */
  readonly to: string;
  /** The provider's name for it, for weather and log. */
  readonly event: string;
  readonly method: 'POST' | 'GET';
  /** The exact body; empty for GET. */
  readonly bytes: Uint8Array;
  readonly contentType?: string;
  /** The sender's real scheme: the headers that prove this request. Called anew for each attempt. */
  sign(request: { method: string; url: string; bytes: Uint8Array }): Readonly<Record<string, string>>;
  /** The sender's real habit; default one attempt. */
  readonly retry?: { readonly attempts: number; readonly everyMs: number; readonly on: 'no answer' | 'not 2xx' };
  /** How long the sender waits for an answer; default ten seconds. */
  readonly timeoutMs?: number;
}

/** What leaves the house: the signature always belongs to the webhook as it was meant, whatever the weather did to it since. */
interface Outgoing {
  readonly webhook: Webhook;
  readonly to: string;
  readonly bytes: Uint8Array;
}

/**
 * Sends a webhook through the weather. Resolves after the first attempt (retries and late copies follow on the world's clock) and never
 * rejects: a sender does not notice more than its receiver's status.
 */
export async function deliver(world: World, webhook: Webhook): Promise<void> {
  const struck = world.weather.forWebhook(webhook.event);
  const plain: Outgoing = { webhook, to: webhook.to, bytes: webhook.bytes };
  const note = (outcome: Sending['outcome']): void => void world.webhooks.push({ at: world.clock.now(), to: webhook.to, event: webhook.event, attempt: 0, outcome });
  const lateMs = struck?.lateMs ?? 60_000;
  const fates: Record<WebhookFate, () => Promise<void> | void> = {
    'lost': () => note('lost'),
    'twice': async () => {
      await attempt(world, plain, 1);
      await attempt(world, plain, 1);
    },
    'late': () => void world.clock.after(lateMs, () => attempt(world, plain, 1)),
    'out of order': () => {
      note('held');
      holdBack(world, lateMs, () => attempt(world, plain, 1));
    },
    // The forger comes in addition: the genuine one must still be believed.
    'forged': async () => {
      await attempt(world, forged(webhook), 1);
      await attempt(world, plain, 1);
    },
    're-serialised': () => attempt(world, { ...plain, bytes: reserialised(webhook.bytes) }, 1),
  };
  if (struck) await fates[struck.webhooks]();
  else await attempt(world, plain, 1);
  if (struck?.webhooks !== 'out of order') await overtaken(world);
}

function holdBack(world: World, lateMs: number, send: () => Promise<void>): void {
  let sent = false;
  const once = async (): Promise<void> => {
    if (sent) return;
    sent = true;
    await send();
  };
  world.heldBack.push(once);
  // Without a follower it still arrives: out of order is not lost.
  world.clock.after(lateMs, once);
}

async function overtaken(world: World): Promise<void> {
  for (const send of world.heldBack.splice(0)) await send();
}

async function attempt(world: World, outgoing: Outgoing, number: number): Promise<void> {
  const { webhook } = outgoing;
  const outcome = await posted(world, outgoing);
  world.webhooks.push({ at: world.clock.now(), to: outgoing.to, event: webhook.event, attempt: number, outcome });
  const { retry } = webhook;
  if (!retry || number >= retry.attempts) return;
  const failed = outcome === 'no answer' || (retry.on === 'not 2xx' && (outcome < 200 || outcome > 299));
  if (failed) world.clock.after(retry.everyMs, () => attempt(world, outgoing, number + 1));
}

async function posted(world: World, { webhook, to, bytes }: Outgoing): Promise<number | 'no answer'> {
  const gaveUp = new AbortController();
  const cancel = world.clock.after(webhook.timeoutMs ?? 10_000, () => gaveUp.abort());
  const headers = { ...webhook.sign({ method: webhook.method, url: webhook.to, bytes: webhook.bytes }) };
  if (webhook.method === 'POST') headers['content-type'] = webhook.contentType ?? 'application/json';
  try {
    const body = webhook.method === 'POST' ? { body: new Uint8Array(bytes) } : {};
    const response = await world.fetch(to, { method: webhook.method, headers, signal: gaveUp.signal, redirect: 'manual', ...body });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'no answer';
  } finally {
    cancel();
  }
}

/** A stranger who saw one genuine message reuses its signature for words of his own. */
function forged(webhook: Webhook): Outgoing {
  if (webhook.method === 'GET') return { webhook, bytes: webhook.bytes, to: `${webhook.to}${webhook.to.includes('?') ? '&' : '?'}forged=1` };
  const text = new TextDecoder().decode(webhook.bytes);
  const changed = text.includes('1') ? text.replace('1', '9') : `${text} `;
  return { webhook, to: webhook.to, bytes: new TextEncoder().encode(changed) };
}

/** What a helpful proxy does to JSON: the same meaning in other bytes. */
function reserialised(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  try {
    return new TextEncoder().encode(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return new TextEncoder().encode(`${text}\n`);
  }
}
