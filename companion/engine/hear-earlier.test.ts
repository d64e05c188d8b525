import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cause } from '../domain/payout.ts';
import { idOf, start } from './test-office.ts';
import { hour, missing, openHearing, ref, seen } from './test-hearing.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const closed = { stage: 'settled' } as const;
const paid = { stage: 'settled', transferredAt: start - 2 * hour } as const;
const cancelled = (cause: Cause = 'other') => seen('cancelled', { reason: { code: '9', text: 'words', cause } });

describe('news about an attempt that is no longer the last one', () => {
  it('that it was paid holds the request, and is told at once; a later one that has not left is taken back', async () => {
    await bench.given('Sending', closed, { stage: 'reserved' });
    expect(await bench.hears({ 1: seen('transferred') })).toEqual([{ id: idOf(1), note: { reference: ref(1), says: 'transferred' } }]);
    expect(await bench.told()).toEqual(['On Hold', `${ref(1)} was paid after all, and a later attempt exists. A person must check with the provider at once.`, false]);
    expect(await bench.issuesOf()).toEqual([{
      kind: 'paid earlier attempt', severity: 'Critical', source: ref(1), requestId: idOf(1), summary: `${ref(1)} was paid although it was called over`,
      detail: 'A later attempt of the same request exists. Cancel it with the provider if it has not been paid, and report the contradiction to the provider.',
    }]);
    expect([(await bench.attempt(ref(1)))?.transferredAt, await bench.story(1), (await bench.attempt(ref(2)))?.stage]).toEqual([start, [`${ref(1)} was paid after all.`], 'withdrawn']);
  });

  it('that it is on its way holds the request, in other words', async () => {
    await bench.given('In Progress', closed, {});
    await bench.hears({ 1: seen('pending') });
    expect(await bench.told()).toEqual(['On Hold', `${ref(1)} is being paid although it was closed, and a later attempt exists. A person must check with the provider at once.`, false]);
    expect([(await bench.issuesOf()).map(({ kind }) => kind), await bench.story(1), (await bench.attempt(ref(2)))?.stage]).toEqual([['closed attempt alive'], ['pending at the provider.'], 'accepted']);
  });

  it('of any other kind is noted, and moves nothing', async () => {
    await bench.given('In Progress', {}, closed);
    await bench.hears({ 1: seen('unrecognised') });
    expect([await bench.told(), await bench.story(1), (await bench.issuesOf()).map(({ kind }) => kind)]).toEqual([['In Progress', 'before', false], ['Unknown status "unrecognised".'], ['unknown status']]);
  });

  it('that fits what became of the request takes back no later one', async () => {
    await bench.given('Sending', { stage: 'refused' }, { stage: 'reserved' });
    await bench.hears({ 1: missing });
    expect([await bench.told(), (await bench.attempt(ref(2)))?.stage]).toEqual([['Sending', 'before', false], 'reserved']);
  });

  it('that is an older word about the one that paid moves nothing', async () => {
    await bench.given('Completed', paid, closed);
    await bench.hears({ 1: seen('pending') });
    expect([await bench.told(), (await bench.attempt(ref(1)))?.asked]).toEqual([['Completed', 'before', false], 1]);
  });

  it('that is no news is not even noted', async () => {
    await bench.given('In Progress', { providerRaw: 'pending' }, closed);
    expect([await bench.hears({ 1: seen('pending') }), await bench.told(), await bench.story(1), await bench.issuesOf(), await bench.outbox()]).toEqual([[], ['In Progress', 'before', false], [], [], []]);
  });
});

describe('an earlier attempt that comes back from the bank', () => {
  const returning = { ...paid, cancelledFirstAt: start - hour } as const;
  const back = async (state: 'Completed' | 'Failed', ...later: Parameters<typeof bench.given>[1][]) => {
    await bench.given(state, returning, ...later);
    await bench.hears({ 1: cancelled() });
    return bench.told();
  };

  it('opens the debt again, in the words of the return, where it was what paid it', async () => {
    expect(await back('Completed', closed)).toEqual(['Returned', "Returned by the bank: words (9). Re-paying is a person's decision.", false]);
    expect([(await bench.attempt(ref(1)))?.returnedAt, (await bench.issuesOf()).map(({ kind, source }) => [kind, source])]).toEqual([start, [['bank return', ref(1)]]]);
  });

  it('does so also where one in between is in doubt: the last one is over', async () => {
    expect((await back('Completed', { stage: 'unknown' }, closed))?.[0]).toBe('Returned');
  });

  it('leaves a request as it is that counts as failed, and is told', async () => {
    expect(await back('Failed', closed)).toEqual(['Failed', 'before', false]);
    expect((await bench.issuesOf()).map(({ kind }) => kind)).toEqual(['bank return']);
  });
});

describe('a last attempt that came to nothing', () => {
  const doubtful = { stage: 'unknown', cancelledFirstAt: start - hour } as const;
  const byAnother = `Paid by ${ref(1)}; ${ref(2)} was cancelled.`;

  it.each(['other', 'funds', 'payee'] as const)('leaves the debt paid that an earlier one paid, whatever the cause: %s', async (cause) => {
    await bench.given('Outcome Unknown', paid, doubtful);
    await bench.hears({ 2: cancelled(cause) });
    expect([await bench.told(), await bench.story(2)]).toEqual([['Completed', byAnother, false], ['Cancelled, confirmed: words (9).']]);
  });

  it.each([['other', ['Failed', 'Cancelled by the provider: words (9).', false]], ['payee', ['Needs Correction', 'Cancelled by the provider: words (9). Correct the recipient, then approve again.', true]]] as const)('is what it is where the earlier one came back: %s', async (cause, told) => {
    await bench.given('Outcome Unknown', { ...paid, returnedAt: start - hour }, doubtful);
    await bench.hears({ 2: cancelled(cause) });
    expect(await bench.told()).toEqual(told);
  });

  it('is what it is where the earlier one was not paid, or it alone may have been what paid', async () => {
    await bench.given('Completed', closed, doubtful);
    await bench.hears({ 2: cancelled() });
    expect(await bench.told()).toEqual(['Completed', 'Cancelled by the provider: words (9).', false]);
  });

  it('and is on its way after all is in progress, though an earlier one was paid', async () => {
    await bench.given('Outcome Unknown', paid, { stage: 'unknown' });
    await bench.hears({ 2: seen('pending') });
    expect(await bench.told()).toEqual(['In Progress', null, false]);
  });
});
