import { describe, expect, it } from '@jest/globals';
import { examine, type Circumstances, type Rules } from './examine.ts';
import type { PaymentRequest } from './payout.ts';

const stamp = { amount: { minor: 10_000, currency: 'USD' }, recipientId: 'r1', payeeKey: 'acme:sandbox:100:p1', purpose: 'Royalties', approvedAt: '2026-11-20T10:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' };
const request: PaymentRequest = {
  id: 'a0X000000000001AAA', name: 'PR-1', status: 'Approved for Payout', amount: { minor: 10_000, currency: 'USD' }, purpose: 'Royalties', invoiceNumber: 'I-1', payoutDate: undefined,
  fundingAccountId: undefined, program: undefined, createdById: 'submitter', attempt: 0, stamp,
  recipient: { id: 'r1', payeeKey: 'acme:sandbox:100:p1', country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' },
  evidence: { instanceId: 'i', actorId: 'approver', submittedById: 'submitter', completedAt: '2026-11-20T10:00:00.000Z' },
};
const rules: Rules = { allowSelfApproval: false, approvalEvidence: 'classic', limits: {}, keyPrefix: 'acme:sandbox', programs: [{ program: '100', currency: 'USD' }, { program: '101', currency: 'EUR' }], today: '2026-11-21' };
const calm: Circumstances = { payee: 'active', lookAlikes: [], payeeTodayMinor: 0, currencyTodayMinor: 0, confirmedDuplicate: false, limitReleased: false };
const recipient = request.recipient;

describe('examining a request', () => {
  it('lets a request go that is what was approved, by two people, for an active payee', () => {
    expect(examine(request, rules, calm)).toEqual({ is: 'payable', program: '100' });
  });

  it.each<[string, Partial<PaymentRequest>, string]>([
    ['the amount differs from the stamp', { amount: { minor: 10_001, currency: 'USD' } }, 'approved were 100.00 USD'],
    ['the recipient differs from the stamp', { recipient: { ...recipient, id: 'r2' } }, 'not the one that was approved'],
    ['the payee id changed', { recipient: { ...recipient, payeeKey: 'acme:sandbox:100:p2' } }, 'payee id changed'],
    ['the purpose changed', { purpose: 'Else' }, 'purpose changed'],
    ['there is no stamp', { stamp: undefined }, 'no stamp'],
    ['the recipient is unverified', { recipient: { ...recipient, verified: false } }, 'unverified'],
    ['the payee belongs to another environment', { recipient: { ...recipient, payeeKey: 'acme:production:100:p1' }, stamp: { ...stamp, payeeKey: 'acme:production:100:p1' } }, 'does not begin with acme:sandbox'],
    ['the payee belongs to another program', { recipient: { ...recipient, payeeKey: 'acme:sandbox:101:p1' }, stamp: { ...stamp, payeeKey: 'acme:sandbox:101:p1' } }, 'registered with program 101'],
    ['no program pays the currency', { amount: { minor: 1, currency: 'GBP' }, stamp: { ...stamp, amount: { minor: 1, currency: 'GBP' } } }, 'no configured program pays GBP'],
    ['the amount is nothing', { amount: { minor: 0, currency: 'USD' }, stamp: { ...stamp, amount: { minor: 0, currency: 'USD' } } }, 'not a positive amount'],
  ])('sends back when %s', (_what, change, words) => {
    expect(examine({ ...request, ...change }, rules, calm)).toMatchObject({ is: 'wrong', why: expect.stringContaining(words) });
  });

  it.each(['inactive', 'not found', 'pending'] as const)('sends back when the payee is %s', (payee) => {
    expect(examine(request, rules, { ...calm, payee }).is).toBe('wrong');
  });

  it.each<[string, Partial<PaymentRequest>, string]>([
    ['no process instance proves the approval', { evidence: undefined }, 'no approval process instance'],
    ['the instance names another approver', { evidence: { ...request.evidence!, actorId: 'else' } }, 'names other people'],
    ['the approver submitted it', { stamp: { ...stamp, submittedById: 'approver' }, evidence: { ...request.evidence!, submittedById: 'approver' } }, 'also the submitter'],
    ['the approver created it', { createdById: 'approver' }, 'submitter or creator'],
    ['the approver last changed the payee', { recipient: { ...recipient, payeeChangedById: 'approver' } }, "last changed the payee's details"],
  ])('holds for a person when %s', (_what, change, words) => {
    expect(examine({ ...request, ...change }, rules, calm)).toMatchObject({ is: 'doubtful', why: expect.stringContaining(words) });
  });

  it('permits one person alone only where the settings say so, and still wants the stamp to fit', () => {
    const alone = { ...request, createdById: 'approver' };
    expect(examine(alone, { ...rules, allowSelfApproval: true }, calm).is).toBe('payable');
    expect(examine({ ...alone, amount: { minor: 1, currency: 'USD' } }, { ...rules, allowSelfApproval: true }, calm).is).toBe('wrong');
    expect(examine({ ...alone, recipient: { ...recipient, payeeChangedById: 'approver' } }, { ...rules, allowSelfApproval: true }, calm)).toMatchObject({ is: 'doubtful', why: expect.stringContaining("payee's details") });
  });

  it('believes the stamp alone only where the settings say so', () => {
    expect(examine({ ...request, evidence: undefined }, { ...rules, approvalEvidence: 'stamp' }, calm).is).toBe('payable');
  });

  it('holds a look-alike and what is above a limit until a person releases it', () => {
    expect(examine(request, rules, { ...calm, lookAlikes: ['PR-0'] })).toMatchObject({ is: 'doubtful', why: expect.stringContaining('PR-0') });
    expect(examine(request, { ...rules, limits: { request: '99.99' } }, calm).is).toBe('doubtful');
    expect(examine(request, { ...rules, limits: { payeeDaily: '150' } }, { ...calm, payeeTodayMinor: 5_001 }).is).toBe('doubtful');
    expect(examine(request, { ...rules, limits: { currencyDaily: '150' } }, { ...calm, currencyTodayMinor: 5_000 }).is).toBe('payable');
    const both = { ...calm, lookAlikes: ['PR-0'] };
    expect(examine(request, { ...rules, limits: { request: '99.99' } }, { ...both, confirmedDuplicate: true, limitReleased: true }).is).toBe('payable');
    // One release does not answer the other doubt.
    expect(examine(request, { ...rules, limits: { request: '99.99' } }, { ...both, confirmedDuplicate: true })).toMatchObject({ is: 'doubtful', needs: 'a second approval' });
    expect(examine(request, { ...rules, limits: { request: '99.99' } }, { ...both, limitReleased: true })).toMatchObject({ is: 'doubtful', needs: 'a confirmation' });
  });

  it('counts what leaves on another day against no limit of this one, but holds at once what no day has room for', () => {
    const later = { ...request, payoutDate: '2026-11-22' };
    const spent = { ...calm, payeeTodayMinor: 14_000, currencyTodayMinor: 14_000 };
    expect(examine(later, { ...rules, limits: { payeeDaily: '150', currencyDaily: '150' } }, spent).is).toBe('early');
    expect(examine(request, { ...rules, limits: { currencyDaily: '150' } }, { ...spent, departs: 'Leaves later.' }).is).toBe('early');
    expect(examine({ ...later, payoutDate: '2026-11-21' }, { ...rules, limits: { currencyDaily: '150' } }, spent).is).toBe('doubtful');
    expect(examine(later, { ...rules, limits: { payeeDaily: '99.99' } }, calm)).toMatchObject({ is: 'doubtful', needs: 'a second approval' });
    expect(examine(later, { ...rules, limits: { request: '99.99' } }, calm).is).toBe('doubtful');
  });

  it('takes a limit somebody filled with nines to say "none" for what it is', () => {
    expect(examine(request, { ...rules, limits: { currencyDaily: '999999999999999' } }, calm)).toEqual({ is: 'payable', program: '100' });
  });

  it('waits for the payout date, and for the books to know that the recipient is active', () => {
    expect(examine({ ...request, payoutDate: '2026-11-22' }, rules, calm).is).toBe('early');
    expect(examine({ ...request, payoutDate: '2026-11-21' }, rules, calm).is).toBe('payable');
    expect(examine({ ...request, payoutDate: '2026-11-22' }, rules, { ...calm, departs: 'Leaves later.' })).toEqual({ is: 'early', why: 'Leaves later.' });
    expect(examine({ ...request, stamp: undefined }, rules, { ...calm, departs: 'Leaves later.' }).is).toBe('wrong');
    expect(examine({ ...request, recipient: { ...recipient, status: 'Invited' } }, rules, calm).is).toBe('waiting');
  });
});
