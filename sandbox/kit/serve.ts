import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Incoming, toWire } from './call.ts';
import { control } from './control.ts';
import { type Outcome, receiver } from './receive.ts';
import type { StandIn } from './stand-in.ts';
import type { World } from './world.ts';

export { inProcess } from './in-process.ts';

export interface Served {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
  /** The stand-in and its world as they were at the start. */
  reset(): void;
}

interface ServeOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1: the control doors are open to whoever can reach the host. */
  readonly host?: string;
  /** Larger bodies get a 413; default 64 MiB, enough for a metadata deployment. */
  readonly bodyLimitBytes?: number;
}

/** Puts a stand-in on a real socket (plain HTTP), with the control doors of control.ts beside its own. */
export async function serve(standIn: StandIn, world: World, options: ServeOptions = {}): Promise<Served> {
  const { port = 0, host = '127.0.0.1', bodyLimitBytes = 64 * 1024 * 1024 } = options;
  const receive = receiver(standIn, world);
  const reset = (): void => {
    world.reset();
    standIn.reset?.(world);
  };
  const server = createServer((request, response) => {
    void incoming(request, bodyLimitBytes)
      .then(async (read) => (read === 'too large' ? { status: 413, body: 'Request Entity Too Large' } : ((await control(read, world, reset)) ?? receive(read))))
      .then((outcome) => write(outcome, response))
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Calls that hang by weather would keep the server open for ever.
        server.closeAllConnections();
      }),
  };
}

async function incoming(request: IncomingMessage, limitBytes: number): Promise<Incoming | 'too large'> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= limitBytes) parts.push(part);
    else parts.length = 0;
  }
  if (size > limitBytes) return 'too large';
  const headers = new Headers();
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) headers.append(request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '');
  const { localAddress, localPort } = request.socket;
  const origin = `http://${request.headers.host ?? `${localAddress ?? '127.0.0.1'}:${localPort ?? 80}`}`;
  // Joined as text: `new URL('//services', origin)` would take "services" for a host.
  return { method: request.method ?? 'GET', url: new URL(origin + (request.url ?? '/')), headers, bytes: new Uint8Array(Buffer.concat(parts)) };
}

function write(outcome: Outcome, response: ServerResponse): void {
  if (outcome === 'hang') return;
  if (outcome === 'drop') return void response.socket?.destroy();
  if (outcome === 'reset') return void response.socket?.resetAndDestroy();
  const { headers, bytes } = toWire(outcome);
  response.writeHead(outcome.status, Object.fromEntries(headers));
  response.end(bytes);
}
