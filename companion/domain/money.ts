import { Problem } from './problem.ts';

/** An amount in the currency's smallest unit: a safe integer, never a fraction. JSON-safe. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** ISO 4217 currencies whose smallest unit is not a hundredth. Everything else has two decimals. */
const exponents: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
};

/** Decimals of a currency: 0 for JPY, 2 for USD, 3 for KWD (ISO 4217). */
export const exponentOf = (currency: string): number => exponents[currency] ?? 2;

/**
 * Reads decimal text such as "1250.5" exactly; no float is involved.
 * @throws Problem `invalid` when it is not a number, has more decimals than the currency, or is too large to count.
 */
export function moneyFromDecimal(text: string, currency: string): Money {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) throw new Problem('invalid', `Money: "${text}" is not a decimal amount. Correct the amount on the record.`);
  const [, sign, whole, given = ''] = match;
  const fraction = given.replace(/0+$/, '');
  if (fraction.length > exponent)
    throw new Problem('invalid', `Money: ${text} ${currency} has more decimals than ${currency} allows (${exponent}). Round the amount on the record.`);
  const minor = Number(`${sign}${whole}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) throw new Problem('invalid', `Money: ${text} ${currency} is too large to be counted exactly.`);
  return { minor: minor === 0 ? 0 : minor, currency };
}

/** Decimal text with the currency's own decimals, or with `decimals` when a wire format fixes them: 1250 JPY → "1250". */
export function decimalText({ minor, currency }: Money, decimals = exponentOf(currency)): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent).padEnd(decimals, '0');
  return `${minor < 0 ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** "1,250.00 USD": for messages and tables, never for arithmetic. */
export function moneyText(money: Money): string {
  // No currency has more than three decimals, so nothing behind the point is grouped.
  return `${decimalText(money).replace(/\B(?=(\d{3})+(\.|$))/g, ',')} ${money.currency}`;
}

/** @throws Problem `invalid` when the currencies differ or the sum can't be counted exactly. */
export function sum(amounts: readonly Money[], currency: string): Money {
  let minor = 0;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new Problem('invalid', `Money: ${amount.currency} can't be added to ${currency}.`);
    minor += amount.minor;
  }
  if (!Number.isSafeInteger(minor)) throw new Problem('invalid', `Money: the ${currency} total is too large to be counted exactly.`);
  return { minor, currency };
}
