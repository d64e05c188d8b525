import type { Claim } from '../connectors/connector.ts';
import { examine, type Circumstances } from '../domain/examine.ts';
import { payeeIdOf, type PaymentRequest } from '../domain/payout.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { asksToStop } from './asks-to-stop.ts';
import type { Office } from './office.ts';

/** Whether an attempt pays what the request asks for now, to whom it asks for now. */
export const isSameMoney = (row: AttemptRow, { amount, recipient }: PaymentRequest): boolean =>
  row.amountMinor === amount.minor && row.currency === amount.currency && row.payeeId === payeeIdOf(recipient.payeeKey);

/** Duplicates, limits and the payee's standing were asked about when it was planned. */
const seenBefore: Circumstances = { payee: 'not asked', lookAlikes: [], payeeTodayMinor: 0, currencyTodayMinor: 0, confirmedDuplicate: true, limitReleased: true };

/** Why what the books hold reserved under a reference must not go out as it stands there now: it may have waited since, up to days, and people go on working. A sentence without its end. */
export function changedSince({ keyPrefix, tools }: Office, payer: PayoutTerms, row: AttemptRow, { request, wish }: Partial<Pick<Claim, 'request' | 'wish'>>): string | undefined {
  if (asksToStop(wish)) return `somebody asks for ${wish}`;
  if (request?.isStopped) return 'somebody has asked to stop it';
  if (!request) return 'the books do not hold its reservation any more';
  if (!isSameMoney(row, request)) return 'the amount or the payee was changed';
  const rules = { allowSelfApproval: true, approvalEvidence: 'stamp', limits: {}, keyPrefix, programs: payer.programs, today: new Date(tools.now()).toISOString().slice(0, 10) } as const;
  const verdict = examine(request, rules, seenBefore);
  if (verdict.is === 'payable') return undefined;
  return verdict.is === 'early' ? `its payout date was moved to ${request.payoutDate}` : verdict.why.replace(/^Not sent: |\.$/g, '');
}
