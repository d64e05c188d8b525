import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Reason, Sent } from '../domain/payout.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { idOf, newAttempt, newBatch, start } from './test-office.ts';
import { openOutcomeBench, reason, ref } from './test-outcome.ts';
import { minute } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openOutcomeBench>>;
beforeAll(async () => { bench = await openOutcomeBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const soon = (ms: number): number => start + ms;

describe('a submission the provider accepted', () => {
  it('is under way, and asked about by the schedule', async () => {
    await bench.record(await bench.sending(2, { missed: 3, asked: 4, refusedWithBatch: true, unknownSince: 5 }), { accepted: true });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'accepted', nextAskAt: soon(5 * minute), unknownSince: null, refusedWithBatch: false, missed: 0, asked: 0 });
    expect(await bench.told(2)).toEqual({ state: 'In Progress', why: null, clearsApproval: false });
    expect(await bench.line(1)).toEqual([{ at: '2026-11-21T10:00:00.000Z', text: 'Accepted by the provider for processing.' }]);
    expect(await bench.batch('B1')).toMatchObject({ stage: 'open' });
    expect(await bench.issues()).toEqual([]);
  });

  it('keeps what was told before', async () => {
    await bench.record(await bench.sending(1, { timeline: [{ at: 'before', text: 'Planned.' }] }), { accepted: true });
    expect((await bench.line(1)).map(({ text }) => text)).toEqual(['Planned.', 'Accepted by the provider for processing.']);
  });

  it('is worth knowing also of a row somebody doubts meanwhile', async () => {
    const rows = await bench.sending(1);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { stage: 'unknown' }]]);
    await bench.record(rows, { accepted: true });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'accepted' });
  });
});

describe('a submission whose outcome is not known', () => {
  it('is asked about, and says why', async () => {
    await bench.record(await bench.sending(1, { missed: 3, asked: 4, refusedWithBatch: true }), { unknown: 'no answer within 60 s.' });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', unknownSince: start, nextAskAt: soon(minute), missed: 0, asked: 0, refusedWithBatch: false, posted: 1, wasLost: true });
    expect(await bench.told(1)).toEqual({ state: 'Outcome Unknown', why: 'Outcome unknown (no answer within 60 s); the provider is being asked.', clearsApproval: false });
    expect((await bench.line(1))[0]?.text).toBe('Outcome unknown: no answer within 60 s.');
    expect(await bench.batch('B1')).toMatchObject({ stage: 'unknown' });
    expect(await bench.issues()).toEqual([]);
  });

  it('that went out again is unknown since then: it may be this one that was taken', async () => {
    await bench.record(await bench.sending(1, { unknownSince: 7 }), { unknown: 'v1.2 reset' });
    expect(await bench.attempt(ref(1))).toMatchObject({ unknownSince: start });
    expect((await bench.line(1))[0]?.text).toBe('Outcome unknown: v1.2 reset.');
    expect((await bench.told(1)).why).toBe('Outcome unknown (v1.2 reset); the provider is being asked.');
  });
});

describe('a row the provider refused by name', () => {
  const named = async (cause: Reason['cause']) => {
    const rows = await bench.sending(2, { asked: 5 });
    await bench.record(rows, { refused: [{ reference: ref(1).toLowerCase(), reason: reason(cause) }] });
    return bench.attempt(ref(1));
  };

  it.each(['payee', 'data'] as const)('for its %s goes back to be corrected', async (cause) => {
    expect(await named(cause)).toMatchObject({ stage: 'refused', reasonCode: '9', reasonText: 'words', reasonCause: cause, nextAskAt: start + 900_000, unknownSince: null, refusedWithBatch: false, asked: 0 });
    expect(await bench.told(1)).toEqual({ state: 'Needs Correction', why: 'Refused by the provider: words (9). Correct it, then approve again.', clearsApproval: true });
    expect((await bench.line(1))[0]?.text).toBe('Refused by the provider: words (9).');
  });

  it('for another cause has failed', async () => {
    expect(await named('other')).toMatchObject({ stage: 'refused', nextAskAt: start + 900_000 });
    expect(await bench.told(1)).toEqual({ state: 'Failed', why: 'Refused by the provider: words (9).', clearsApproval: false });
  });

  it('because it exists already may have gone out twice: it is asked about', async () => {
    expect(await named('duplicate')).toMatchObject({ stage: 'unknown', posted: 2, refusedWithBatch: false });
    expect((await bench.told(1)).why).toBe('Outcome unknown (the provider already knows the reference: words (9)); the provider is being asked.');
  });

  it('for lack of funds keeps its reference and waits', async () => {
    expect(await named('funds')).toMatchObject({ stage: 'unknown', refusedWithBatch: true, reasonCode: '9', reasonText: 'words', reasonCause: 'funds' });
    expect((await bench.told(1)).why).toBe('Outcome unknown (refused for lack of funds: words (9)); the provider is being asked.');
  });

  it('leaves its neighbours to be asked about and sent again, whatever was said of them before', async () => {
    const rows = await bench.sending(2, { reasonCode: '401', reasonText: 'token', reasonCause: 'access', unknownSince: 7 });
    await bench.record(rows, { refused: [{ reference: ref(1), reason: reason('payee') }] });
    expect(await bench.attempt(ref(2))).toMatchObject({ reasonText: null, unknownSince: start });
    expect(await bench.attempt(ref(2))).toMatchObject({ stage: 'unknown', refusedWithBatch: true, reasonCause: null, reasonCode: null, posted: 1 });
    expect((await bench.told(2)).why).toBe('Outcome unknown (its batch was refused because of another row); the provider is being asked.');
    expect(await bench.issues()).toEqual([]);
  });
});

describe('an answer that comes late', () => {
  it.each<[string, AttemptPatch]>([['heard to be accepted', { stage: 'accepted' }], ['settled by a person', { stage: 'settled' }], ['doubted', { stage: 'unknown' }]])('does not speak for a row that was meanwhile %s', async (_what, patch) => {
    const rows = await bench.sending(1);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), patch]]);
    await bench.record(rows, { refused: 'all', reason: reason('data') });
    expect(await bench.attempt(ref(1))).toMatchObject({ ...patch, reasonCode: null, sentAt: null });
    expect(await bench.told(1)).toMatchObject({ state: 'Sending' });
  });

  it('does not speak for a row that another process sends', async () => {
    const rows = await bench.sending(1);
    await bench.query('update attempt set planned_by = $1', 'another');
    await bench.record(rows, { unknown: 'reset' });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'sending', timeline: [] });
  });
});

describe('a submission that certainly never left', () => {
  it('stands as it stood before, and is told once', async () => {
    const before = await bench.sending(1);
    const asBefore = { stage: 'reserved', posted: 0, bodyHash: null, sentAt: null, unknownSince: 4, refusedWithBatch: true, missed: 2 } as const;
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { bodyHash: 'hash', sentAt: start }]]);
    await bench.store.ledger.patchBatches([['B1', { stage: 'sending' }]]);
    await bench.record(before.map((row) => ({ ...row, ...asBefore })), { notSent: 'The breaker is open.' });
    expect(await bench.attempt(ref(1))).toMatchObject({ ...asBefore, timeline: [] });
    expect(await bench.told(1)).toMatchObject({ state: 'Sending', why: null });
    expect(await bench.batch('B1')).toMatchObject({ stage: 'intent' });
    expect(await bench.issues()).toMatchObject([{ kind: 'not sent', source: 'payer', severity: 'Warning', summary: 'A submission could not be sent', detail: 'The breaker is open. Nothing left; it is tried again by itself.' }]);
  });

  it('is told, and leaves alone what another process took meanwhile', async () => {
    const rows = await bench.sending(1);
    await bench.query('update attempt set planned_by = $1', 'another');
    await bench.record(rows.map((row) => ({ ...row, stage: 'reserved' })), { notSent: 'x.' });
    expect([await bench.attempt(ref(1)), await bench.issues()]).toMatchObject([{ stage: 'sending' }, [{ kind: 'not sent', source: 'payer' }]]);
  });
});

describe('a row the provider accepted after a person had closed it', () => {
  it('takes back a later attempt that has not left, holds the request, and asks at once', async () => {
    const rows = await bench.sending(1, { timeline: [{ at: 'before', text: 'Closed.' }] });
    const { ledger } = bench.store;
    await ledger.patchAttemptsQuietly([[ref(1), { stage: 'settled' }]]);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage: 'reserved', batchId: 'B2' })]);
    await bench.record(rows, { accepted: true });
    expect(await bench.attempt(`${idOf(1)}-02`)).toMatchObject({ stage: 'withdrawn' });
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'settled', nextAskAt: start, timeline: [{ text: 'Closed.' }, { at: '2026-11-21T10:00:00.000Z', text: 'Accepted by the provider after it had been closed.' }] });
    expect(await bench.told(1)).toMatchObject({ state: 'On Hold', why: `${ref(1)} was accepted by the provider after it had been closed. A person must check with the provider at once.` });
    expect(await bench.issues()).toMatchObject([{ kind: 'closed attempt alive', source: ref(1), severity: 'Critical', requestId: idOf(1), summary: `${ref(1)} was accepted although it was closed`, detail: expect.stringMatching(/^A person closed this attempt .* Ask the provider to cancel it, or do not pay the debt in another way\.$/) }]);
    expect(await bench.timers()).toMatchObject({ ask: start });
  });

  it.each<[string, AttemptPatch, Sent]>([
    ['it was settled by what the provider said', { stage: 'settled', providerStatus: 'transferred' }, { accepted: true }], ['it is not closed', { stage: 'accepted' }, { accepted: true }], ['it was refused', { stage: 'settled' }, { unknown: 'reset' }],
  ])('is no such news when %s', async (_what, patch, sent) => {
    const rows = await bench.sending(1);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), patch]]);
    await bench.record(rows, sent);
    expect(await bench.issues()).toEqual([]);
    expect(await bench.timers()).not.toHaveProperty('ask');
    expect(await bench.told(1)).toMatchObject({ state: 'Sending' });
  });
});
