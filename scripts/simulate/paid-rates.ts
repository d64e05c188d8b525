import type { OutsideWorld } from '../outside-world.ts';

/** Decimal text → units of 0.00000001. */
export function exact(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(8, '0').slice(0, 8));
}

const one = 100_000_000n;
const rounded = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

/**
 * Every amount, in cents, that the rates of the provider's own account make of another one, rounded half up; none unless the books name payouts as the source.
 * Where no published rate can be had, the companion takes what payouts were converted with.
 */
export function amountsAtPaidRates({ payoneer }: OutsideWorld, { minor, from, into, source }: { readonly minor: bigint; readonly from: unknown; readonly into: unknown; readonly source: unknown }): readonly bigint[] {
  if (source !== 'payoneer payouts') return [];
  return payoneer.state.transactions.flatMap(({ details, amountMinor }) => {
    const paid = details['transfer_amount'] === undefined ? 0n : exact(String(details['transfer_amount'])) / 1_000_000n;
    const rate = rounded(paid * one, BigInt(Math.abs(amountMinor)));
    const [paidFrom, paidInto] = [details['transfer_source_currency'], details['transfer_target_currency']];
    if (paidFrom === from && paidInto === into) return [rounded(minor * rate, one)];
    return paidFrom === into && paidInto === from ? [rounded(minor * one, rate)] : [];
  });
}
