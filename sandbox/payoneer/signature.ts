import { createHash, createHmac } from 'node:crypto';

/** What is signed beside the message. */
interface Stamp {
  readonly appName: string;
  readonly secret: string;
  /** 32 hexadecimal digits. */
  readonly nonce: string;
  readonly timestampS: number;
}

/**
 * The `Authorization` value of a webhook: `hmacauth <AppName>:<Signature>:<Nonce>:<Timestamp>`.
 * Source: facts 8.3, one party's port of Payoneer's sample; grade B+.
 */
export function hmacauth(request: { method: string; url: string; bytes: Uint8Array }, stamp: Stamp): string {
  const { appName, secret, nonce, timestampS } = stamp;
  const digest = request.method === 'POST' ? createHash('md5').update(request.bytes).digest('base64') : '';
  const message = `${appName}${request.method}${encodedUrl(request.url)}${timestampS}${nonce}${digest}`;
  return `hmacauth ${appName}:${createHmac('sha256', secret).update(message).digest('base64')}:${nonce}:${timestampS}`;
}

/** Lower case throughout, the query's parts in order, then percent-encoded but for letters, digits, `-`, `_` and `.`; blanks become `+`. */
function encodedUrl(url: string): string {
  const [path = '', ...rest] = url.toLowerCase().split('?');
  const ordered = rest.length === 0 ? path : `${path}?${rest.join('?').split('&').sort().join('&')}`;
  let encoded = '';
  for (const byte of new TextEncoder().encode(ordered)) {
    const letter = String.fromCharCode(byte);
    if (/[a-z0-9\-_.]/.test(letter)) encoded += letter;
    else encoded += letter === ' ' ? '+' : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}
