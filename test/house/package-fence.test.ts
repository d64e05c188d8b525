import { describe, expect, it } from '@jest/globals';
import { openStates, payoutEvents, payoutStates, payoutTable } from '../../companion/domain/payout-states.ts';
import type { PayoutEvent, PayoutState } from '../../companion/domain/payout-states.ts';
import { refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';

const object = 'Payment_Request__c';
const companion = ['Quittance_Companion'];
const automation = ['Quittance_Approve_By_Automation'];
const recipient = { Payee_Key__c: 'payoneer:sandbox:100200300:payee-17', Status__c: 'Active', Verification__c: 'Verified' };
const request: Row = {
  Id: 'a01000000000001AAA', Amount__c: '1250.5', Currency__c: 'USD', Recipient__c: 'a02000000000001AAA', Recipient__r: recipient, Purpose__c: 'Invoice 7', Status__c: 'Draft',
};
const stamp: Row = {
  Approved_Amount__c: '1250.500', Approved_Currency__c: 'USD', Approved_Recipient_Id__c: 'a02000000000001AAA', Approved_Payee_Key__c: recipient.Payee_Key__c,
  Approved_Purpose__c: 'Invoice 7', Approved_At__c: '2026-11-20T10:00:00Z', Approved_By_Id__c: '005000000000009AAA', Submitted_By_Id__c: '005000000000001AAA',
};
const unstamped: Row = Object.fromEntries(Object.keys(stamp).filter((field) => field.startsWith('Approved')).map((field) => [field, null]));
const approved: Row = { ...request, ...stamp, Status__c: 'Approved for Payout' };
const reservation: Row = {
  Status__c: 'Sending', Attempt__c: '1', Reference__c: 'a01000000000001AAA-01', Companion_Id__c: 'one', Companion_Version__c: '1', Ledger_Epoch__c: '1', Ledger_Sequence__c: '10', Reserved_Approval_At__c: '2026-11-20T10:00:00Z',
};
const sending: Row = { ...approved, ...reservation };
const unapproved: readonly PayoutState[] = ['Draft', 'Submitted', 'Rejected', 'Recalled', 'Needs Correction'];
const change = (prior: Row, changes: Row, permissions: readonly string[] = [], more: { userId?: string; pauseAll?: boolean } = {}) =>
  refusals({ object, prior, row: { ...prior, ...changes }, permissions, ...more });

describe('the fence around sending', () => {
  it('accepts the reservation of what was approved, with the next number and a claim', () => {
    expect(change(approved, reservation, companion)).toEqual([]);
    expect(change({ ...approved, Status__c: 'Awaiting Funds' }, reservation, companion)).toEqual([]);
  });

  it('accepts the second attempt only with the second number', () => {
    const failed: Row = { ...sending, Status__c: 'Awaiting Funds' };
    expect(change(failed, { ...reservation, Attempt__c: '2', Reference__c: 'a01000000000001AAA-02', Ledger_Sequence__c: '11' }, companion)).toEqual([]);
    expect(change(failed, { ...reservation, Ledger_Sequence__c: '11' }, companion)).toEqual(['FENCE-ATTEMPT']);
  });

  it.each<[string, Row, Row]>([
    ['FENCE-STATUS', { Status__c: 'Scheduled' }, {}],
    ['FENCE-ATTEMPT', {}, { Attempt__c: '2', Reference__c: 'a01000000000001AAA-02' }],
    ['FENCE-ATTEMPT', {}, { Attempt__c: null }],
    ['FENCE-ATTEMPT', {}, { Reference__c: 'a01000000000001-01' }],
    ['FENCE-ATTEMPT', {}, { Reference__c: null }],
    ['FENCE-CLAIM', { Companion_Id__c: 'two' }, {}],
    ['FENCE-CLAIM', {}, { Companion_Id__c: null }],
    ['FENCE-CLAIM', {}, { Ledger_Epoch__c: null }],
    ['FENCE-LEDGER', { Ledger_Epoch__c: '2', Ledger_Sequence__c: '1' }, {}],
    ['FENCE-LEDGER', { Ledger_Epoch__c: '1', Ledger_Sequence__c: '10' }, {}],
    ['FENCE-STAMP', { Approved_Amount__c: '1250.501' }, {}],
    ['FENCE-STAMP', { Approved_Amount__c: null }, {}],
    ['FENCE-STAMP', { Approved_Currency__c: 'EUR' }, {}],
    ['FENCE-STAMP', { Approved_Recipient_Id__c: 'a02000000000002AAA' }, {}],
    ['FENCE-STAMP', { Approved_Payee_Key__c: recipient.Payee_Key__c.replace('payee', 'Payee') }, {}],
    ['FENCE-STAMP', { Approved_Purpose__c: 'Invoice 8' }, {}],
    ['FENCE-STAMP', { Approved_At__c: null }, {}],
    ['FENCE-APPROVAL', { Approved_At__c: '2026-11-20T11:00:00Z' }, {}],
    ['FENCE-APPROVAL', {}, { Reserved_Approval_At__c: null }],
    ['FENCE-PAYEE', { Recipient__r: { ...recipient, Verification__c: 'Unverified' } }, {}],
    ['FENCE-PAYEE', { Recipient__r: { ...recipient, Status__c: 'Pending' } }, {}],
    ['VERSION', { Companion_Version__c: '2' }, {}],
  ])('answers %s and nothing else when the books hold %j and the reservation says %j', (code, held, said) => {
    expect(change({ ...approved, ...held }, { ...reservation, ...said }, companion)).toEqual([code]);
  });

  it('accepts no reservation of an amount that is blank, be the stamp blank as well', () => {
    expect(change({ ...approved, Approved_Amount__c: null, Amount__c: null }, reservation, companion)).toEqual(['FENCE-STAMP', 'NOT-CONVERTED']);
  });

  it('answers that sending is paused while the kill switch is on', () => {
    expect(change(approved, reservation, companion, { pauseAll: true })).toEqual(['FENCE-PAUSED']);
    expect(change(sending, { Status__c: 'In Progress' }, companion, { pauseAll: true })).toEqual([]);
  });

  it('lets no person reserve, whatever else is right', () => {
    expect(change(approved, reservation)).toEqual(['COMPANION-ONLY', 'FENCE-STATUS']);
  });

  it.each(openStates)('keeps reference, attempt, ledger position and claim while a payment is %s', (state) => {
    const open: Row = { ...sending, Status__c: state };
    for (const field of [{ Reference__c: 'x' }, { Attempt__c: '2' }, { Ledger_Epoch__c: '2' }, { Ledger_Sequence__c: '11' }]) expect(change(open, field, companion)).toEqual(['FENCE-REFERENCE']);
    expect(change(open, { Companion_Id__c: null }, companion)).toEqual(['FENCE-RELEASE']);
  });

  it('lets a companion give its claim up between attempts', () => {
    expect(change({ ...sending, Status__c: 'Awaiting Funds' }, { Companion_Id__c: null }, companion)).toEqual([]);
  });
});

describe('the fence around the payout date', () => {
  // For these tests today is the first of 1970.
  it('keeps back what was put off', () => {
    expect(change({ ...approved, Payout_Date__c: '1970-01-03' }, reservation, companion)).toEqual(['FENCE-DATE']);
  });

  it.each([null, '1969-12-31', '1970-01-01', '1970-01-02'])('lets %s leave: where the companion is, that day may have come', (Payout_Date__c) => {
    expect(change({ ...approved, Payout_Date__c }, reservation, companion)).toEqual([]);
  });

  it.each(['Hold', 'Cancel'])('keeps back what somebody asks to stop: %s', (Requested_Action__c) => {
    expect(change({ ...approved, Requested_Action__c }, reservation, companion)).toEqual(['FENCE-WISH']);
  });

  it.each([null, 'Retry', 'Release', 'Re-initiate'])('lets leave what nobody asks to stop: %s', (Requested_Action__c) => {
    expect(change({ ...approved, Requested_Action__c }, reservation, companion)).toEqual([]);
  });

  it.each(['Awaiting Funds', 'Approved for Payout', 'Scheduled'])('keeps what was stopped under the approval that stands from being reserved, from %s', (Status__c) => {
    const stopped: Row = { ...approved, Status__c, Stopped_Approval_At__c: stamp.Approved_At__c };
    expect(change(stopped, reservation, companion)).toContain('FENCE-STOPPED');
    expect(change({ ...stopped, Stopped_Approval_At__c: '2026-11-20T09:00:00Z' }, reservation, companion)).not.toContain('FENCE-STOPPED');
  });

  it.each<PayoutState>(['On Hold', 'In Progress', 'Outcome Unknown', 'Sending'])('sets nothing that was stopped to wait for funds, from %s, but where somebody lets it go on in the same write', (Status__c) => {
    const stopped: Row = { ...sending, Status__c, Stopped_Approval_At__c: stamp.Approved_At__c };
    expect(change(stopped, { Status__c: 'Awaiting Funds' }, companion)).toEqual(['FENCE-STOPPED']);
    expect(change({ ...stopped, Requested_Action__c: 'Re-initiate', Requested_By_Id__c: stamp.Approved_By_Id__c ?? null }, { Status__c: 'Awaiting Funds', Stopped_Approval_At__c: null, Requested_Action__c: null, Answered_Action__c: `Re-initiate ${stamp.Approved_By_Id__c}` }, companion)).toEqual([]);
    for (const to of ['On Hold', 'Completed', 'Failed'].filter((state) => state !== Status__c)) expect(change(stopped, { Status__c: to }, companion)).toEqual([]);
  });

  it.each([null, 'Hold', 'Retry', 'Cancel'])('forgets no stop by the late answer to a Release, where %s stands since', (Requested_Action__c) => {
    const stopped: Row = { ...sending, Status__c: 'On Hold', Stopped_Approval_At__c: stamp.Approved_At__c, Requested_Action__c };
    expect(change(stopped, { Stopped_Approval_At__c: null }, companion)).toEqual(['FENCE-STOPPED']);
    expect(change(stopped, { ...unstamped, Status__c: 'Needs Correction', Stopped_Approval_At__c: null }, companion)).toEqual([]);
  });

  it.each(payoutStates.filter((state) => !['Cancelled', 'Completed'].includes(state)))('says that it was given up to whoever wants it to go on to %s', (Status__c) => {
    expect(change({ ...approved, Status__c: 'Cancelled' }, { Status__c }, companion)).toContain('CANCELLED');
  });

  it('lets an approval process approve again what was stopped', () => {
    expect(change({ ...request, Status__c: 'Submitted', Stopped_Approval_At__c: stamp.Approved_At__c }, { ...stamp, Status__c: 'Approved for Payout' }, automation)).toEqual([]);
  });

  it('lets what is on its way go on, whatever its payout date', () => {
    expect(change({ ...sending, Payout_Date__c: '1970-02-01' }, { Status__c: 'In Progress' }, companion)).toEqual([]);
    expect(change({ ...approved, Payout_Date__c: '1970-02-01' }, { Status__c: 'Scheduled' }, companion)).toEqual([]);
  });
});

describe('the way of a payment through the books', () => {
  const byProcess: readonly PayoutEvent[] = ['submit', 'approve', 'reject', 'recall'];
  const edges = payoutStates.flatMap((from) =>
    payoutEvents.filter((event) => !byProcess.includes(event)).flatMap((event) => {
      const to = payoutTable[from][event];
      return to === 'stay' || to === 'never' ? [] : [{ from, event, to }];
    }),
  );
  const asker = '005000000000001AAA';
  const wishes: Partial<Record<PayoutEvent, string>> = { release: 'Release', reinitiate: 'Re-initiate' };
  const before = (from: PayoutState, event?: PayoutEvent): Row => ({
    ...(unapproved.includes(from) ? { ...request, ...unstamped } : { ...approved, ...(['Approved for Payout', 'Scheduled', 'Awaiting Funds'].includes(from) ? {} : reservation) }),
    Status__c: from,
    ...(event === undefined || !(event in wishes) ? {} : { Requested_Action__c: wishes[event], Requested_By_Id__c: asker }),
  });
  const after = (to: PayoutState, event?: PayoutEvent): Row => ({
    ...(to === 'Needs Correction' ? unstamped : to === 'Sending' ? reservation : {}), Status__c: to, Requested_Action__c: null,
    ...(event === undefined || !(event in wishes) ? {} : { Answered_Action__c: `${wishes[event]} ${asker}` }),
  });

  it.each(edges)('lets the companion go from $from to $to ($event)', ({ from, event, to }) => {
    expect(change(before(from, event), after(to, event), companion)).toEqual([]);
  });

  it('leads to no payable state except where the state table does', () => {
    const payable: readonly PayoutState[] = ['Approved for Payout', 'Scheduled', 'Awaiting Funds', 'Sending'];
    // Steps of the table that one late write may join: fallen due and then short of funds; reserved, perhaps without the books knowing, and withdrawn.
    const joined = ['Scheduled>Awaiting Funds', 'Awaiting Funds>Approved for Payout'];
    const legal = new Set([...edges.map(({ from, to }) => `${from}>${to}`), ...joined]);
    const open = payoutStates.flatMap((from) => payable.filter((to) => to !== from && !legal.has(`${from}>${to}`) && change(before(from), after(to), companion).length === 0).map((to) => `${from}>${to}`));
    expect(open).toEqual([]);
  });

  it.each(['Submitted', 'Rejected', 'Recalled'])('holds nothing that is %s and was never sent, or is still stamped: a release would pay it on the approval that was taken back', (Status__c) => {
    expect(change({ ...approved, Status__c }, { Status__c: 'On Hold' }, companion)).toEqual(['STATUS-FORWARD']);
    expect(change({ ...sending, Status__c }, { Status__c: 'On Hold' }, companion)).toEqual(['STATUS-FORWARD']);
    // Of what was sent once something may be alive after all, which a person has to look at: nothing is left on it that could be paid.
    expect(change({ ...sending, ...unstamped, Status__c }, { Status__c: 'On Hold' }, companion)).toEqual([]);
  });

  it('never leaves a payment that was made payable without a stamp', () => {
    const held: Row = { ...request, Status__c: 'On Hold' };
    for (const Status__c of ['Approved for Payout', 'Scheduled', 'Awaiting Funds']) expect(change(held, { Status__c }, companion)).not.toEqual([]);
  });

  it('lets a payment that was sent once go again only on a request that stands on the record', () => {
    const held: Row = { ...sending, Status__c: 'On Hold' };
    expect(change(held, { Status__c: 'Approved for Payout' }, companion)).toEqual(['APPROVAL']);
    expect(change({ ...held, Requested_Action__c: 'Release', Requested_By_Id__c: asker }, { Status__c: 'Approved for Payout', Requested_Action__c: null, Answered_Action__c: `Release ${asker}` }, companion)).toEqual([]);
  });

  it('clears what an older copy left when it put back what had been rejected', () => expect(change({ ...request, Status__c: 'Needs Correction', Submitted_By_Id__c: '005000000000001AAA' }, { Submitted_By_Id__c: null }, companion)).toEqual([]));
  it.each(payoutStates.filter((state) => state !== 'Draft'))('lets nobody set %s by hand', (state) => expect(change(request, { Status__c: state })).not.toEqual([]));

  it('lets customer automation approve with a stamp, and nothing further', () => {
    expect(change({ ...request, Status__c: 'Submitted' }, { ...stamp, Status__c: 'Approved for Payout' }, automation)).toEqual([]);
    for (const state of ['Sending', 'Completed', 'Cancelled', 'Draft']) expect(change({ ...request, Status__c: 'Submitted' }, { Status__c: state }, automation)).not.toEqual([]);
  });
});
