import type { RawRequest } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { parseExactly } from './exact-json.ts';

/**
 * The letter's fields by plain name: `Payee Id` is `payeeid`. A GET carries them in its query; a POST in a JSON body or, tolerated, a form,
 * whatever its content type claims. @throws Problem `unmapped`
 */
export function fieldsOf({ method, url, body }: RawRequest): ReadonlyMap<string, string> {
  if (method.toUpperCase() === 'GET') return named(new URLSearchParams(url.split('?').slice(1).join('?')));
  const text = new TextDecoder().decode(body);
  const json = jsonObject(text);
  if (json) return named(Object.entries(json).flatMap(([key, value]) => (typeof value === 'string' ? [[key, plain(value)] as const] : [])));
  if (/^[^{[<\s=]+=/.test(text)) return named(new URLSearchParams(text));
  throw new Problem('unmapped', 'Payoneer: a webhook’s body is neither JSON nor a form. Look at the kept original; if Payoneer sent it, webhook-fields.ts has to learn it.');
}

function jsonObject(text: string): object | undefined {
  try {
    const body = parseExactly(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Values inside JSON are sometimes URL-encoded (facts, section 8.2): only those that look it are decoded. */
function plain(value: string): string {
  const looksEncoded = /%[0-9a-f]{2}/i.test(value) || (value.includes('+') && !value.includes(' '));
  if (!looksEncoded) return value;
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value;
  }
}

function named(entries: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [key, value] of entries) {
    const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}
