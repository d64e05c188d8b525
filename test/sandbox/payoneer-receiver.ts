import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hmacauth } from '../../sandbox/payoneer/signature.ts';

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly authorization: string;
  readonly genuine: boolean;
}

export interface Receiver {
  readonly target: string;
  readonly heard: Heard[];
  close(): void;
}

/** A receiver that judges each signature by signing anew what arrived. */
export async function receiver(status: () => number | 'no answer' = () => 200): Promise<Receiver> {
  const heard: Heard[] = [];
  let target = '';
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '' } = request;
      const bytes = Buffer.concat(parts);
      const authorization = request.headers.authorization ?? '';
      const [, , nonce = '', timestamp = ''] = authorization.split(':');
      const again = hmacauth({ method, url: new URL(path, target).href, bytes }, { appName: 'Webhook-IPCNSender-sandbox', secret: 'sandbox-webhook-secret', nonce, timestampS: Number(timestamp) });
      heard.push({ method, path, body: bytes.toString(), authorization, genuine: again === authorization });
      const answer = status();
      if (answer === 'no answer') request.socket.destroy();
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/payoneer`;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { target, heard, close };
}
