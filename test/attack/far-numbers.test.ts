import { describe, expect, it } from '@jest/globals';
import { examine, type Rules } from '../../companion/domain/examine.ts';
import type { PaymentRequest } from '../../companion/domain/payout.ts';

const stamp = { amount: { minor: 10_000, currency: 'USD' }, recipientId: 'r1', payeeKey: 'acme:sandbox:100:p1', purpose: 'Royalties', approvedAt: '2026-11-20T10:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' };
const request: PaymentRequest = {
  id: 'a0X000000000001AAA', name: 'PR-1', status: 'Approved for Payout', amount: { minor: 10_000, currency: 'USD' }, purpose: 'Royalties', invoiceNumber: 'I-1', payoutDate: undefined,
  fundingAccountId: undefined, program: undefined, createdById: 'submitter', attempt: 0, companionId: undefined, stamp,
  recipient: { id: 'r1', payeeKey: 'acme:sandbox:100:p1', country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' },
  evidence: { instanceId: 'i', actorId: 'approver', submittedById: 'submitter', completedAt: '2026-11-20T10:00:00.000Z' },
};
const rules: Rules = { allowSelfApproval: false, approvalEvidence: 'classic', limits: { currencyDaily: '999999999999999' }, keyPrefix: 'acme:sandbox', programs: [{ program: '100', currency: 'USD' }], today: '2026-11-21' };

describe('a limit an administrator filled with nines to say "none"', () => {
  it('stops nobody: the field takes it (18 digits, 3 decimals)', () => {
    expect(examine(request, rules, { payee: 'active', lookAlikes: [], payeeTodayMinor: 0, currencyTodayMinor: 0, confirmedDuplicate: false, limitReleased: false })).toEqual({ is: 'payable', program: '100' });
  });
});
