/**
 * An exact decimal: `units` × 10^-`scale`. Amounts in an org have up to 18 digits, more than a double
 * can hold, so a formula that stamps an amount must never pass through one.
 */
export interface Decimal {
  readonly kind: 'decimal';
  readonly units: bigint;
  readonly scale: number;
}

/** Digits kept after the point by a division that does not end. */
const DIVISION_SCALE = 32;
/** An exponent of more than three digits spells nothing an org could hold, and its power of ten would fill the memory. */
const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

function make(units: bigint, scale: number): Decimal {
  let value = units;
  let places = scale;
  while (places > 0 && value % 10n === 0n) {
    value /= 10n;
    places -= 1;
  }
  return places < 0 ? { kind: 'decimal', units: value * 10n ** BigInt(-places), scale: 0 } : { kind: 'decimal', units: value, scale: places };
}

/** Reads decimal text such as `-12.50` or `1e3`; undefined when the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = PATTERN.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const units = BigInt(`${whole}${fraction}`);
  return make(sign === '-' ? -units : units, fraction.length - Number(exponent));
}

/** A whole number, or the shortest decimal text of a double (the value a JSON number spells). */
export function decimalOf(value: number | bigint): Decimal {
  const parsed = parseDecimal(String(value));
  if (!parsed) throw new RangeError(`Formula: ${String(value)} is not a finite number. Use a finite number.`);
  return parsed;
}

function align(a: Decimal, b: Decimal): { a: bigint; b: bigint; scale: number } {
  const scale = Math.max(a.scale, b.scale);
  return { a: a.units * 10n ** BigInt(scale - a.scale), b: b.units * 10n ** BigInt(scale - b.scale), scale };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const same = align(a, b);
  return make(same.a + same.b, same.scale);
}

export function negate(a: Decimal): Decimal {
  return make(-a.units, a.scale);
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return make(a.units * b.units, a.scale + b.scale);
}

/** Quotient, rounded half away from zero at 32 places; undefined when the divisor is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.units === 0n) return undefined;
  const shifted = a.units * 10n ** BigInt(DIVISION_SCALE + 1 + b.scale);
  return roundDecimal(make(shifted / b.units, DIVISION_SCALE + 1 + a.scale), DIVISION_SCALE);
}

/** Remainder with the sign of the dividend (U-101); undefined when the divisor is zero. */
export function remainder(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.units === 0n) return undefined;
  const same = align(a, b);
  return make(same.a % same.b, same.scale);
}

/** -1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const same = align(a, b);
  return same.a < same.b ? -1 : same.a > same.b ? 1 : 0;
}

/** Rounds half away from zero to `places` digits after the point; negative places round tens, hundreds … */
export function roundDecimal(a: Decimal, places: number): Decimal {
  if (a.scale <= places) return a;
  const unit = 10n ** BigInt(a.scale - places);
  const magnitude = a.units < 0n ? -a.units : a.units;
  const rounded = (magnitude + unit / 2n) / unit;
  return make(a.units < 0n ? -rounded : rounded, places);
}

/** Drops the fraction (`towards: 'zero'`) or moves to the next whole number away from zero. */
export function wholeDecimal(a: Decimal, towards: 'zero' | 'away' | 'down' | 'up'): Decimal {
  const unit = 10n ** BigInt(a.scale);
  const cut = a.units / unit;
  if (cut * unit === a.units || towards === 'zero') return make(cut, 0);
  const negative = a.units < 0n;
  const step = towards === 'away' || (towards === 'down' ? negative : !negative);
  return make(step ? cut + (negative ? -1n : 1n) : cut, 0);
}

/** Whole powers are exact; a broken exponent goes through a double, as no amount is ever computed so. */
export function powerDecimal(base: Decimal, exponent: Decimal): Decimal | undefined {
  if (exponent.scale > 0) return decimalOf(Number(formatDecimal(base)) ** Number(formatDecimal(exponent)));
  if (exponent.units >= 0n) return make(base.units ** exponent.units, base.scale * Number(exponent.units));
  return divide(decimalOf(1), make(base.units ** -exponent.units, base.scale * Number(-exponent.units)));
}

/** Plain decimal text without trailing zeros: `1250`, `-0.5`. */
export function formatDecimal(a: Decimal): string {
  const sign = a.units < 0n ? '-' : '';
  const digits = (a.units < 0n ? -a.units : a.units).toString().padStart(a.scale + 1, '0');
  return a.scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -a.scale)}.${digits.slice(-a.scale)}`;
}
