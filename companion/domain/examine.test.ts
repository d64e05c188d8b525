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

const gbp = (minor: number) => ({ minor, currency: 'GBP' });
const why = (more: Partial<PaymentRequest>, by: Partial<Rules> = {}, now: Partial<Circumstances> = {}) => examine({ ...request, ...more }, { ...rules, ...by }, { ...calm, ...now });

describe('examining a request', () => {
  it('lets a request go that is what was approved, by two people, for an active payee', () => {
    expect(examine(request, rules, calm)).toEqual({ is: 'payable', program: '100' });
  });

  it.each<[string, Partial<PaymentRequest>, string]>([
    ['the amount differs from the stamp', { amount: { minor: 10_001, currency: 'USD' } }, 'approved were 100.00 USD'],
    ['the recipient differs from the stamp', { recipient: { ...recipient, id: 'r2' } }, 'not the one that was approved'],
    ['the payee id changed', { recipient: { ...recipient, payeeKey: 'acme:sandbox:100:p2' } }, 'payee id changed'],
    ['the purpose changed', { purpose: 'Else' }, 'purpose changed'],
    ['the currency differs from the stamp', { stamp: { ...stamp, amount: { minor: 10_000, currency: 'EUR' } } }, 'approved were 100.00 EUR, the request says 100.00 USD'],
    ['its run was not approved for it', { runTrouble: 'the run was approved before it was added' }, 'Not sent: the run was approved before it was added. Take the request off the run and have it approved on its own.'],
    ['its account is of another program', { program: '101' }, 'no configured program pays USD from 101. Choose'],
    ['there is no stamp', { stamp: undefined }, 'no stamp'],
    ['the recipient is unverified', { recipient: { ...recipient, verified: false } }, 'unverified'],
    ['the payee belongs to another environment', { recipient: { ...recipient, payeeKey: 'acme:production:100:p1' }, stamp: { ...stamp, payeeKey: 'acme:production:100:p1' } }, 'does not begin with acme:sandbox'],
    ['the payee belongs to another program', { recipient: { ...recipient, payeeKey: 'acme:sandbox:101:p1' }, stamp: { ...stamp, payeeKey: 'acme:sandbox:101:p1' } }, 'registered with program 101'],
    ['no program pays the currency', { amount: { minor: 1, currency: 'GBP' }, stamp: { ...stamp, amount: { minor: 1, currency: 'GBP' } } }, 'no configured program pays GBP. Choose'],
    ['the amount is nothing', { amount: { minor: 0, currency: 'USD' }, stamp: { ...stamp, amount: { minor: 0, currency: 'USD' } } }, 'not a positive amount'],
  ])('sends back when %s', (_what, change, words) => {
    expect(examine({ ...request, ...change }, rules, calm)).toMatchObject({ is: 'wrong', why: expect.stringContaining(words) });
  });

  it.each([
    ['inactive', 'wrong', 'Not sent: the provider says the payee is inactive. Reactivate the payee or choose another recipient, then approve again.'],
    ['not found', 'wrong', 'Not sent: the provider does not know this payee id. Correct the Recipient Account, then approve again.'],
    ['pending', 'wrong', 'Not sent: the payee has not finished registering with the provider. Approve again once the recipient is active.'],
    ['unclear', 'doubtful', "Not sent: the provider's answer about the payee was not understood. A person must check the payee with the provider."],
    ['asked later', 'waiting', 'The provider is asked about many payees; this one comes next.'],
    ['changed', 'waiting', 'The provider has other details of the payee than were verified, and the books have to be told first.'],
    ['no answer', 'waiting', 'The provider could not be asked about the payee; it is asked again.'],
  ] as const)('does not pay a payee that is %s: it is %s', (payee, is, words) => {
    expect(why({}, {}, { payee })).toEqual({ is, why: words, ...(is === 'doubtful' ? { needs: 'a person' } : {}) });
  });

  it('pays a payee nobody was asked about, whatever the books say of it', () => expect(why({ recipient: { ...recipient, status: 'Invited' } }, {}, { payee: 'not asked' }).is).toBe('payable'));

  it('takes the program of the account, and of several with one currency the one of the payee', () => {
    const both = [{ program: '100', currency: 'USD' }, { program: '102', currency: 'USD' }];
    const of = (program: string) => ({ ...recipient, payeeKey: `acme:sandbox:${program}:p1` });
    const paid = (program: string, named?: string) => why({ program: named, recipient: of(program), stamp: { ...stamp, payeeKey: `acme:sandbox:${program}:p1` } }, { programs: both });
    expect([paid('100'), paid('102'), paid('102', '102')]).toEqual(['100', '102', '102'].map((program) => ({ is: 'payable', program })));
    expect(paid('102', '100')).toEqual({ is: 'wrong', why: 'Not sent: the payee is registered with program 102, which does not pay USD. Choose a recipient of the right program.' });
  });

  it('sends back what no program pays before it asks whether it was paid already', () => {
    expect(why({ amount: gbp(1), stamp: { ...stamp, amount: gbp(1) } }, {}, { lookAlikes: ['PR-0'] }).is).toBe('wrong');
  });

});

describe('who approved', () => {
  it.each<[string, Partial<PaymentRequest>, string]>([
    ['no process instance proves the approval', { evidence: undefined }, 'no approval process instance'],
    ['the instance names another approver', { evidence: { ...request.evidence!, actorId: 'else' } }, 'names other people'],
    ['the instance names another submitter', { evidence: { ...request.evidence!, submittedById: 'else' } }, 'names other people'],
    ['the approver submitted it', { stamp: { ...stamp, submittedById: 'approver' }, evidence: { ...request.evidence!, submittedById: 'approver' } }, 'also the submitter'],
    ['the approver created it', { createdById: 'approver' }, 'submitter or creator'],
    ['the approver last changed the payee', { recipient: { ...recipient, payeeChangedById: 'approver' } }, "last changed the payee's details"],
  ])('holds for a person when %s', (_what, change, words) => {
    expect(examine({ ...request, ...change }, rules, calm)).toMatchObject({ is: 'doubtful', why: expect.stringContaining(words), needs: 'a person' });
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

});

describe('doubts, limits and days', () => {
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

  it('names the limit that was passed', () => {
    const above = (limits: Rules['limits']) => why({}, { limits }, { payeeTodayMinor: 1, currencyTodayMinor: 1 });
    expect(above({ request: '99.99' })).toEqual({ is: 'doubtful', why: 'Above the limit of 99.99 per request. A second approver must release it with a reason.', needs: 'a second approval' });
    expect(above({ payeeDaily: '100' })).toEqual({ is: 'doubtful', why: "Above the payee's daily limit of 100 USD. A second approver must release it with a reason.", needs: 'a second approval' });
    expect(above({ currencyDaily: '100' })).toEqual({ is: 'doubtful', why: 'Above the daily limit of 100 USD. A second approver must release it with a reason.', needs: 'a second approval' });
  });

  it('reads one limit in every currency, and what it has in decimals beyond the currency is cut off', () => {
    const jpy = (minor: number) => why({ amount: { minor, currency: 'JPY' }, stamp: { ...stamp, amount: { minor, currency: 'JPY' } } }, { programs: [{ program: '100', currency: 'JPY' }], limits: { request: '99.59' } }).is;
    expect([jpy(99), jpy(100)]).toEqual(['payable', 'doubtful']);
    expect([why({}, { limits: { request: '100.009' } }).is, why({}, { limits: { request: '99.999' } }).is, why({}, { limits: { request: '100.' } }).is]).toEqual(['payable', 'doubtful', 'payable']);
    const huge = { minor: 100_000_000_000_000, currency: 'USD' };
    const all = (limit: string) => why({ amount: huge, stamp: { ...stamp, amount: huge } }, { limits: { request: limit } }).is;
    expect([all('999999999999'), all('9999999999999')]).toEqual(['doubtful', 'payable']);
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
    expect(examine({ ...request, payoutDate: '2026-11-22' }, rules, calm)).toEqual({ is: 'early', why: 'Will be sent on 2026-11-22.' });
    expect(examine({ ...request, payoutDate: '2026-11-21' }, rules, calm).is).toBe('payable');
    expect(examine({ ...request, payoutDate: '2026-11-22' }, rules, { ...calm, departs: 'Leaves later.' })).toEqual({ is: 'early', why: 'Leaves later.' });
    expect(examine({ ...request, stamp: undefined }, rules, { ...calm, departs: 'Leaves later.' }).is).toBe('wrong');
    expect(examine({ ...request, recipient: { ...recipient, status: 'Invited' } }, rules, calm)).toEqual({ is: 'waiting', why: 'The recipient has just become active.' });
  });
});
