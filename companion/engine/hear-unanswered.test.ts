import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { idOf, start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';
import { hour, missing, openHearing, ref, seen } from './test-hearing.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const nonsense = new Problem('unmapped', 'Payer: no sense.');
const silence = new Problem('unreachable', 'Payer: no answer.');
const long = timing.giveUpAfterMs;
const kinds = async () => (await bench.issuesOf()).map(({ kind }) => kind);

describe('an unknown outcome of which no answer can be read', () => {
  const why = `The provider's answer about ${ref(1)} can't be used: Payer: no sense.`;

  it('goes to a person after two hours, and is looked for in the balance from then on', async () => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start - long, askedAt: start - 1 });
    expect(await bench.hears({ 1: nonsense })).toEqual([{ id: idOf(1), note: { reference: ref(1), says: 'not found' } }]);
    expect([await bench.told(), await bench.story(1)]).toEqual([['On Hold', why, false], ['No usable answer for 120 minutes: a person must look.']]);
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', wasLost: true, unknownSince: start - long, nextAskAt: start + 90_000 });
    expect(await bench.issuesOf()).toEqual([
      {
        kind: 'no usable answer', severity: 'Warning', source: 'payer', requestId: null, summary: 'payer does not answer questions about payouts as expected',
        detail: `Payer: no sense. That was about ${ref(1)}. The questions are put again, and a payout keeps its status until one is answered; one whose outcome is unknown goes to a person. Have the developer check what stands between us and the provider (proxies, firewalls, the address called), and look up with the provider what can't wait.`,
      },
      { kind: 'outcome unknown', severity: 'Critical', source: ref(1), requestId: idOf(1), summary: `Outcome of ${ref(1)} unknown`, detail: `${why} Check with the provider, then Retry (ask again), Re-initiate (new attempt) or Cancel.` },
    ]);
  });

  it('is over where the request had ended before', async () => {
    await bench.given('Failed', { stage: 'unknown', unknownSince: start - long });
    await bench.hears({ 1: nonsense });
    expect([await bench.told(), await bench.attempt(ref(1))]).toMatchObject([['Failed', 'before', false], { stage: 'settled', wasLost: true, unknownSince: null }]);
    expect(await kinds()).toEqual(['no usable answer', 'outcome unknown']);
  });

  it.each<[string, AttemptPatch, number]>([['in doubt', { unknownSince: start - hour, sentAt: start - 3 * hour }, hour], ['sent, where nobody noted the doubt', { sentAt: start - hour }, hour], ['planned, where it was not seen to be sent', { sentAt: null }, 0]])('is counted from when it was %s', async (_what, more, leftMs) => {
    await bench.given('Outcome Unknown', { stage: 'unknown', ...more });
    bench.clock.at = start + leftMs - 1;
    await bench.hears({ 1: silence });
    expect(await bench.told()).toEqual(['Outcome Unknown', 'before', false]);
    bench.clock.at += 1;
    await bench.hears({ 1: silence });
    expect((await bench.told())?.[0]).toBe('On Hold');
  });

  it.each([['On Hold', 'unknown'], ['In Progress', 'accepted']] as const)('is not given up again, nor is what is no doubt: %s', async (state, stage) => {
    await bench.given(state, { stage, unknownSince: start - long });
    expect(await bench.hears({ 1: nonsense })).toEqual([]);
    expect([await bench.told(), await bench.story(1), await kinds()]).toEqual([[state, 'before', false], [], ['no usable answer']]);
  });
});

describe('answers that can not be used', () => {
  it('are not told where one came, however late', async () => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start - 2 * long });
    await bench.hears({ 1: seen('pending') });
    await bench.hears({ 1: undefined });
    expect(await kinds()).toEqual([]);
  });

  it.each<[string, AttemptPatch, number]>([
    ['the doubt began', { stage: 'unknown', unknownSince: start - hour, askedAt: start }, hour], ['the question after the last usable answer was due', { askedAt: start }, 2 * hour + 5 * minute], ['the first question was due', {}, hour + 5 * minute],
    ['the first question was due of one that was not seen to be sent', { sentAt: null }, 5 * minute], ['the last usable answer, where none was due any more', { stage: 'refused', sentAt: start - 3 * hour, askedAt: start - hour }, hour],
  ])('are told two hours after %s', async (_what, more, leftMs) => {
    await bench.given('On Hold', more);
    bench.clock.at = start + leftMs - 1;
    await bench.hears({ 1: silence });
    expect(await kinds()).toEqual([]);
    bench.clock.at += 1;
    await bench.hears({ 1: silence });
    expect(await kinds()).toEqual(['no usable answer']);
  });
});

describe('a question that got no answer', () => {
  const nextOf = async (...[answers, more]: Parameters<typeof bench.hears>) => {
    await bench.hears(answers, more);
    return (await bench.attempt(ref(1)))?.nextAskAt;
  };

  it.each([['none came', undefined, 90_000], ['none can be read', nonsense, 90_000], ['we are to wait', new Problem('busy', 'Payer: slow down.', { retryAfterMs: 2 * minute }), 180_000], ['we are to wait for less than our own patience', new Problem('busy', 'Payer: slow down.', { retryAfterMs: 1 }), 90_000]])('is put again soon where %s, and the books are not told', async (_what, answer, inMs) => {
    await bench.given('In Progress', {});
    expect([await nextOf({ 1: answer }), await bench.told()]).toEqual([start + inMs, ['In Progress', 'before', false]]);
    expect((await bench.outbox()).filter((name) => !name.startsWith('issue'))).toEqual([]);
  });

  it('is put again after a minute or two where the house has no patience of its own, at a whole millisecond', async () => {
    await bench.given('In Progress', {});
    expect(await nextOf({ 1: silence }, { office: { timing: { ...timing, unknownAsksMs: [] } } })).toBe(start + 90_000);
    expect(await nextOf({ 1: silence }, { office: { tools: { ...bench.office.tools, random: () => 1 / 7 } } })).toBe(start + 68_571);
  });

  it.each([['can not be read', nonsense, hour], ['did not come', undefined, 90_000], ['may still come', silence, 90_000]])('is put by its schedule about what was refused by name only where its answer %s', async (_what, answer, inMs) => {
    await bench.given('Failed', { stage: 'refused' });
    expect(await nextOf({ 1: answer })).toBe(start + inMs);
  });

  it.each([[null, 300_000, 90_000], [5, 300_000, 5], [200_000, 300_000, 90_000], [5, 5, 90_000], [5, null, 90_000]])('is put when it was wanted meanwhile, if that is earlier: wanted %p, taken up until %p', async (wanted, until, inMs) => {
    await bench.given('In Progress', { nextAskAt: wanted === null ? null : start + wanted });
    expect(await nextOf({ 1: silence }, { taken: until === null ? null : start + until })).toBe(start + inMs);
  });
});

describe('a question that was answered', () => {
  it.each([[0, 1, 0], [-1, 1, 30 * minute], [1, 1, 30 * minute]])('is put again when it was wanted since it was asked, before its time: wanted %d, taken up until %d', async (wanted, until, inMs) => {
    await bench.given('In Progress', { nextAskAt: start + wanted });
    await bench.hears({ 1: seen('pending') }, { taken: start + until });
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(start + inMs);
  });

  it.each([[null, null], [5, start + 5]])('is put again then also where no other is due: wanted %p', async (wanted, at) => {
    await bench.given('Failed', { stage: 'refused', sentAt: start - 3 * hour, nextAskAt: wanted === null ? null : start + wanted });
    await bench.hears({ 1: missing }, { taken: start + 10 });
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(at);
  });
});
