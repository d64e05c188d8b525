import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import type { Tools, Webhooks } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { Inbox } from '../store/inbox.ts';
import { addConsentDoors, type ConsentDoor } from './consent.ts';
import { receive } from './receive.ts';

export interface Door {
  /** The address senders were given, without a trailing slash: signatures cover it, forwarded headers never replace it. */
  readonly publicUrl: string;
  readonly senders: Readonly<Record<string, Webhooks>>;
  readonly inbox: Pick<Inbox, 'keep'>;
  readonly tools: Tools;
  /** Where account holders give their consent; absent where no connection needs one. */
  readonly consent?: ConsentDoor;
  readonly forged: (source: string, why: string) => void;
  readonly heard: (outcome: string) => void;
  readonly health: { readonly ready: () => Promise<{ readonly ready: boolean; readonly why?: string; readonly receipts?: string; readonly firstLoad?: string }>; readonly metrics: () => Promise<{ readonly type: string; readonly text: string }> };
}

const bodyLimit = '1mb';
const pairs = (raw: readonly string[]): (readonly [string, string])[] => Array.from({ length: raw.length / 2 }, (_, index) => [raw[index * 2] ?? '', raw[index * 2 + 1] ?? ''] as const);
const say = (response: Response, status: number, error: string): void => void response.status(status).json({ error });

async function takeIn(door: Door, request: Request, response: Response): Promise<void> {
  const { connection = '', event = '' } = request.params as Record<string, string>;
  // A name that every object has, such as `constructor`, is nobody's connection.
  const sender = Object.hasOwn(door.senders, connection) ? door.senders[connection] : undefined;
  if (!sender?.events.includes(event)) {
    door.heard('unknown');
    return say(response, 404, `Quittance: no webhook "${event}" is expected from "${connection}". Check the URL registered with the sender.`);
  }
  const body = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
  try {
    const kept = await receive(connection, sender, door.inbox, event, { method: request.method, url: `${door.publicUrl}${request.originalUrl}`, headers: [...pairs(request.rawHeaders), [':peer-address', request.socket.remoteAddress ?? '']], body });
    door.heard(kept);
    response.status(200).json({ received: true });
  } catch (error) {
    if (error instanceof Problem && error.kind === 'forged') {
      door.heard('forged');
      door.forged(`${connection}/${event}`, error.message);
      return say(response, 401, 'Quittance: the signature does not match. Nothing was kept.');
    }
    throw error;
  }
}

/** Whatever goes wrong at the door is answered in words, and 5xx so that the sender tries again: nothing was kept. */
const trouble = (door: Door): ErrorRequestHandler => (error: { status?: number; type?: string; message?: string }, _request, response, _next) => {
  const status = error.status ?? 503;
  door.heard(status === 413 ? 'too large' : status < 500 ? 'malformed' : 'not kept');
  if (status >= 500) door.tools.log.error('Intake: a webhook could not be kept. The sender is told to try again.', { error: String(error.message) });
  if (status === 413) return say(response, 413, `Quittance: the body is larger than ${bodyLimit}. Nothing was kept.`);
  say(response, status, status < 500 ? 'Quittance: the request could not be read. Nothing was kept.' : 'Quittance: it could not be stored just now. Nothing was kept; please send it again.');
};

/** The door: webhooks, and what operators ask. It verifies, keeps and answers; it never calls a flow. */
export function openDoor(door: Door): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_request, response) => void response.json({ alive: true }));
  app.get('/readyz', async (_request, response) => {
    const state = await door.health.ready();
    response.status(state.ready ? 200 : 503).json(state);
  });
  app.get('/metrics', async (_request, response) => {
    const { type, text } = await door.health.metrics();
    response.type(type).send(text);
  });
  app.all('/webhooks/:connection/:event{/:token}', express.raw({ type: () => true, limit: bodyLimit }), async (request, response) => {
    if (!['GET', 'POST'].includes(request.method)) return say(response, 405, 'Quittance: webhooks come by POST or GET.');
    await takeIn(door, request, response);
  });
  if (door.consent) addConsentDoors(app, door.consent);
  app.use((_request, response) => say(response, 404, 'Quittance: nothing here.'));
  app.use(trouble(door));
  return app;
}
