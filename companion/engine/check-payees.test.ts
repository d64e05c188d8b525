import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayeeStatus } from '../connectors/connector.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import { Problem, type ProblemKind } from '../domain/problem.ts';
import { checkPayees } from './check-payees.ts';
import { openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

const keyOf = (payee: string): string => `payer:sandbox:100:${payee}`;
const owedTo = (payee: string, more: Partial<PaymentRequest> = {}) =>
  ({ id: `for ${payee}`, recipient: { id: payee, payeeKey: keyOf(payee), status: 'Pending' }, ...more }) as PaymentRequest;
const later = '2026-12-24';
const many = (count: number, name = 'm'): string[] => Array.from({ length: count }, (_, index) => `${name}${index}`);

describe('Asking about payees', () => {
  let bench: Awaited<ReturnType<typeof openTestOffice>>;
  let asked: string[];
  beforeAll(async () => void (bench = await openTestOffice()));
  beforeEach(async () => {
    asked = [];
    await bench.clear();
    await bench.query('truncate recipient_check, departure, recipient');
  });
  afterAll(() => bench.close());
  const check = (found: Parameters<typeof checkPayees>[2], answer: (payee: string) => PayeeStatus | ProblemKind = () => 'active') =>
    checkPayees(bench.office, {
      status: async (_, payee) => {
        asked.push(payee);
        const heard = answer(payee);
        if (['active', 'pending', 'inactive', 'not found'].includes(heard)) return heard as PayeeStatus;
        throw new Problem(heard as ProblemKind, 'Provider: no.');
      },
    }, found);

  it('is done once for each payee, and not again while the answer is fresh', async () => {
    const found = [{ request: owedTo('p') }, { request: owedTo('p') }];
    expect(await check(found)).toEqual(new Map([[keyOf('p'), 'active']]));
    expect(await check(found)).toEqual(new Map([[keyOf('p'), 'active']]));
    expect(asked).toEqual(['p']);
    expect(await bench.outbox()).toEqual(['recipient p']);
  });

  it('begins with those that are due, and leaves out what is Scheduled for another day', async () => {
    const ahead = many(300).map((payee) => ({ request: owedTo(payee, { payoutDate: later }) }));
    await check([...ahead, { request: owedTo('scheduled', { payoutDate: later }), payment: { state: 'Scheduled' } }, { request: owedTo('due') }]);
    expect([asked.length, asked[0], asked.includes('scheduled')]).toEqual([300, 'due', false]);
    asked = [];
    await check([{ request: owedTo('scheduled', { payoutDate: later }), payment: { state: 'Scheduled' } }, { request: owedTo('ahead', { payoutDate: later }), payment: { state: 'Approved for Payout' } }, { request: owedTo('now') }]);
    expect(asked).toEqual(['now', 'ahead']);
  });

  it('leaves what is too much to the next look, which goes on with it', async () => {
    const found = many(310).map((payee) => ({ request: owedTo(payee) }));
    const first = await check(found);
    expect([...first.values()].filter((answer) => answer === 'asked later')).toHaveLength(10);
    expect(new Set((await check(found)).values())).toEqual(new Set(['active']));
    expect(asked).toHaveLength(310);
  });

  it.each<[ProblemKind, string, number]>([['busy', 'no answer', 0], ['unreachable', 'no answer', 0], ['refused', 'no answer', 1], ['invalid', 'unclear', 1], ['declined', 'unclear', 1], ['unmapped', 'unclear', 1]])('that meets trouble of kind %s is "%s", with %i issues', async (kind, answer, issues) => {
    bench.clock.at = start;
    expect([...(await check([{ request: owedTo('p') }], () => kind)).values()]).toEqual([answer]);
    expect((await bench.issues()).map((issue) => issue.kind)).toEqual(Array<string>(issues).fill('payee unclear'));
  });

  it('names the payee and the account it is registered with', async () => {
    const named: string[][] = [];
    await checkPayees(bench.office, { status: async (...names) => (named.push(names), 'active') }, [{ request: owedTo('p') }]);
    expect(named).toEqual([['100', 'p']]);
  });

  it('is done by nobody where the provider tells nothing of payees: what is known stands', async () => {
    await check([{ request: owedTo('p') }]);
    expect(await checkPayees(bench.office, undefined, [{ request: owedTo('p') }, { request: owedTo('q') }])).toEqual(new Map([[keyOf('p'), 'active']]));
  });

  it('is done anew when good news has grown old, and at once after bad news', async () => {
    const found = [{ request: owedTo('good') }, { request: owedTo('bad') }];
    const heard = (payee: string): PayeeStatus => (payee === 'bad' ? 'inactive' : 'active');
    expect(await check(found, heard)).toEqual(new Map([[keyOf('good'), 'active'], [keyOf('bad'), 'inactive']]));
    bench.clock.at = start + timing.payeeStatusFreshMs;
    await check(found, heard);
    expect(asked).toEqual(['good', 'bad', 'bad']);
    bench.clock.at += 1;
    await check(found, heard);
    expect(asked).toEqual(['good', 'bad', 'bad', 'good', 'bad']);
  });

  it('tells the books what was heard', async () => {
    await check([{ request: owedTo('p') }, { request: owedTo('silent') }], (payee) => (payee === 'p' ? 'pending' : 'busy'));
    expect(await bench.query('select key, due_at as at from outbox')).toEqual([{ key: 'p', at: start + timing.writeDelayMs }]);
    expect(await bench.query('select recipient_id as id, payee_key as key, status, checked_at as at from recipient_check')).toEqual([{ id: 'p', key: keyOf('p'), status: 'pending', at: start }]);
  });

  const inBooks = (status: string, ago?: number) => ({ request: owedTo('p', { recipient: { id: 'p', payeeKey: keyOf('p'), status, statusCheckedAt: ago === undefined ? undefined : new Date(start - ago).toISOString() } as PaymentRequest['recipient'] }) });
  it.each<[string, number | undefined, number]>([['Active', timing.payeeStatusFreshMs - 1, 0], ['Active', timing.payeeStatusFreshMs, 1], ['Active', undefined, 1], ['Pending', 1, 1]])('goes by what the books say, where that is good and fresh: %s, %p ms ago', async (status, ago, questions) => {
    expect(await check([inBooks(status, ago)])).toEqual(new Map([[keyOf('p'), 'active']]));
    expect(asked).toHaveLength(questions);
  });

  it('knows whose details were seen to be others, until the books were told', async () => {
    const { recipients } = bench.store;
    await recipients.add(['p', 'q', 'gone'], start);
    // A record that is gone can be told nothing, and holds nobody else.
    await recipients.patch([['p', { payeeKey: keyOf('p'), changeUntold: true }], ['q', { payeeKey: keyOf('q') }], ['gone', { payeeKey: keyOf('q'), changeUntold: true }]]);
    const found = ['p', 'q'].map((payee) => ({ request: owedTo(payee) }));
    expect(await check(found)).toEqual(new Map([[keyOf('p'), 'changed'], [keyOf('q'), 'active']]));
    await bench.query('truncate outbox');
    await recipients.written(['p'], start);
    expect(await check(found)).toEqual(new Map([[keyOf('p'), 'active'], [keyOf('q'), 'active']]));
  });

  it('does not go by the books where it has heard otherwise since', async () => {
    await check([inBooks('Active')], () => 'inactive');
    expect(await check([inBooks('Active', 1)], () => 'inactive')).toEqual(new Map([[keyOf('p'), 'inactive']]));
  });

  it('takes those whose day or departure is here before those for whom it lies ahead', async () => {
    await bench.store.departures.keep([['departs', start + 1], ['departed', start], ['waits', null]].map(([payee, leavesAt]) => ({ requestId: `for ${payee}`, leavesAt: leavesAt as number | null, basis: '', schedule: '' })));
    const today = new Date(start).toISOString().slice(0, 10);
    await check([{ request: owedTo('departs'), payment: { state: 'Approved for Payout' } }, { request: owedTo('ahead', { payoutDate: later }) }, { request: owedTo('departed') }, { request: owedTo('waits') }, { request: owedTo('today', { payoutDate: today }) }]);
    expect(asked).toEqual(['departed', 'waits', 'today', 'departs', 'ahead']);
  });

  it.each([[300, 'm0'], [301, 'm150']])('begins in another place each time only where there are too many: of %d with %s', async (count, first) => {
    await check(many(count).map((payee) => ({ request: owedTo(payee) })));
    expect([asked.length, asked[0]]).toEqual([300, first]);
  });

  it('tells a person of what no repetition will mend, in the words of the provider, once for all', async () => {
    const kinds: Record<string, ProblemKind> = { p: 'busy', q: 'unmapped', r: 'declined' };
    await check(['p', 'q', 'r', 's'].map((payee) => ({ request: owedTo(payee) })), (payee) => kinds[payee] ?? 'active');
    expect(await bench.issues()).toMatchObject([{
      kind: 'payee unclear', source: 'payer', severity: 'Warning', count: 2, summary: 'payer does not answer questions about payees as expected',
      detail: 'Provider: no. Nothing is sent to these payees: what is on hold for it goes on when a person releases it, what waits goes on by itself.',
    }]);
  });

  it('that meets a bug is an error', async () => {
    await expect(checkPayees(bench.office, { status: async () => Promise.reject(new Error('a bug')) }, [{ request: owedTo('p') }])).rejects.toThrow('a bug');
  });
});
