/** Amounts stay decimal text here, as the org keeps them: a float would show cents that nobody owes. */
interface Parts {
  readonly digits: bigint;
  readonly decimals: number;
}

function partsOf(text: string): Parts {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`Preview: "${text}" is no decimal number. Correct it on its record.`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  return { digits: BigInt(`${sign}${whole}${fraction}`), decimals: fraction.length };
}

function aligned(one: string, other: string): { a: bigint; b: bigint; decimals: number } {
  const [first, second] = [partsOf(one), partsOf(other)];
  const decimals = Math.max(first.decimals, second.decimals);
  const at = ({ digits, decimals: own }: Parts): bigint => digits * 10n ** BigInt(decimals - own);
  return { a: at(first), b: at(second), decimals };
}

function spelled(digits: bigint, decimals: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  const fraction = text.slice(text.length - decimals);
  return `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The exact sum of two decimal texts; "0.1" and "0.2" are "0.3". */
export function addDecimals(one: string, other: string): string {
  const { a, b, decimals } = aligned(one, other);
  return spelled(a + b, decimals);
}

/** Negative, zero or positive, as a sort wants it. */
export function orderDecimals(one: string, other: string): number {
  const { a, b } = aligned(one, other);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** "1,250.500": at least `scale` decimals, and every further one that is not zero, so that nothing is hidden by rounding. */
export function showDecimal(text: string, scale: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const shown = fraction.replace(/0+$/, '').padEnd(scale, '0');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${shown === '' ? '' : `.${shown}`}`;
}
