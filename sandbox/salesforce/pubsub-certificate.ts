import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const YEAR_MS = 365 * 86_400_000;

/** DER: one tag, the length, the content (ITU-T X.690). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (ms: number): Buffer => der(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

const ECDSA_SHA256 = sequence(object('2a8648ce3d040302'));
const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';

function name(text: string): Buffer {
  return sequence(der(0x31, sequence(object(COMMON_NAME), der(0x0c, Buffer.from(text)))));
}

function extensions(): Buffer {
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const authority = sequence(der(0x01, Buffer.from([0xff])));
  return der(0xa3, sequence(
    sequence(object(SUBJECT_ALT_NAME), der(0x04, names)),
    sequence(object(BASIC_CONSTRAINTS), der(0x01, Buffer.from([0xff])), der(0x04, authority)),
  ));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function certificate(privateKey: KeyObject, nowMs: number): Buffer {
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // The first bit stays clear, or the serial number would read as a negative one.
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x01;
  const issuer = name('localhost');
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, serial), ECDSA_SHA256, issuer,
    sequence(time(nowMs - YEAR_MS), time(nowMs + 10 * YEAR_MS)), issuer, key, extensions(),
  );
  const signature = sign('sha256', body, privateKey);
  return sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
}

/**
 * A fresh self-signed certificate for localhost and 127.0.0.1 with its key, both PEM. Made by hand, as node:crypto reads
 * X.509 but does not write it (RFC 5280, RFC 5758). `nowMs` is real time: TLS compares with the machine's clock.
 */
export function selfSignedCertificate(nowMs: number): { readonly key: string; readonly cert: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { key: String(key), cert: pem('CERTIFICATE', certificate(privateKey, nowMs)) };
}
