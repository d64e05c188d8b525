import { readFileSync } from 'node:fs';
import type { Timing } from '../domain/timing.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';

export const timing = (JSON.parse(readFileSync('config/timing.json', 'utf8')) as { production: Timing }).production;
export const minute = 60_000;

/** An attempt that was accepted and nothing more is known of. */
export const attemptRow = (more: Partial<AttemptRow> = {}): AttemptRow => ({
  reference: 'a0X000000000001AAA-01', requestId: 'a0X000000000001AAA', number: 1, connection: 'payer', program: '100', payeeId: 'p1', amountMinor: 10_000, currency: 'USD', purpose: 'x', orgId: 'o', batchId: 'b',
  stage: 'accepted', posted: 1, bodyHash: null, sequence: 1, plannedBy: 'h', payoutId: null, providerStatus: null, providerRaw: null, reasonCode: null, reasonText: null, reasonCause: null, targetMinor: null, targetCurrency: null,
  feeMinor: null, feeCurrency: null, feeBasis: null, refusedWithBatch: false, plannedAt: 0, sentAt: 0, hintedAt: null, askedAt: null, asked: 0, missed: 0, cancelledFirstAt: null, transferredAt: null, returnedAt: null, nextAskAt: null, unknownSince: null, wasLost: false, stranger: false, paidAgain: false, revived: false, timeline: [], ...more,
});

/** A payment as it was approved and taken up, before its first attempt. */
export const paymentRow = (more: Partial<Payment> = {}): Payment => ({
  requestId: 'a0X000000000001AAA', name: 'PR-1', connection: 'payer', program: '100', currency: 'USD', amountMinor: 10_000, owedMinor: null, owedCurrency: null, recipientId: 'r', payeeKey: 'payer:sandbox:100:p1', payeeId: 'p1', purpose: 'x', invoiceNumber: null,
  fundingAccountId: null, payoutDate: null, approvedAt: 1, approvedById: 'approver', submittedById: 'submitter', evidence: null, state: 'Approved for Payout', reason: null, attempt: 0, automaticAttempts: 0, batchId: null,
  clearsApproval: false, clearsAction: false, actionClearedAt: null, answeredAction: null, answeredAt: null, stopWish: null, letsGoOn: false, granted: null, confirmedDuplicate: false, heldInDoubt: false, limitReleased: false, needsSecondApproval: false, foundAt: 1, updatedAt: 1, ...more,
});
