/** ISO 4217 exponents that are not two. */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
};

function exponent(currency: string): number {
  return exponents[currency] ?? 2;
}

/** Minor units as decimal text: 510 USD is `5.10`, 510 JPY is `510`. */
export function toText(amountMinor: number, currency: string): string {
  const places = exponent(currency);
  const digits = String(Math.abs(amountMinor)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${amountMinor < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}

/** Decimal text as minor units, or undefined when it is not a positive amount this currency can hold. `150.00` is a fair JPY amount, `150.50` is not. */
export function toMinor(text: string, currency: string): number | undefined {
  const parts = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text);
  if (!parts) return undefined;
  const places = exponent(currency);
  const fraction = parts[2] ?? '';
  if (fraction.length > Math.max(places, 2) || /[1-9]/.test(fraction.slice(places))) return undefined;
  const amountMinor = Number(`${parts[1] ?? ''}${fraction.slice(0, places).padEnd(places, '0')}`);
  return amountMinor > 0 ? amountMinor : undefined;
}

/** Converts with a rate in millionths, rounding half up; whole numbers throughout. */
export function exchanged(amountMinor: number, from: string, to: string, ratePerMillion: number): number {
  const shift = exponent(to) - exponent(from);
  const scaled = BigInt(amountMinor) * BigInt(ratePerMillion) * 10n ** BigInt(Math.max(shift, 0));
  const divisor = 1_000_000n * 10n ** BigInt(Math.max(-shift, 0));
  return Number((scaled * 2n + divisor) / (divisor * 2n));
}
