import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sent } from '../domain/payout.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { idOf, newAttempt, newBatch, start } from './test-office.ts';
import { openOutcomeBench, reason, ref } from './test-outcome.ts';

let bench: Awaited<ReturnType<typeof openOutcomeBench>>;
beforeAll(async () => {
  bench = await openOutcomeBench();
  await bench.bind();
}, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  await bench.store.installation.setMode('normal');
});

const mode = async () => (await bench.store.installation.read())?.mode;
/** Two rows went out, and when the answer comes the store has the first as this. */
async function answered(sent: Sent, now: AttemptPatch, plannedBy: string): Promise<void> {
  const rows = await bench.sending(2);
  await bench.store.ledger.patchAttemptsQuietly([[ref(1), { posted: 0, ...now }]]);
  await bench.query('update attempt set planned_by = $1 where reference = $2', plannedBy, ref(1));
  await bench.record(rows, sent);
}

describe('a row that went out, and of which the store has forgotten that', () => {
  it.each<[string, AttemptPatch]>([['planned', { stage: 'intent' }], ['reserved', { stage: 'reserved' }]])('is asked about and not sent again, whatever the answer: it stands as %s', async (_what, now) => {
    await answered({ accepted: true }, now, 'me');
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', posted: 2, refusedWithBatch: false, wasLost: true, nextAskAt: start, unknownSince: start });
    expect(await bench.told(1)).toMatchObject({ state: 'Outcome Unknown', why: 'The companion stopped before it knew the outcome; the provider is being asked.' });
    expect(await bench.attempt(ref(2))).toMatchObject({ stage: 'accepted', posted: 1 });
    expect(await bench.timers()).toMatchObject({ ask: start });
  });

  it('is not sent again either where it stands as refused with the batch it went out with before', async () => {
    await answered({ unknown: 'reset' }, { stage: 'unknown', refusedWithBatch: true }, 'me');
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', posted: 2, refusedWithBatch: false, wasLost: true, nextAskAt: start });
  });

  it('stops everything until the provider was asked about each open payout, and a person is told', async () => {
    await answered({ accepted: true }, { stage: 'reserved' }, 'me');
    expect(await mode()).toBe('recovery');
    expect(await bench.issues()).toMatchObject([{
      kind: 'recovery', source: 'companion', severity: 'Critical', summary: 'Recovery: the store forgot that it was sending payouts: 1',
      detail: 'Its server came back without its last commits, or a standby took over that had not received them. Let it write synchronously. Nothing is sent until the provider has been asked about each open payout.',
    }]);
  });
});

describe('a row that went out, was forgotten, and was taken back then', () => {
  const taken = 'It had left when it was taken back: asking the provider.';
  const forgotten = `${ref(1)} had left when it was taken back: the store had forgotten it. A person must check with the provider.`;
  it.each<[string, Sent, readonly string[], string, readonly string[]]>([
    ['accepted', { accepted: true }, [taken, 'Accepted by the provider after it had been closed.'], `${ref(1)} was accepted by the provider after it had been closed. A person must check with the provider at once.`, ['closed attempt alive', 'recovery']],
    ['unknown', { unknown: 'reset' }, [taken], forgotten, ['recovery']],
    ['a refusal by name', { refused: [{ reference: ref(1), reason: reason('payee') }] }, [taken], forgotten, ['recovery']],
  ])('is held and asked about like what was closed: the answer is %s', async (_what, sent, lines, why, kinds) => {
    await answered(sent, { stage: 'withdrawn' }, 'me');
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'settled', posted: 2, wasLost: true, sentAt: start, nextAskAt: start, timeline: lines.map((text) => ({ text })) });
    expect(await bench.told(1)).toMatchObject({ state: 'On Hold', why });
    expect([await mode(), await bench.timers(), (await bench.issues()).map(({ kind }) => kind).toSorted()]).toMatchObject(['recovery', { ask: start }, kinds]);
  });

  it('takes back the one that was planned in its place, and its number is never given again', async () => {
    const rows = await bench.sending(2);
    const { ledger } = bench.store;
    await ledger.patchAttemptsQuietly([[ref(1), { posted: 0, stage: 'withdrawn' }]]);
    await ledger.adopt([{ requestId: rows[0]!.requestId, attempt: 0, state: 'Approved for Payout', reason: null }]);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, batchId: 'B2' })]);
    await bench.record(rows, { accepted: true });
    expect([(await bench.attempt(`${idOf(1)}-02`))?.stage, await bench.payment(idOf(1)), await bench.batch('B2')]).toMatchObject(['withdrawn', { state: 'On Hold', attempt: 1 }, { stage: 'settled', requestedCount: 0 }]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 2 });
  });
});

describe('a row that went out, and of which the store has forgotten even the plan', () => {
  it('is for the comparison with the books to find: a person is told to begin it', async () => {
    const rows = await bench.sending(2);
    await bench.query('delete from attempt where reference = $1', ref(1));
    await bench.record(rows, { accepted: true });
    expect([await mode(), (await bench.attempt(ref(2)))?.stage]).toEqual(['recovery', 'accepted']);
    expect(await bench.issues()).toMatchObject([{ kind: 'recovery', severity: 'Critical', summary: 'Recovery: the store forgot that it was sending payouts: 1', detail: expect.stringContaining(' Start the companion anew: 1 of them it has to find in the books.') }]);
  });
});

describe('a row that stands otherwise when the answer comes, and was not forgotten', () => {
  it.each<[string, Sent, AttemptPatch, string]>([
    ['another process took it over', { accepted: true }, { stage: 'reserved' }, 'another'],
    ['another process doubts it', { accepted: true }, { stage: 'unknown' }, 'me'],
    ['it was accepted', { unknown: 'reset' }, { stage: 'accepted', refusedWithBatch: true }, 'me'],
    ['another process withdrew it', { unknown: 'reset' }, { stage: 'withdrawn' }, 'another'],
    ['it never left', { notSent: 'The breaker is open.' }, { stage: 'reserved' }, 'me'],
    ['it was refused as it should be', { refused: 'all', reason: reason('data') }, { stage: 'sending' }, 'me'],
  ])('stops nothing: %s', async (_what, sent, now, plannedBy) => {
    await answered(sent, now, plannedBy);
    expect(await mode()).toBe('normal');
    expect((await bench.issues()).map(({ kind }) => kind)).not.toContain('recovery');
  });
});
