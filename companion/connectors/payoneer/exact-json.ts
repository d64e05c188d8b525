import { keepable } from '../../domain/keepable.ts';

/** The reviver as engines call it today; TypeScript's library does not know the third argument yet. */
type SourceReviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * `JSON.parse` with every number as its exact decimal text: `{"amount":5.10}` gives `{ amount: '5.10' }`, and every text one that can be kept.
 * A float never exists, so 0.1 + 0.2 can't happen to money on its way in.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactly(text: string): unknown {
  const revive: SourceReviver = (_key, value, { source }) => (typeof value === 'number' ? plainDecimal(source ?? String(value)) : typeof value === 'string' ? keepable(value) : value);
  return JSON.parse(text, revive as (this: unknown, key: string, value: unknown) => unknown);
}

/** `1.5e2` as `150`: the same number without an exponent. An absurd exponent stays as it is and is refused by whoever reads it as money. */
function plainDecimal(source: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/.exec(source);
  if (!match) return source;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const decimals = padded.slice(at);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  return `${sign}${integer}${decimals ? `.${decimals}` : ''}`;
}
