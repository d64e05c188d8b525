import { describe, expect, it } from '@jest/globals';
import type { EventName, Events } from '../domain/events.ts';
import type { Run } from '../engine/flow.ts';
import type { Noted } from '../engine/noted.ts';
import { massPayout } from './mass-payout.ts';

const timing = { sweepMs: 60_000, feesMs: 3_600_000 };
const survey = { is: 'survey' };
const scope = { lookedAt: 7 };
const request = { id: 'a0X1', status: 'Approved for Payout', stamp: { approvedAt: '2026-11-20T10:00:00.000Z', approvedById: 'approver' }, recipient: { id: 'r1', country: 'DE' } };
const found = [{ request }, { request: { ...request, id: 'a0X2', stamp: undefined } }];
const examined = found.map((one) => ({ ...one, verdict: { is: 'payable', program: '100' } }));
const bundled = [{ lane: { connection: 'payer', program: '100', currency: 'USD' }, attempts: [{ requestId: 'a0X1', reference: 'a0X1-01', batchId: 'B1' }, { requestId: 'a0X2', reference: 'a0X2-01', batchId: 'B1' }] }];
const news: readonly Noted[] = [{ id: 'a0X1', note: { is: 'news' } }];
const books = { survey: async (asked: unknown) => ({ ...survey, asked }) };
const due = [{ reference: 'a0X1-01', amountMinor: 1_000, currency: 'USD', payeeId: 'p1' }];
const answers = new Map([['a0X1-01', { found: false, askedAt: 1 }]]);

/** What the desk answers; everything it is asked is written down, in order. */
const desk = {
  firstLoad: { pending: async () => false }, timing, surveyScope: async () => scope, takeUp: async () => found, examine: async () => examined, bundle: async () => bundled, pay: async () => news, hinted: async () => news,
  dueQuestions: async () => due, hear: async () => news, oldestWithoutFee: async () => 5, keepFees: async () => news, writeBack: async () => news,
};

/** Plays one leg on a desk that writes down what it is asked, and gives back that and the journal. */
async function play<E extends EventName>(event: E, events: readonly Events[E][], more: { readonly desk?: object; readonly players?: object } = {}) {
  const asked: (readonly [string, ...unknown[]])[] = [];
  const journal: (readonly [string, readonly Noted[]])[] = [];
  const answering: Readonly<Record<string, unknown>> = { ...desk, ...more.desk };
  const listening = new Proxy(answering, {
    get(_, name: string) {
      const known = answering[name];
      if (known !== undefined && typeof known !== 'function') return known;
      return async (...given: readonly unknown[]) => {
        asked.push([name, ...given]);
        return typeof known === 'function' ? (known(...given) as unknown) : undefined;
      };
    },
  });
  const run: Pick<Run, 'step'> & { readonly desk: unknown } = {
    desk: listening,
    async step(title, work, of, before) {
      const result = await work();
      if (before) journal.push([before.before.title, before.before.of(result)]);
      journal.push([title, of(result)]);
      return result;
    },
  };
  const leg = massPayout.legs[event] as (run: unknown, events: unknown) => Promise<void>;
  await leg({ ...run, books, payer: payer(asked), payees: 'the payees', fees: undefined, ...more.players }, events);
  return { asked, journal, names: asked.map(([name]) => name) };
}
const payer = (asked: (readonly [string, ...unknown[]])[]) => ({
  ask: async (questions: unknown) => {
    asked.push(['payer.ask', questions]);
    return answers;
  },
});

describe('the mass payout', () => {
  it('is cast with books and a payer, and does without payees and fees', () => {
    expect(massPayout).toMatchObject({ name: 'mass-payout', roles: { books: 'payoutBooks', payer: 'payouts', payees: { optional: 'payees' }, fees: { optional: 'fees' } } });
  });

  it('looks soon when somebody asks for something', async () => expect((await play('work.requested', [])).names).toEqual(['surveySoon']));

  it('waits with every look until what was paid lately has been read', async () => {
    const { asked, journal } = await play('timer.survey', [], { desk: { firstLoad: { pending: async () => true } } });
    expect(asked).toEqual([['later', 'survey', '', timing.sweepMs]]);
    expect(journal).toEqual([]);
  });

  it('does first what people ask for, then finds, examines and bundles, and only then remembers that it looked', async () => {
    const { asked } = await play('timer.survey', []);
    const seen = { ...survey, asked: scope };
    expect(asked).toEqual([
      ['surveyScope'], ['carryOut', expect.anything(), expect.anything(), seen, scope], ['takeUp', seen], ['examine', seen, expect.anything(), 'the payees', found], ['bundle', seen, expect.anything(), examined], ['surveyed', scope, seen, expect.anything()],
    ]);
  });

  it('writes steps 0 to 3 into the journal of every request, as the brief numbers them', async () => {
    const { journal } = await play('timer.survey', []);
    const recipient = { recipient: 'r1', country: 'DE', is: 'payable', program: '100' };
    expect(journal).toEqual([
      ['0 marked as approved', [{ id: 'a0X1', note: { at: '2026-11-20T10:00:00.000Z', by: 'approver' } }, { id: 'a0X2', note: { at: undefined, by: undefined } }]],
      ['1 find the approved requests', [{ id: 'a0X1', note: { status: 'Approved for Payout' } }, { id: 'a0X2', note: { status: 'Approved for Payout' } }]],
      ['2 extract the recipient details', [{ id: 'a0X1', note: recipient }, { id: 'a0X2', note: recipient }]],
      ['3 transform and bundle the payments', [{ id: 'a0X1', note: { reference: 'a0X1-01', batch: 'B1', program: '100' } }, { id: 'a0X2', note: { reference: 'a0X2-01', batch: 'B1', program: '100' } }]],
    ]);
  });

  it('pays lane by lane', async () => {
    const { asked, journal } = await play('timer.send', [{ key: 'payer/100/USD' }, { key: 'payer/100/EUR' }]);
    expect(asked.map(([name, , , lane]) => [name, lane])).toEqual([['pay', 'payer/100/USD'], ['pay', 'payer/100/EUR']]);
    expect(journal).toEqual([['4 initiate the payouts', news], ['4 initiate the payouts', news]]);
  });

  it('keeps hints, and believes none of them', async () => {
    const hints = [{ reference: 'a0X1-01', word: 'completed', final: true }];
    const { asked, journal } = await play('payout.hinted', hints);
    expect(asked).toEqual([['hinted', hints]]);
    expect(journal).toEqual([['5 status hints arrive', news]]);
  });

  it('asks the payer about what is due, hears the answers, and asks again later', async () => {
    const { asked, journal } = await play('timer.ask', []);
    expect(asked).toEqual([['dueQuestions'], ['payer.ask', [{ ...due[0], amount: { minor: 1_000, currency: 'USD' } }]], ['hear', due, answers], ['askAgain']]);
    expect(journal).toEqual([['5a ask for the status', news]]);
  });

  it('estimates the fee of what it asked about, where somebody knows fees', async () => {
    const { asked, names } = await play('timer.ask', [], { players: { fees: { estimate: ({ minor, currency }: { minor: number; currency: string }) => ({ minor: minor / 100, currency }) } } });
    expect(names).toEqual(['dueQuestions', 'payer.ask', 'hear', 'estimateFees', 'askAgain']);
    const [, of, estimate] = asked[3] as readonly [string, unknown, (amount: unknown) => unknown];
    expect([of, estimate({ minor: 1_000, currency: 'USD' })]).toEqual([due, { minor: 10, currency: 'USD' }]);
  });

  it('reads the balance of every lane whose time has come', async () => {
    expect((await play('timer.funds', [{ key: 'payer/100/USD' }, { key: 'payer/100/EUR' }])).asked.map(([name, , key]) => [name, key])).toEqual([['readFunds', 'payer/100/USD'], ['readFunds', 'payer/100/EUR']]);
  });

  it('learns the actual fees since the oldest payout without one, and looks again later', async () => {
    const actual = new Map([['a0x1-01', { minor: 10, currency: 'USD' }]]);
    const { asked, journal } = await play('timer.fees', [], { players: { fees: { actual: async (since: number) => (since === 5 ? actual : undefined) } } });
    expect(asked).toEqual([['oldestWithoutFee'], ['keepFees', actual], ['later', 'fees', '', timing.feesMs]]);
    expect(journal).toEqual([['6a learn the actual fees', news]]);
  });

  it('asks nobody for fees while none is missing, or nobody tells them', async () => {
    const never = { fees: { actual: async () => Promise.reject(new Error('asked')) } };
    expect((await play('timer.fees', [], { desk: { oldestWithoutFee: async () => undefined }, players: never })).asked).toEqual([['oldestWithoutFee'], ['later', 'fees', '', timing.feesMs]]);
    expect((await play('timer.fees', [])).asked).toEqual([['oldestWithoutFee'], ['later', 'fees', '', timing.feesMs]]);
  });

  it('asks again about each payee it is hinted at, and looks at the books soon', async () => {
    const { asked } = await play('payee.hinted', [{ payeeId: 'p1', word: 'approved' }, { payeeId: 'p2', word: 'declined' }]);
    expect(asked).toEqual([['payeeChanged', 'p1'], ['payeeChanged', 'p2'], ['surveySoon']]);
  });

  it('reads balances again when it hears of funds, beats its heart, and writes back what waits', async () => {
    expect((await play('funds.hinted', [])).names).toEqual(['fundsChanged']);
    expect((await play('timer.heartbeat', [])).names).toEqual(['heartbeat']);
    const { asked, journal } = await play('outbox.due', []);
    expect(asked).toEqual([['writeBack', books]]);
    expect(journal).toEqual([['6 update the Payment Transactions', news]]);
  });
});
