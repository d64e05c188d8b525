/** ISO 4217 currencies whose smallest unit is not a hundredth; the browser's own table differs for some. */
const decimals: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
};

/** Decimals an amount of the currency is shown with: 0 for JPY, 2 for USD, 3 for KWD. */
export function decimalsOf(currency: string): number {
  return decimals[currency] ?? 2;
}

/** An amount with what lightning-formatted-number needs to show it; `value` is in whole units. Undefined when there is no amount or no currency. */
export function currencyOf(value: unknown, currency: unknown): { readonly value: number; readonly currency: string; readonly decimals: number } | undefined {
  if (value === null || value === undefined || typeof currency !== 'string' || currency === '') return undefined;
  const amount = Number(value);
  return Number.isFinite(amount) ? { value: amount, currency, decimals: decimalsOf(currency) } : undefined;
}

/** A sum as exact as its currency counts: binary fractions leave crumbs (0.1 + 0.2), which no amount has. In whole units. */
export function sumOf(values: readonly number[], currency: string): number {
  return Number(values.reduce((sum, value) => sum + value, 0).toFixed(decimalsOf(currency)));
}
