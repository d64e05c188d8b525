import { connect, type AddressInfo } from 'node:net';
import type { RawRequest, Webhooks } from '../../companion/connectors/connector.ts';
import { openDoor } from '../../companion/intake/http.ts';
import type { Chance } from '../simulate/chance.ts';
import { isSigned, tools } from './sender.ts';
import { spoiledBytes } from './spoil.ts';

interface Fired {
  /** Of the answer; empty when the door closed without one, 'hung' when it neither answered nor closed. */
  readonly status: string;
  readonly isHttp: boolean;
  /** HTTP with a true length, and no sign in its address that HTTP does not have: nothing but a missing signature is a reason to refuse it. */
  readonly isWhole: boolean;
  readonly kept: boolean;
  readonly keptUnsigned: RawRequest | undefined;
}

export interface DoorUnderFire {
  readonly url: string;
  /** Sends it byte by byte as it stands, some of them spoiled below HTTP as well. */
  send(request: RawRequest): Promise<Fired>;
  alive(): Promise<boolean>;
  close(): Promise<void>;
}

const patienceMs = 5_000;

/** A request as bytes, as no HTTP client would write it: headers twice, lengths that lie, signs that belong nowhere. */
function onTheWire(chance: Chance, { method, url, headers, body }: RawRequest): { readonly bytes: Uint8Array; readonly isHttp: boolean; readonly isWhole: boolean } {
  const length = chance.happens(0.04) ? chance.whole(0, body.length) : body.length;
  const target = url.replace(/^https?:\/\/[^/]*/, '') || '/';
  const lines = [`${method} ${target} HTTP/1.1`, 'host: x', 'connection: close', ...headers.map(([name, value]) => `${name}: ${value}`), `content-length: ${length}`];
  const request = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), body]);
  return chance.happens(0.15) ? { bytes: spoiledBytes(chance, request), isHttp: false, isWhole: false } : { bytes: request, isHttp: true, isWhole: length === body.length && /^[\x21-\x7e]*$/.test(target) };
}

/** The status of the first answer; empty when the other side closed without one, which is an answer only to what is no HTTP; 'hung' when it did neither. */
function ask(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => { heard += chunk.toString('latin1'); }).on('error', () => undefined).on('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? ''));
    socket.setTimeout(patienceMs, () => (resolve('hung'), socket.destroy()));
  });
}

/** The real door on a real port, with an inbox that only looks whether what it is to keep was signed. */
export async function openDoorUnderFire(sender: Webhooks, chance: Chance): Promise<DoorUnderFire> {
  let [publicUrl, kept, keptUnsigned]: [string, boolean, RawRequest | undefined] = ['', false, undefined];
  const keep = async ({ request }: { readonly request: RawRequest }): Promise<'kept'> => {
    kept = true;
    if (!isSigned(request)) keptUnsigned = request;
    return 'kept';
  };
  const health = { ready: async () => ({ ready: true }), metrics: async () => ({ type: 'text/plain', text: '' }) };
  const app = openDoor({ senders: { payoneer: sender }, inbox: { keep }, tools, forged: () => undefined, heard: () => undefined, health, get publicUrl() { return publicUrl; } });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  publicUrl = `http://127.0.0.1:${port}`;
  return {
    url: publicUrl,
    async send(request) {
      [kept, keptUnsigned] = [false, undefined];
      const { bytes, isHttp, isWhole } = onTheWire(chance, request);
      const status = await ask(port, bytes);
      return { status, isHttp, isWhole, kept, keptUnsigned };
    },
    alive: async () => (await ask(port, Buffer.from('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'))) === '200',
    close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}
