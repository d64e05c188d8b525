import { toMinor } from './money.ts';
import type { PayoneerPolicies } from './policies.ts';
import { type Fault, fault } from './refusal.ts';

/** One item of a batch that passed the checks of its form. */
export interface Item {
  readonly reference: string;
  readonly payeeId: string;
  readonly description: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly payoutDate: number | undefined;
}

/** Character sets and lengths of the older guide, facts 3.2; v4 publishes none. */
const fields = {
  client_reference_id: { form: /^[A-Za-z0-9_\-^()@/!# $.:]+$/, max: 50, required: true },
  payee_id: { form: /^[A-Za-z0-9_\-^@!?".]+$/, max: 50, required: true },
  description: { form: /^[A-Za-z0-9 ()/.\-@%!_:,$"+>]+$/, max: 150, required: true },
  group_id: { form: /^[A-Za-z0-9]+$/, max: 250, required: false },
} as const;

/** Reads one element of `Payments`: the item, or all that is wrong with it. */
export function readItem(raw: unknown, programCurrency: string, policies: PayoneerPolicies): Item | Fault[] {
  if (typeof raw !== 'object' || raw === null) return [fault('Payments', raw, 'A payment must be an object')];
  const given = new Map<string, unknown>(Object.entries(raw));
  const faults = Object.entries(fields).flatMap(([name, rule]) => fieldFaults(name, given.get(name), rule, policies.strictFields));
  const currency = given.get('currency') ?? programCurrency;
  if (currency !== programCurrency) faults.push(fault('currency', currency, 'Currency Mismatch: the currency must be that of the program'));
  const amountMinor = readAmount(given.get('amount'), programCurrency, policies.amountsAccepted);
  if (amountMinor === undefined) faults.push(fault('amount', given.get('amount'), 'The amount is invalid'));
  const wished = given.get('payout_date');
  const payoutDate = typeof wished === 'string' ? Date.parse(wished) : undefined;
  if (Number.isNaN(payoutDate)) faults.push(fault('payout_date', wished, 'The payout date is invalid'));
  if (faults.length > 0 || amountMinor === undefined) return faults;
  const text = (name: string): string => String(given.get(name) ?? '');
  return { reference: text('client_reference_id'), payeeId: text('payee_id'), description: text('description'), currency: programCurrency, amountMinor, payoutDate };
}

function fieldFaults(name: string, value: unknown, rule: { form: RegExp; max: number; required: boolean }, strict: boolean): Fault[] {
  if (value === undefined || value === null || value === '') return rule.required ? [fault(name, value, `The ${name} field is required`)] : [];
  if (typeof value !== 'string') return [fault(name, value, `The ${name} field must be a text`)];
  if (!strict) return [];
  if (value.length > rule.max) return [fault(name, value, `The ${name} field is longer than ${rule.max} characters`)];
  return rule.form.test(value) ? [] : [fault(name, value, `The ${name} field has characters that are not allowed`)];
}

function readAmount(amount: unknown, currency: string, accepted: PayoneerPolicies['amountsAccepted']): number | undefined {
  if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
  if (accepted !== 'either' && typeof amount !== accepted) return undefined;
  return toMinor(String(amount), currency);
}

/** The elements of the batch, or undefined when the body holds none under the root key. */
export function readBatch(body: unknown, caseInsensitive: boolean): readonly unknown[] | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const found = Object.entries(body).find(([key]) => key === 'Payments' || (caseInsensitive && key.toLowerCase() === 'payments'));
  return Array.isArray(found?.[1]) ? (found[1] as unknown[]) : undefined;
}
