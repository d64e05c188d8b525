import { hmacauth } from '../../sandbox/payoneer/signature.ts';

let nonce = 0;

/** Posts a webhook as the provider signs it; `secret` is the one the stand-in begins with unless another is given. */
export async function postSignedWebhook(url: string, body: string | Uint8Array, { secret = 'sandbox-webhook-secret', ...more }: RequestInit & { secret?: string } = {}): Promise<Response> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const authorization = hmacauth({ method: 'POST', url, bytes }, { appName: 'Webhook-IPCNSender-sandbox', secret, nonce: String(nonce++).padStart(32, '0'), timestampS: Math.floor(Date.now() / 1000) });
  return fetch(url, { method: 'POST', body: new Uint8Array(bytes), ...more, headers: { ...more.headers, authorization } });
}
