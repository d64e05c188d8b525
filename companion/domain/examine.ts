import { decimalText, exponentOf, moneyFromDecimal, moneyText, type Money } from './money.ts';
import { payeeAccountOf, payeeIdOf, type PaymentRequest, type Stamp } from './payout.ts';

/** What the companion itself checks before it reserves money, whatever rules the books may have switched off (PACKAGE.md 1). */
export interface Rules {
  readonly allowSelfApproval: boolean;
  readonly approvalEvidence: 'classic' | 'flow' | 'stamp';
  readonly limits: { readonly request?: string; readonly payeeDaily?: string; readonly currencyDaily?: string };
  /** `<provider>:<environment>` every payee key must begin with. */
  readonly keyPrefix: string;
  readonly programs: readonly { readonly program: string; readonly currency: string }[];
  /** YYYY-MM-DD, in UTC. */
  readonly today: string;
}

/** What the ledger and the provider know of this debt. Amounts in minor units. */
export interface Circumstances {
  readonly payee: 'active' | 'pending' | 'inactive' | 'not found' | 'not asked' | 'unclear' | 'no answer' | 'asked later' | 'changed';
  readonly lookAlikes: readonly string[];
  readonly payeeTodayMinor: number;
  readonly currencyTodayMinor: number;
  /** A person released it knowing that it may be a duplicate. */
  readonly confirmedDuplicate: boolean;
  /** A second person approved it above the limits. */
  readonly limitReleased: boolean;
  /** Why it waits for the schedule of the account it is paid from, in words. */
  readonly departs?: string | undefined;
}

/**
 * What a release means. `a person`: somebody has looked, and it is examined again as strictly as before; `a confirmation`: it is no duplicate;
 * `a second approval`: the amount is right, by neither approver nor submitter.
 */
export type Release = 'a person' | 'a confirmation' | 'a second approval';

export type Verdict =
  | { readonly is: 'payable'; readonly program: string }
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'doubtful'; readonly why: string; readonly needs: Release }
  | { readonly is: 'early'; readonly why: string }
  /** Nothing is wrong; something has to be written into the books first, and the next look goes on. */
  | { readonly is: 'waiting'; readonly why: string };

const wrong = (why: string): Verdict => ({ is: 'wrong', why });
const doubtful = (why: string, needs: Release = 'a person'): Verdict => ({ is: 'doubtful', why, needs });
const same = (a: Money, b: Money): boolean => a.minor === b.minor && a.currency === b.currency;

/** The first difference between what was approved and what stands there now. */
function stampDifference(request: PaymentRequest, stamp: Stamp): string | undefined {
  if (!same(stamp.amount, request.amount)) return `approved were ${moneyText(stamp.amount)}, the request says ${moneyText(request.amount)}`;
  if (stamp.recipientId !== request.recipient.id) return 'the recipient is not the one that was approved';
  if (stamp.payeeKey !== request.recipient.payeeKey) return 'the payee id changed after the request was submitted';
  if (stamp.purpose !== request.purpose) return 'the purpose changed after the approval';
  return undefined;
}

function approvalTrouble(request: PaymentRequest, stamp: Stamp, rules: Rules): Verdict | undefined {
  const difference = stampDifference(request, stamp);
  if (difference) return wrong(`Not sent: ${difference}. Correct the request and have it approved again.`);
  const { evidence, runTrouble } = request;
  if (runTrouble) return wrong(`Not sent: ${runTrouble}. Take the request off the run and have it approved on its own.`);
  if (rules.approvalEvidence !== 'stamp') {
    if (!evidence) return doubtful('Not sent: no approval process instance was found for this approval. A person must check who approved it.');
    if (evidence.actorId !== stamp.approvedById || evidence.submittedById !== stamp.submittedById)
      return doubtful('Not sent: the approval history names other people than the stamp on the request. A person must check who approved it.');
  }
  if (!rules.allowSelfApproval && (stamp.approvedById === stamp.submittedById || stamp.approvedById === request.createdById))
    return doubtful('Not sent: the approver is also the submitter or creator. Have it approved by a second person.');
  // Not even where one person does everything: whoever says where the money goes is never the one who lets it go.
  if (request.recipient.payeeChangedById === stamp.approvedById)
    return doubtful("Not sent: the approver last changed the payee's details. Have it approved by somebody else.");
  return undefined;
}

/** Why nothing is paid to a payee the provider does not pay, whether that is found when a payment is due or before. */
export const refusedPayee = (payee: 'inactive' | 'not found'): string =>
  payee === 'inactive'
    ? 'Not sent: the provider says the payee is inactive. Reactivate the payee or choose another recipient, then approve again.'
    : 'Not sent: the provider does not know this payee id. Correct the Recipient Account, then approve again.';

function recipientTrouble(request: PaymentRequest, rules: Rules, { payee }: Circumstances): Verdict | undefined {
  const { recipient } = request;
  if (!recipient.payeeKey.startsWith(`${rules.keyPrefix}:`) || !payeeIdOf(recipient.payeeKey))
    return wrong(`Not sent: the recipient's payee key "${recipient.payeeKey}" does not begin with ${rules.keyPrefix}. Correct the Recipient Account.`);
  if (!recipient.verified) return wrong("Not sent: the recipient's payee details are unverified. Have a second person verify the Recipient Account, then approve again.");
  if (payee === 'inactive' || payee === 'not found') return wrong(refusedPayee(payee));
  if (payee === 'unclear') return doubtful("Not sent: the provider's answer about the payee was not understood. A person must check the payee with the provider.");
  if (payee === 'pending') return wrong('Not sent: the payee has not finished registering with the provider. Approve again once the recipient is active.');
  return undefined;
}

/** Of whole units: with three decimals of a currency an amount of this length is still counted exactly. */
const countableDigits = 12;

function limitTrouble(request: PaymentRequest, { limits }: Rules, now: Pick<Circumstances, 'payeeTodayMinor' | 'currencyTodayMinor'>): Verdict | undefined {
  const { amount } = request;
  const second: Release = 'a second approval';
  // One limit serves all currencies: what it has in decimals beyond the currency's own can't be exceeded by less than a minor unit.
  const floor = (limit: string): number => {
    const whole = limit.replace(/\..*/, '');
    // A limit beyond what can be counted is beyond every amount.
    if (whole.length > countableDigits) return Number.MAX_SAFE_INTEGER;
    return moneyFromDecimal(limit.slice(0, whole.length + 1 + exponentOf(amount.currency)), amount.currency).minor;
  };
  const over = (limit: string | undefined, minor: number): boolean => limit !== undefined && minor > floor(limit);
  if (over(limits.request, amount.minor)) return doubtful(`Above the limit of ${limits.request} per request. A second approver must release it with a reason.`, second);
  if (over(limits.payeeDaily, now.payeeTodayMinor + amount.minor)) return doubtful(`Above the payee's daily limit of ${limits.payeeDaily} ${amount.currency}. A second approver must release it with a reason.`, second);
  if (over(limits.currencyDaily, now.currencyTodayMinor + amount.minor))
    return doubtful(`Above the daily limit of ${limits.currencyDaily} ${amount.currency}. A second approver must release it with a reason.`, second);
  return undefined;
}

/** The program that pays: the Funding Account's when one is named, else the one with the request's currency; it must be the payee's own. */
function programFor(request: PaymentRequest, rules: Rules): Verdict {
  const account = payeeAccountOf(request.recipient.payeeKey);
  const candidates = rules.programs.filter(({ program, currency }) => currency === request.amount.currency && (!request.program || program === request.program));
  if (!candidates.length)
    return wrong(`Not sent: no configured program pays ${request.amount.currency}${request.program ? ` from ${request.program}` : ''}. Choose a Funding Account in that currency, or configure one.`);
  const own = candidates.find(({ program }) => program === account);
  return own ? { is: 'payable', program: own.program } : wrong(`Not sent: the payee is registered with program ${account}, which does not pay ${request.amount.currency}. Choose a recipient of the right program.`);
}

/** May this request be paid now, by whom, and if not, why and what next. Pure. */
export function examine(request: PaymentRequest, rules: Rules, now: Circumstances): Verdict {
  const { stamp } = request;
  if (!stamp) return wrong('Not sent: the request carries no stamp of its approval. Submit it for approval again.');
  if (request.amount.minor <= 0) return wrong(`Not sent: ${decimalText(request.amount)} is not a positive amount.`);
  const trouble = approvalTrouble(request, stamp, rules) ?? recipientTrouble(request, rules, now);
  if (trouble) return trouble;
  const program = programFor(request, rules);
  if (program.is !== 'payable') return program;
  const [twin] = now.confirmedDuplicate ? [] : now.lookAlikes;
  if (twin) return doubtful(`Possible duplicate of ${twin}: same payee, amount, currency and invoice within 45 days. A person must release or cancel it.`, 'a confirmation');
  const early = now.departs ?? (request.payoutDate && request.payoutDate > rules.today ? `Will be sent on ${request.payoutDate}.` : undefined);
  // What leaves another day takes nothing of what may leave today: it is counted on its own day, when it is looked at again.
  const limit = now.limitReleased ? undefined : limitTrouble(request, rules, early === undefined ? now : { payeeTodayMinor: 0, currencyTodayMinor: 0 });
  if (limit) return limit;
  if (early !== undefined) return { is: 'early', why: early };
  if (now.payee === 'changed') return { is: 'waiting', why: 'The provider has other details of the payee than were verified, and the books have to be told first.' };
  if (now.payee === 'asked later') return { is: 'waiting', why: 'The provider is asked about many payees; this one comes next.' };
  if (now.payee === 'no answer') return { is: 'waiting', why: 'The provider could not be asked about the payee; it is asked again.' };
  // The fence in the books reads the recipient's status there: it must have been told first.
  if (now.payee === 'active' && request.recipient.status !== 'Active') return { is: 'waiting', why: 'The recipient has just become active.' };
  return program;
}
