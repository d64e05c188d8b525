import { decimalText, exponentOf, type Money } from '../../domain/money.ts';
import type { Attempt } from '../../domain/payout.ts';
import type { Settings } from './settings.ts';

interface FieldRule {
  readonly name: string;
  readonly allowed: RegExp;
  readonly max: number;
  readonly fix: string;
}

/** Payoneer's published field limits come from its XML generation (facts, section 3.2); a v4 list is not public, so they are ours to keep. */
const rules = {
  reference: { name: 'reference', allowed: /[A-Za-z0-9_\-^()@/!# $.:]/g, max: 50, fix: 'Report this: references are made by the companion.' },
  payeeId: { name: 'payee id', allowed: /[A-Za-z0-9_\-^@!?".]/g, max: 50, fix: 'Correct the payee id on the recipient.' },
  purpose: { name: 'purpose', allowed: /[A-Za-z0-9 ()/.\-@%!_:,$"+>]/g, max: 150, fix: 'Shorten or reword the purpose on the request.' },
} as const satisfies Record<string, FieldRule>;

/** Why this attempt can't be sent as it stands, or undefined. Pure. */
export function unsendable(attempt: Attempt, settings: Settings): string | undefined {
  const { reference, payeeId, purpose, amount, program } = attempt;
  const ours = settings.programs.find((each) => each.program === program);
  if (!ours) return `Payoneer: program ${program} is not configured. Add it to PROGRAMS or choose another funding account.`;
  if (ours.currency !== amount.currency) return `Payoneer: program ${program} pays in ${ours.currency}, not ${amount.currency}. Choose the funding account of that currency.`;
  if (!Number.isSafeInteger(amount.minor) || amount.minor <= 0) return 'Payoneer: the amount has to be above zero. Correct the amount on the request.';
  if (amountText(amount, settings) === undefined) return `Payoneer: amounts are sent with two decimals, and this ${amount.currency} amount has more. Round it on the request.`;
  return broken(rules.reference, reference) ?? broken(rules.payeeId, payeeId) ?? broken(rules.purpose, purpose);
}

function broken({ name, allowed, max, fix }: FieldRule, value: string): string | undefined {
  if (value.trim() === '') return `Payoneer: the ${name} is empty, and Payoneer requires one. ${fix}`;
  if (value.length > max) return `Payoneer: the ${name} has ${value.length} characters, ${max} are allowed. ${fix}`;
  const wrong = [...new Set(value.replace(allowed, ''))];
  return wrong.length > 0 ? `Payoneer: the ${name} has characters that are not allowed: ${wrong.map((each) => JSON.stringify(each)).join(' ')}. ${fix}` : undefined;
}

/**
 * The amount as Payoneer reads it, from integer minor units; undefined when two decimals can't hold it (facts, section 3.1: v4 shows two
 * decimals and says nothing of currencies with none or three, hence the setting).
 */
export function amountText(amount: Money, { zeroDecimalAmounts }: Pick<Settings, 'zeroDecimalAmounts'>): string | undefined {
  if (zeroDecimalAmounts === 'currency') return decimalText(amount);
  const text = decimalText(amount, 2);
  if (exponentOf(amount.currency) <= 2) return text;
  return /0$/.test(text) ? text.slice(0, -1) : undefined;
}
