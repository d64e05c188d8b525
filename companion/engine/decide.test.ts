import { describe, expect, it } from '@jest/globals';
import type { RequestedAction } from '../connectors/connector.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';
import { decide, waitsToGoAgain } from './decide.ts';
import { attemptRow, paymentRow } from './test-rows.ts';

const wish = (action: string, more: Partial<RequestedAction> = {}): RequestedAction => ({ requestId: 'a0X000000000001AAA', action, reason: 'looked', byId: 'person', interested: [], approved: true, ...more }) as RequestedAction;
const decided = (action: string, payment: Partial<Payment> = {}, own: readonly AttemptRow[] = [], more: Partial<RequestedAction> = {}) => decide(wish(action, more), paymentRow(payment), own);
const first = 'a0X000000000001AAA-01';
const second = 'a0X000000000001AAA-02';
const accepted = attemptRow();
const unknown = attemptRow({ stage: 'unknown' });
const parked = attemptRow({ stage: 'unknown', refusedWithBatch: true, missed: 2 });
const failed = attemptRow({ stage: 'settled' });
const paid = attemptRow({ stage: 'settled', transferredAt: 5 });
const later = (more: Partial<AttemptRow>): AttemptRow => attemptRow({ reference: second, number: 2, ...more });
const stranger = { stranger: true };
const onHold = { state: 'On Hold' } as const;
const lets = { confirmedDuplicate: false, limitReleased: false, heldInDoubt: false, needsSecondApproval: false, automaticAttempts: 0 };

describe('a wish', () => {
  it('needs a reason and somebody who asks', () => {
    expect(decided('Hold', {}, [], { reason: ' ' })).toEqual({ reason: 'Hold needs a reason. Ask again.' });
    expect(decided('Hold', {}, [], { byId: '' })).toEqual({ reason: 'Hold needs the name of who asks. Ask again.' });
    expect(decided('Dance')).toEqual({ reason: '"Dance" is not something the companion can do.' });
  });

  it.each(['Release', 'Retry', 'Re-initiate', 'Cancel'])('to %s what was paid already is answered with that', (action) => {
    expect(decided(action, onHold, [paid])).toEqual({ event: 'see transferred', reason: `Nothing to ${action.toLowerCase()}: ${first} was paid.` });
    expect(decided(action, onHold, [paid, later({ stage: 'refused' })])).toMatchObject({ event: 'see transferred' });
  });

  it('about what is Completed is not answered with what everybody knows', () => expect(decided('Cancel', { state: 'Completed' }, [paid])).toEqual({ event: 'cancel', reason: 'Cancel by person: looked' }));

  it('about what was paid and came back is looked at on its own', () => {
    expect(decided('Re-initiate', { state: 'Returned', attempt: 1 }, [attemptRow({ stage: 'settled', transferredAt: 5, returnedAt: 6 })])).toMatchObject({ event: 'reinitiate' });
  });

  it.each(['Release', 'Re-initiate'])('to %s what has no approval any more sends it back to be corrected', (action) => {
    const answer = { event: 'correct', reason: `No approval stands: correct it and submit it again. ${action} by person: looked`, patch: { clearsApproval: true } };
    expect(decided(action, onHold, [], { approved: false })).toEqual(answer);
    expect(decided(action, { ...onHold, clearsApproval: true }, [failed])).toEqual(answer);
    expect(decided(action, { state: 'Failed', attempt: 1 }, [failed], { approved: false }).event).not.toBe('correct');
    expect(decided(action, onHold, [unknown], { approved: false }).event).not.toBe('correct');
    // An older copy of the store believes in an approval that was taken back before somebody held the request.
    expect(decided(action, { state: 'Approved for Payout' }, [], { approved: false, status: 'On Hold' })).toEqual(answer);
  });

  it.each(['Hold', 'Cancel'])('to %s needs no approval', (action) => expect(decided(action, onHold, [], { approved: false })).toMatchObject({ event: action.toLowerCase() }));
});

describe('of several attempts a wish is about', () => {
  const alive = attemptRow({ stage: 'settled', revived: true });
  const asked = (...own: readonly AttemptRow[]) => decided('Re-initiate', { state: 'Failed', attempt: 2 }, own).asks?.reference;
  it('the one that is alive although it was called over', () => expect(asked(alive, later({ stage: 'refused' }))).toBe(first));
  it('a later one that is under way itself', () => expect(asked(alive, later({ stage: 'accepted' }))).toBe(second));
  it('the last one where none is alive', () => expect([asked(failed, later({ stage: 'accepted' })), asked(failed, later({ stage: 'settled' }))]).toEqual([second, undefined]));
});

describe('to hold', () => {
  it('stops what waits, with who asked and why', () => {
    expect(decided('Hold')).toEqual({ event: 'hold', reason: 'Hold by person: looked', patch: { heldInDoubt: false, needsSecondApproval: false } });
    expect(decided('Hold', { state: 'Failed' }, [failed])).toMatchObject({ event: 'hold' });
    expect(decided('Hold', { state: 'Completed' }, [paid])).toMatchObject({ event: 'hold' });
    expect(decided('Hold', onHold, [paid])).toMatchObject({ event: 'hold' });
  });

  it('leaves the doubts of what is held already', () => expect(decided('Hold', { ...onHold, heldInDoubt: true })).toEqual({ event: 'hold', reason: 'Hold by person: looked' }));

  it('comes too late for what is on its way, but not for what would go again', () => {
    for (const stage of ['intent', 'reserved', 'sending', 'unknown', 'accepted'] as const)
      expect(decided('Hold', {}, [attemptRow({ stage })])).toEqual({ reason: `Can't be held: ${first} is on its way. Use Cancel to ask the provider to stop it.` });
    expect(decided('Hold', { state: 'Outcome Unknown' }, [parked])).toMatchObject({ event: 'hold' });
  });
});

describe('to release', () => {
  it('lets it go on, and settles the doubt it was held for and no other', () => {
    expect(decided('Release', onHold)).toEqual({ event: 'release', reason: 'Release by person: looked', settles: lets });
    expect(decided('Release', { ...onHold, heldInDoubt: true }).settles).toEqual({ ...lets, confirmedDuplicate: true });
    expect(decided('Release', { ...onHold, needsSecondApproval: true }).settles).toEqual({ ...lets, limitReleased: true });
    expect(decided('Release', { ...onHold, confirmedDuplicate: true, limitReleased: true }).settles).toEqual({ ...lets, confirmedDuplicate: true, limitReleased: true });
  });

  it('decides nothing while an outcome is not known', () => {
    expect(decided('Release', onHold, [unknown])).toEqual({ asks: unknown, reason: `Can't be released: the outcome of ${first} is not known. Re-initiate decides for a new attempt.` });
  });

  it('is not for the approver, once it is held', () => {
    expect(decided('Release', { ...onHold, approvedById: 'person' })).toEqual({ reason: 'Not released: the approver may not release the same request. Ask a second person.' });
    expect(decided('Release', { state: 'Scheduled', approvedById: 'person' })).toMatchObject({ event: 'release' });
  });

  it('above a limit is for nobody who had a hand in it', () => {
    const no = { reason: 'Not released: it is above a limit, and who submitted or created it, or last changed its payee, may not be the second approval. Ask another approver.' };
    const above = { ...onHold, needsSecondApproval: true };
    expect(decided('Release', { ...above, submittedById: 'person' })).toEqual(no);
    expect(decided('Release', { state: 'Scheduled', needsSecondApproval: true, approvedById: 'person' })).toEqual(no);
    expect(decided('Release', above, [], { interested: ['creator', 'person'] })).toEqual(no);
    expect(decided('Release', { ...onHold, submittedById: 'person' }, [], { interested: ['person'] })).toMatchObject({ event: 'release' });
  });
});

describe('to retry', () => {
  it('asks the provider about what is open', () => expect(decided('Retry', { state: 'Outcome Unknown' }, [unknown])).toEqual({ asks: unknown, reason: 'The provider is being asked again.' }));
  it('takes no wish to stop it back, and says so', () => expect(decided('Retry', { state: 'In Progress', stopWish: 'Cancel 005' }, [unknown]).reason).toBe('The provider is being asked again. That somebody asked to stop it still counts: it does not go again by itself.'));
  it('looks at the funds again for what waits for them', () => expect(decided('Retry', { state: 'Awaiting Funds' }, [failed])).toEqual({ event: 'release', reason: 'Funds are being checked again.' }));
  it('makes no new attempt', () => expect(decided('Retry', { state: 'Failed' }, [failed])).toEqual({ reason: 'Nothing to retry: no attempt is open. Re-initiate makes a new one.' }));
});

describe('to re-initiate', () => {
  it('makes a new attempt of what ended, with the doubts it had', () => {
    expect(decided('Re-initiate', { state: 'Failed', attempt: 1 }, [failed])).toEqual({ event: 'reinitiate', reason: 'Re-initiate by person: looked', settles: lets });
    expect(decided('Re-initiate', { state: 'Failed', attempt: 1, confirmedDuplicate: true, heldInDoubt: true, needsSecondApproval: true }, [failed]).settles).toEqual(lets);
    expect(decided('Re-initiate', { ...onHold, attempt: 1, heldInDoubt: true }, [failed]).settles).toEqual({ ...lets, confirmedDuplicate: true });
    expect(decided('Re-initiate', { ...onHold, attempt: 1, needsSecondApproval: true }, [failed]).settles).toEqual({ ...lets, limitReleased: true });
  });

  it('gives up an attempt that nobody knows of, when it is held for that', () => {
    expect(decided('Re-initiate', { ...onHold, attempt: 1 }, [unknown])).toEqual({ event: 'reinitiate', reason: 'Re-initiate by person: looked', settles: lets, closes: unknown });
  });

  it('asks first while an attempt is open and not given up, or is with the provider', () => {
    const no = `Not re-initiated: ${first} is still open. The provider is being asked.`;
    expect(decided('Re-initiate', { state: 'Outcome Unknown', attempt: 1 }, [unknown])).toEqual({ asks: unknown, reason: no });
    expect(decided('Re-initiate', { ...onHold, attempt: 1 }, [accepted])).toEqual({ asks: accepted, reason: no });
  });

  it('believes an accepted attempt to be over when the provider has cancelled it, or it was never ours', () => {
    for (const row of [attemptRow({ providerStatus: 'cancelled' }), attemptRow(stranger)]) expect(decided('Re-initiate', { ...onHold, attempt: 1 }, [row])).toMatchObject({ event: 'reinitiate', closes: row });
  });

  it('never pays twice what an earlier attempt paid', () => {
    const open = later({ stage: 'unknown' });
    expect(decided('Re-initiate', { ...onHold, attempt: 2 }, [paid, open])).toEqual({ asks: open, reason: `Not re-initiated: ${first} was paid. Cancel gives ${second} up.` });
  });

  it('asks the table about what ended without an attempt', () => expect(decided('Re-initiate', { state: 'Failed', attempt: 0 })).toMatchObject({ event: 'reinitiate' }));

  it('is no release of what was never sent', () => expect(decided('Re-initiate', { ...onHold, attempt: 0 })).toEqual({ reason: 'Not re-initiated: it was never sent. Release lets it go on.' }));

  it('is not for the approver, once it is held and nothing of it is open', () => {
    const byApprover = { ...onHold, attempt: 1, approvedById: 'person' };
    expect(decided('Re-initiate', byApprover, [failed])).toEqual({ reason: 'Not re-initiated: the approver may not release the same request. Ask a second person.' });
    expect(decided('Re-initiate', byApprover, [unknown])).toMatchObject({ event: 'reinitiate', closes: unknown });
    expect(decided('Re-initiate', { ...byApprover, state: 'Failed' }, [failed])).toMatchObject({ event: 'reinitiate' });
  });

  it('gives up what the provider has cancelled, where no approval stands any more', () => {
    const cancelled = attemptRow({ providerStatus: 'cancelled' });
    const held = { ...onHold, attempt: 1 };
    expect(decided('Re-initiate', held, [cancelled], { approved: false })).toEqual({ event: 'correct', reason: 'No approval stands: correct it and submit it again. Re-initiate by person: looked', patch: { clearsApproval: true }, closes: cancelled });
    expect(decided('Re-initiate', held, [failed], { approved: false })).not.toHaveProperty('closes');
    expect(decided('Release', held, [cancelled], { approved: false })).toMatchObject({ asks: cancelled });
    expect(decided('Cancel', held, [failed], { approved: false })).toMatchObject({ event: 'cancel' });
  });

  it('above a limit is for nobody who had a hand in it', () => {
    expect(decided('Re-initiate', { ...onHold, attempt: 1, needsSecondApproval: true, approvedById: 'person' }, [failed])).toEqual({
      reason: 'Not re-initiated: it is above a limit, and who submitted, created or approved it, or last changed its payee, may not be the second approval.',
    });
  });
});

describe('to cancel', () => {
  const told = 'Cancel by person: looked';
  it('ends what has not left', () => {
    expect(decided('Cancel')).toEqual({ event: 'cancel', reason: told });
    expect(decided('Cancel', { state: 'Failed' }, [failed])).toEqual({ event: 'cancel', reason: told });
  });

  it('asks the provider about what it has, or may have', () => {
    const asked = { reason: 'The provider was asked to cancel; its status decides.' };
    expect(decided('Cancel', onHold, [accepted])).toEqual({ ...asked, cancels: accepted });
    expect(decided('Cancel', { state: 'Outcome Unknown' }, [unknown])).toEqual({ ...asked, cancels: unknown });
    const once = attemptRow({ stage: 'unknown', refusedWithBatch: true, missed: 1 });
    expect(decided('Cancel', { state: 'Outcome Unknown' }, [once])).toEqual({ ...asked, cancels: once });
  });

  it('is about the one before it where one was withdrawn', () => {
    expect(decided('Cancel', { state: 'Outcome Unknown' }, [unknown, later({ stage: 'withdrawn' })])).toMatchObject({ cancels: unknown });
    expect(decided('Cancel', {}, [attemptRow({ stage: 'withdrawn' })])).toMatchObject({ event: 'cancel' });
  });

  it('gives up what is held or was twice not found after a refusal', () => {
    expect(decided('Cancel', onHold, [unknown])).toEqual({ event: 'cancel', reason: told, closes: unknown });
    expect(decided('Cancel', { state: 'Outcome Unknown' }, [parked])).toEqual({ event: 'cancel', reason: told, closes: parked });
  });

  it('gives up a later attempt alone where an earlier one paid the debt', () => {
    const open = later({ stage: 'unknown' });
    expect(decided('Cancel', onHold, [paid, open])).toEqual({ event: 'see transferred', reason: `Paid by ${first}; ${second} was given up. ${told}`, closes: open });
  });
});

describe('an attempt waits to go again', () => {
  it('only when it was refused with its batch and its outcome is open', () => {
    expect([parked, unknown, attemptRow({ stage: 'settled', refusedWithBatch: true })].map(waitsToGoAgain)).toEqual([true, false, false]);
  });
});
