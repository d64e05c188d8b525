import type { z } from 'zod';
import { type Money, moneyFromDecimal } from '../../domain/money.ts';
import type { ProviderStatus, Reason, Sighting } from '../../domain/payout.ts';
import { Problem } from '../../domain/problem.ts';
import { payoutNotFoundCodes, reasonOf } from './error-codes.ts';
import { type Answer, bodyOf, refusal } from './exchange.ts';
import { ownError } from './refusals.ts';
import { statusReply } from './wire.ts';

type Reply = z.infer<typeof statusReply>['result'];

/** The four words Payoneer's clients have seen; the complete list is not public, so every other word stays pending and alerts. */
const statuses: ReadonlyMap<string, ProviderStatus> = new Map([
  ['pending', 'pending'],
  ['pending payee', 'payee must act'],
  ['transferred', 'transferred'],
  ['cancelled', 'cancelled'],
]);

/**
 * One status answer as a sighting. Only Payoneer's own "no such payout" code is a not-found: a bare 404 may be a wrong path or a proxy.
 * @throws Problem `unmapped` when the answer can't be read or is about another payout, or what the refusal means.
 */
export function sightingOf(answer: Answer, reference: string): Sighting {
  const { askedAt, status } = answer;
  if (status === 400 || status === 404) {
    if (ownError(answer.text)?.codes.some((code) => payoutNotFoundCodes.includes(code))) return { found: false, askedAt };
  }
  if (status !== 200) throw refusal(answer, 'the status question');
  const { result } = bodyOf(statusReply, answer, 'the status question');
  const about = result.client_reference_id;
  if (about && about.toLowerCase() !== reference.toLowerCase())
    throw new Problem('unmapped', `Payoneer: asked for ${reference}, answered for ${about}. Nothing was concluded; ask Payoneer.`);
  const said = statuses.get(result.status.trim().toLowerCase()) ?? 'unrecognised';
  const reason = reasonIn(result, said === 'cancelled');
  const target = targetIn(result);
  return {
    found: true,
    askedAt,
    payeeId: result.payee_id,
    amount: amountOf(result.amount, result.currency),
    // `reason_code` says why, never what: a pending payout carries one too (facts, section 3.3).
    status: said,
    raw: result.status,
    ...(result.payout_id ? { payoutId: result.payout_id } : {}),
    ...(target ? { target } : {}),
    ...(reason ? { reason } : {}),
  };
}

/** An amount in an answer, exact. @throws Problem `unmapped`: a number we can't read is the provider's, not a person's mistake. */
export function amountOf(text: string, currency: string): Money {
  try {
    return moneyFromDecimal(text, currency.trim().toUpperCase());
  } catch (cause) {
    throw new Problem('unmapped', `Payoneer: the amount "${text} ${currency}" in its answer can't be read exactly. Compare with Payoneer’s reference.`, { cause });
  }
}

/** What the payee receives, which decides nothing: where it can't be read exactly it is left out, so that it keeps nobody from hearing the status. */
function targetIn({ target_amount: amount, target_currency: currency }: Reply): Money | undefined {
  try {
    return amount && currency ? amountOf(amount, currency) : undefined;
  } catch {
    return undefined;
  }
}

/** Why it was cancelled, and why it was pending before, are fields of their own (facts, section 3.3): of what is cancelled only the first says what may become of it. */
function reasonIn(result: Reply, isCancelled: boolean): Reason | undefined {
  const [why, before] = [
    { code: result.cancel_reason_code ?? '', text: result.cancel_reason_description ?? '' },
    { code: result.reason_code ?? '', text: result.reason_description ?? '' },
  ];
  if (why.code || why.text) return reasonOf(why.code, why.text);
  if (!before.code && !before.text) return undefined;
  const reason = reasonOf(before.code, before.text);
  // Only what was cancelled for lack of funds is sent again by itself.
  return isCancelled && reason.cause === 'funds' ? { ...reason, cause: 'other' } : reason;
}
