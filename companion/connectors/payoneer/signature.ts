import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of `Authorization: hmacauth <AppName>:<Signature>:<Nonce>:<Timestamp>`. */
export interface Stamped {
  readonly appName: string;
  readonly signature: string;
  readonly nonce: string;
  /** Unix seconds, as text: it is part of what was signed. */
  readonly timestamp: string;
}

/** Reads the header, or undefined when it has another form. */
export function readAuthorization(header: string): Stamped | undefined {
  const match = /^hmacauth\s+([^:\s]+):([A-Za-z0-9+/=]+):([^:\s]+):(\d{1,12})$/i.exec(header.trim());
  if (!match) return undefined;
  const [, appName = '', signature = '', nonce = '', timestamp = ''] = match;
  return { appName, signature, nonce, timestamp };
}

/** Everything except `A-Za-z0-9-_.` percent-encoded, a space as `+`, as Java's encoder in Payoneer's sample does it but for `*`. */
export const urlEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** The whole URL in lower case with its query's `k=v` strings sorted, nothing decoded. */
function normalised(url: string): string {
  const [path = '', ...query] = url.toLowerCase().split('?');
  return query.length > 0 ? `${path}?${query.join('?').split('&').sort().join('&')}` : path;
}

/** The signature's 32 bytes (facts, section 8.3): HMAC-SHA256 over app name, method, encoded URL, time, nonce and, for a POST, the body's MD5. */
export function signatureOf(method: string, url: string, body: Uint8Array, stamped: Omit<Stamped, 'signature'>, secret: string): Buffer {
  const verb = method.toUpperCase();
  const digest = verb === 'POST' ? createHash('md5').update(body).digest('base64') : '';
  const message = stamped.appName + verb + urlEncode(normalised(url)).toLowerCase() + stamped.timestamp + stamped.nonce + digest;
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(message, 'utf8').digest();
}

/** Equal in content, in a time that does not depend on where they differ. */
export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean => left.length === right.length && timingSafeEqual(left, right);
