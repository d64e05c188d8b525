import type { Fault } from './faults.ts';

/**
 * What the provider says of a payout that is not so: once, as one confused replica does, or to everybody until a time, epoch ms. `instead of` are the true
 * words it covers; anything else is told as it is.
 */
export interface Lie {
  readonly says: 'cancelled' | 'pending' | 'transferred' | 'not found';
  readonly insteadOf: readonly string[];
  readonly until?: number;
  /** Of a cancellation. */
  readonly why?: keyof typeof causes;
}

/** Codes and words as the documents have them, facts 3.6. */
const causes = {
  asked: { code: 1, text: 'Cancelled by the partner' },
  payee: { code: 10_009, text: 'Action cannot be performed because payee is inactive' },
} as const;

export const pendingWords = ['Pending', 'In Review', 'Pending Payee'] as const;

const faultOf: Readonly<Record<Lie['says'], Fault>> = { cancelled: 'provider: a lie', pending: 'provider: status after a final one', transferred: 'provider: status after a final one', 'not found': 'provider: not found' };

/** A status reply as the companion gets it; `fault` when it is not what the provider's own record says. A lie that is told once is used up. */
export function toldInstead(lies: Map<string, Lie>, reference: string, text: string, now: number): { readonly status: number; readonly text: string; readonly fault?: Fault } {
  const lie = lies.get(reference);
  const told = /"status":"([^"]*)"/.exec(text)?.[1];
  if (lie?.until !== undefined && lie.until <= now) lies.delete(reference);
  if (!lie || told === undefined || !lie.insteadOf.includes(told) || (lie.until ?? Infinity) <= now) return { status: 200, text };
  if (lie.until === undefined) lies.delete(reference);
  return { ...inWords(lie, text, told), fault: faultOf[lie.says] };
}

function inWords({ says, why = 'asked' }: Lie, text: string, told: string): { readonly status: number; readonly text: string } {
  const { code, text: words } = causes[why];
  if (says === 'not found') return { status: 404, text: JSON.stringify({ error: 'Not Found', error_description: 'The payout was not found', error_details: { code: 404, sub_code: 2306, target: 'client_reference_id' } }) };
  const status = { pending: '"status":"Pending"', transferred: '"status":"Transferred"', cancelled: `"status":"Cancelled","cancel_reason_code":${code},"cancel_reason_description":"${words}"` }[says];
  const plain = says === 'cancelled' ? text : text.replace(/,"cancel_reason_[a-z]+":("[^"]*"|\d+)/g, '');
  return { status: 200, text: plain.replace(`"status":"${told}"`, status) };
}
