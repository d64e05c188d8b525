import type { RawRequest } from '../connectors/connector.ts';

/** More of a letter helps nobody to see what is wrong with it; the whole of it stays with the companion. */
const shownBytes = 4_096;
const leftOut = '(left out)';

/** Fields that say who somebody is, where he is reached or paid, or that let somebody in. */
const privateField = /("?[\w. -]*(?:name|mail|phone|iban|account[ _-]?(?:no|number|id)|bank|card|address|birth|token|secret|session|password)[\w. -]*"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^,&}\r\n]*)/gi;
/** The same without a name beside it: mail addresses, account and card numbers. */
const privateValue = /[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|(?<![\w-])\d{12,19}(?![\w-])/g;

const masked = (text: string): string => text.replace(privateField, `$1${leftOut}`).replace(privateValue, leftOut);

/** What a letter says, for whoever has to find out why it can't be read: its query and body as text without what identifies a person. Headers and the path may hold secrets. Pure. */
export function redactedCopy({ method, url, body }: Pick<RawRequest, 'method' | 'url' | 'body'>): string {
  const query = url.split('?').slice(1).join('?');
  const text = new TextDecoder().decode(body.subarray(0, shownBytes)).replaceAll('\u0000', '\ufffd');
  return [`${method}, ${body.byteLength} bytes`, ...(query ? [`?${masked(query.slice(0, shownBytes))}`] : []), ...(text ? [masked(text)] : [])].join('\n');
}
