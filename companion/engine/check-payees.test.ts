import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayeeStatus } from '../connectors/connector.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import { Problem, type ProblemKind } from '../domain/problem.ts';
import { checkPayees } from './check-payees.ts';
import { openTestOffice, start } from './test-office.ts';

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
    await bench.query('truncate recipient_check');
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
  });

  it('begins with those that are due, and leaves out what is Scheduled for another day', async () => {
    const ahead = many(300).map((payee) => ({ request: owedTo(payee, { payoutDate: later }) }));
    await check([...ahead, { request: owedTo('scheduled', { payoutDate: later }), payment: { state: 'Scheduled' } }, { request: owedTo('due') }]);
    expect([asked.length, asked[0], asked.includes('scheduled')]).toEqual([300, 'due', false]);
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
});
