import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PaymentRequest } from '../domain/payout.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { bundle } from './bundle.ts';
import { examineAll } from './examine-all.ts';
import { takeUp } from './take-up.ts';
import { openBundling } from './test-bundling.ts';
import { openTestOffice, idOf, newAttempt, newBatch, newPayment, start } from './test-office.ts';

const approved = (approvedAt: number, more: Partial<PaymentRequest> = {}): PaymentRequest => {
  const [amount, recipientId, payeeKey, purpose] = [{ minor: 1_000, currency: 'USD' }, 'r', 'payer:sandbox:100:p', 'x'];
  return {
    id: idOf(1), name: 'PR-1', status: 'Approved for Payout', amount, purpose, invoiceNumber: undefined, payoutDate: undefined, fundingAccountId: undefined, program: undefined, createdById: 'creator', attempt: 0, evidence: undefined,
    recipient: { id: recipientId, payeeKey } as PaymentRequest['recipient'],
    stamp: { amount, recipientId, payeeKey, purpose, approvedAt: new Date(approvedAt).toISOString(), approvedById: 'approver', submittedById: 'submitter' }, ...more,
  };
};

describe('An approval of what the ledger knows', () => {
  let bench: Awaited<ReturnType<typeof openTestOffice>>;
  beforeAll(async () => void (bench = await openTestOffice()));
  beforeEach(() => bench.clear());
  afterAll(() => bench.close());
  const take = (request: PaymentRequest) => takeUp(bench.office, { requests: [request], unreadable: [] });

  it('is told to a person where nothing can come of it', async () => {
    await bench.store.ledger.takeUp([newPayment(1, { approvedAt: start - 1_000 })], 'Cancelled');
    expect(await take(approved(start))).toEqual([]);
    expect(await bench.issues()).toMatchObject([{ kind: 'forbidden move', requestId: idOf(1), summary: 'An approval can\'t follow "Cancelled"' }]);
  });

  it('is kept with what is owed, where that is in another currency; a store that did not keep it takes it for the approval it knows', async () => {
    await take(approved(start, { owed: { minor: 900, currency: 'EUR' } }));
    expect(await bench.payment(idOf(1))).toMatchObject({ amountMinor: 1_000, currency: 'USD', owedMinor: 900, owedCurrency: 'EUR' });
    await bench.clear();
    await bench.store.ledger.takeUp([newPayment(1, { approvedAt: start })]);
    expect(await take(approved(start, { owed: { minor: 900, currency: 'EUR' } }))).toMatchObject([{ payment: { state: 'Approved for Payout', foundAt: 1 } }]);
  });

  it.each<[string, Partial<PaymentRequest>]>([['the invoice', { invoiceNumber: 'R-7' }], ['the funding account', { fundingAccountId: 'account' }]])('is a new one where %s is another, also of the same moment', async (_, more) => {
    await bench.store.ledger.takeUp([newPayment(1, { approvedAt: start, invoiceNumber: 'R-8', fundingAccountId: 'other' })]);
    const [found] = await take(approved(start, { invoiceNumber: 'R-8', fundingAccountId: 'other', ...more }));
    expect(found?.payment).toMatchObject(more);
    expect(await bench.issues()).toEqual([]);
  });

  it.each<[string, AttemptPatch, string, string]>([
    ['an earlier attempt has paid is Completed', { stage: 'settled', transferredAt: start }, 'Completed', `Nothing is sent: ${idOf(1)}-01 has paid the debt.`],
    ['an earlier attempt is on its way after all is held', { stage: 'settled', revived: true }, 'On Hold', `Not sent: ${idOf(1)}-01, which was called over, is on its way at the provider. Cancel asks the provider to stop it.`],
  ])('of what %s', async (_what, earlier, state, reason) => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1, { approvedAt: start - 1_000, attempt: 1 })], 'Needs Correction');
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'settled', posted: 1 })]);
    await ledger.patchAttempts([[`${idOf(1)}-01`, earlier]]);
    expect(await take(approved(start))).toEqual([]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state, reason });
  });

  it('takes back that it was to be stopped; the one it was stopped under does not', async () => {
    const { ledger } = bench.store;
    await take(approved(start - 1_000));
    await ledger.note(idOf(1), undefined, { stopWish: 'Cancel 005' });
    await take(approved(start - 1_000));
    expect((await bench.payment(idOf(1)))?.stopWish).toBe('Cancel 005');
    await take(approved(start));
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', stopWish: null });
  });

  it.each([
    ['still stood on the record is held, and not planned', 'Hold 005', true, 'On Hold', 0], ['had been cleared there goes', 'Hold 005', false, 'Approved for Payout', 1], ['was for something else goes', 'Retry 005', true, 'Approved for Payout', 1],
  ])('after a wish that %s', async (_what, answeredAction, clearsAction, state, planned) => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1, { approvedAt: start - 1_000 })], 'On Hold');
    await ledger.note(idOf(1), undefined, { answeredAction, clearsAction, stopWish: 'Hold 005' });
    expect(await take(approved(start))).toHaveLength(planned);
    expect(await bench.payment(idOf(1))).toMatchObject({ state, approvedAt: start, stopWish: state === 'On Hold' ? 'Hold 005' : null });
  });

  it('is kept, and not planned, where the books have come to an attempt that is not known here', async () => {
    expect(await take(approved(start, { attempt: 1 }))).toEqual([]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', attempt: 1 });
    await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage: 'settled', posted: 1 })]);
    expect(await take(approved(start, { attempt: 1 }))).toHaveLength(1);
  });

  it('goes on where what an earlier attempt had paid came back', async () => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1, { approvedAt: start - 1_000, attempt: 1 })], 'Needs Correction');
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'settled', posted: 1 })]);
    await ledger.patchAttempts([[`${idOf(1)}-01`, { transferredAt: start - 9, returnedAt: start }]]);
    expect(await take(approved(start))).toHaveLength(1);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: null });
  });
});

describe('Two instances that look at the same request', () => {
  let bench: Awaited<ReturnType<typeof openBundling>>;
  beforeAll(async () => void (bench = await openBundling()));
  beforeEach(() => bench.clear());
  afterAll(() => bench.close());
  const recipient: PaymentRequest['recipient'] = { id: 'r', payeeKey: 'payer:sandbox:100:p', country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' };
  const survey = { limits: { payeeDaily: '15' }, allowSelfApproval: false, approvalEvidence: 'stamp' } as const;
  const examined = (found: Awaited<ReturnType<typeof takeUp>>) => examineAll(bench.office, survey, { programs: [{ program: '100', currency: 'USD' }] }, new Map([[recipient.payeeKey, 'active']]), found);
  const verdicts = (all: Awaited<ReturnType<typeof examined>>) => all.map(({ verdict }) => verdict.is);

  it('do not hold it as above a limit it keeps, where one has planned it before the other has looked', async () => {
    const one = approved(start - 60_000, { recipient });
    const found = await takeUp(bench.office, { requests: [one], unreadable: [] });
    await bundle(bench.office, bench.payer(100_000), await examined(found));
    expect(verdicts(await examined(found))).toEqual(['payable']);
    expect((await bench.payment(idOf(1)))?.state).toBe('Approved for Payout');
  });

  it('count it against the next one, which would be too much beside it', async () => {
    const [one, another] = [approved(start - 60_000, { recipient }), approved(start - 60_000, { id: idOf(2), name: 'PR-2', recipient, invoiceNumber: 'another' })];
    const found = await takeUp(bench.office, { requests: [one, another], unreadable: [] });
    await bundle(bench.office, bench.payer(100_000), await examined(found.filter(({ request }) => request.id === idOf(1))));
    expect(verdicts(await examined(found))).toEqual(['payable', 'doubtful']);
  });
});

describe('What was approved without a stamp', () => {
  let bench: Awaited<ReturnType<typeof openTestOffice>>;
  beforeAll(async () => void (bench = await openTestOffice()));
  beforeEach(() => bench.clear());
  afterAll(() => bench.close());
  const wanted = async (action: string, more: Partial<PaymentRequest> = {}) => {
    const wish = { requestId: idOf(1), action, reason: 'looked', byId: 'person', status: 'Scheduled', approved: false, interested: [] };
    expect(await takeUp(bench.office, { requests: [approved(start, { stamp: undefined, status: 'Scheduled', ...more })], unreadable: [], actions: [wish] })).toEqual([]);
    return bench.payment(idOf(1));
  };

  it.each(['Cancel', 'Hold'])('is taken up for whoever wants to stop it (%s), as it stands and with nobody as its approver', async (action) =>
    expect(await wanted(action)).toMatchObject({ state: 'Scheduled', amountMinor: 1_000, payeeId: 'p', approvedAt: 0, approvedById: '', attempt: 0 }));
  it('is not for anything else, nor where something was sent of it', async () => expect([await wanted('Release'), await wanted('Cancel', { attempt: 1 })]).toEqual([undefined, undefined]));
});
