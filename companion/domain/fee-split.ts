import type { Money } from './money.ts';
import { Problem } from './problem.ts';

/** A part of a fee for one expense account. */
export interface Share {
  /** Record id of the Expense Account. */
  readonly accountId: string;
  /** Decimal text with at most four decimals: "33.3333". */
  readonly percent: string;
}
export type Part = Share & { readonly amount: Money };

const whole = 1_000_000n;

/** Percent in ten-thousandths of a per cent; nothing when it is not above zero, above a hundred, or too fine. */
function partsOf({ percent }: Share): bigint {
  const match = /^(\d{1,3})(?:\.(\d*))?$/.exec(percent.trim());
  const fraction = (match?.[2] ?? '').replace(/0+$/, '');
  const parts = match && fraction.length <= 4 ? BigInt(`${match[1]}${fraction.padEnd(4, '0')}`) : 0n;
  return parts <= whole ? parts : 0n;
}

/** Why these shares can't divide a fee, in words; undefined when they can. */
export function sharesTrouble(shares: readonly Share[]): string | undefined {
  const wrong = shares.find((share) => partsOf(share) === 0n);
  if (wrong) return `"${wrong.percent}" is not a percentage above 0 and up to 100 with at most four decimals.`;
  const sum = shares.reduce((all, share) => all + partsOf(share), 0n);
  if (sum !== whole) return `Its percentages add up to ${Number(sum) / 10_000}, not to 100.`;
  return new Set(shares.map(({ accountId }) => accountId)).size === shares.length ? undefined : 'It names one expense account twice.';
}

/**
 * Divides a fee so that the parts always add up to it: each gets its share rounded down, and the minor units that are left go to the largest remainders, the
 * earlier share first where two are equal. The order of the shares is the order of the parts. Pure. @throws Problem `invalid` when the shares can't divide anything.
 */
export function splitFee(fee: Money, shares: readonly Share[]): readonly Part[] {
  const trouble = sharesTrouble(shares);
  if (trouble || fee.minor < 0) throw new Problem('invalid', `Fees: ${trouble ?? 'a fee below zero is not divided.'} Correct the allocation rule.`);
  const exact = shares.map((share, at) => {
    const product = BigInt(fee.minor) * partsOf(share);
    return { share, at, down: product / whole, remainder: product % whole };
  });
  const left = Number(BigInt(fee.minor) - exact.reduce((all, { down }) => all + down, 0n));
  // Sorting keeps the order of equals.
  const lifted = new Set(exact.toSorted((a, b) => Number(b.remainder - a.remainder)).slice(0, left).map(({ at }) => at));
  return exact.map(({ share, at, down }) => ({ ...share, amount: { minor: Number(down) + Number(lifted.has(at)), currency: fee.currency } }));
}
