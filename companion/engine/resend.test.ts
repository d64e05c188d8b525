import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { nextResend } from './resend.ts';
import { idOf, lane, newBatch, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.begin();
  bench.world.batchLimit = 10;
});

const ref = (nth: number): string => `${idOf(nth)}-01`;
const funds = { reasonCause: 'funds' } as const;
const access = { reasonCause: 'access' } as const;
const fundsTimer = 'funds payer/100/USD';

/** The numbers of what goes again next. */
async function next(books: Pick<typeof bench.books, 'reserved' | 'paused'> = bench.books): Promise<readonly number[] | undefined> {
  const rows = await nextResend(bench.office, books, bench.payer, lane);
  return rows?.map(({ requestId }) => Number(requestId.slice(3, 15)));
}
const refused = (...rows: readonly AttemptPatch[]): Promise<void> => bench.refused(rows);
const patch = (nth: number, more: AttemptPatch): Promise<void> => bench.store.ledger.patchAttemptsQuietly([[ref(nth), more]]);
const told = async (nth: number) => bench.payment(idOf(nth)).then((payment) => [payment?.state, payment?.reason]);

describe('what goes again of a batch that was refused', () => {
  it('is nothing where there is none', async () => {
    expect(await next()).toBeUndefined();
    expect(bench.fundsAsked).toEqual([]);
  });

  it.each([[1, [1]], [2, [1]], [3, [1, 2]], [4, [1, 2]], [5, [1, 2, 3]]])('is the first half of %d, as far as one call takes', async (count, wanted) => {
    await refused(...Array.from({ length: count }, () => ({})));
    expect([await next(), bench.fundsAsked]).toEqual([wanted, ['100']]);
    bench.world.batchLimit = 2;
    expect(await next()).toEqual(wanted.slice(0, 2));
  });

  it.each([[access, [1, 2, 3, 4], [1, 2, 3]], [{}, [1, 2], [1, 2]]])('is all of it only where we were not let in, as far as one call takes: %j', async (row, all, limited) => {
    await refused(row, row, row, row);
    expect(await next()).toEqual(all);
    bench.world.batchLimit = 3;
    expect(await next()).toEqual(limited);
  });

  it('was sent with the first of it, in one call and one batch', async () => {
    await refused({}, { bodyHash: 'another' }, {}, {}, {}, { bodyHash: 'another' });
    await bench.store.ledger.plan([newBatch({ id: 'B2' })], []);
    await bench.query("update attempt set batch_id = 'B2' where reference = $1", ref(3));
    expect(await next()).toEqual([1, 4]);
  });

  it('is half of what was refused together: what a person holds is counted and stays, what was taken since is not', async () => {
    await refused({}, {}, {}, {}, { stage: 'accepted', refusedWithBatch: false }, { stage: 'accepted', refusedWithBatch: false });
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'On Hold', reason: null }]);
    expect(await next()).toEqual([2, 3]);
  });

  it.each([[0, 0, [1]], [-1, 0, undefined], [0, 1, undefined], [1, -1, [1]]])('waits for long patience, to the question and the millisecond: %d more, %d ms later', async (asked, later, wanted) => {
    await refused({ missed: timing.giveUpAfterMissed + asked, unknownSince: start - timing.giveUpAfterMs + later });
    expect(await next()).toEqual(wanted);
  });

  it('waits where nobody knows since when it is in doubt', async () => {
    await refused({ unknownSince: null });
    expect(await next()).toBeUndefined();
  });

  it.each([[1, 2], [2, 3], [4, 5], [5, 6], [50, 6]])('waits for little where we were not let in: %d times sent, %d "not found"', async (posted, missed) => {
    await refused({ ...access, unknownSince: start, posted, missed: missed - 1 });
    expect(await next()).toBeUndefined();
    await patch(1, { missed });
    expect(await next()).toEqual([1]);
  });

  it('passes over what must wait', async () => {
    await refused({ missed: 2 }, {}, { missed: 2 }, {});
    expect(await next()).toEqual([2, 4]);
  });

  it('is nothing while the switch in the books is on', async () => {
    await refused({});
    bench.world.paused = true;
    expect(await next()).toBeUndefined();
    expect(await told(1)).toEqual(['Outcome Unknown', null]);
  });

  it('is chosen anew where recovery began to doubt it meanwhile, and the books are asked about no row at all', async () => {
    await refused(access);
    const { ledger } = bench.store;
    const { attemptsOfBatch } = ledger;
    Object.assign(ledger, { attemptsOfBatch: async (ids: readonly string[]) => {
      Object.assign(ledger, { attemptsOfBatch });
      await ledger.distrustParked(start);
      return attemptsOfBatch(ids);
    } });
    const asked: (readonly string[])[] = [];
    expect(await next({ ...bench.books, reserved: (references) => { asked.push(references); return bench.books.reserved(references); } })).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('what was refused for lack of funds', () => {
  it('goes first, as far as the balance and one call suffice', async () => {
    await refused({}, funds, funds, { ...funds, bodyHash: 'another' }, funds);
    bench.world.availableMinor = 3_500;
    expect([await next(), bench.fundsAsked]).toEqual([[2, 3, 4], ['100', '100']]);
    bench.world.batchLimit = 2;
    expect(await next()).toEqual([2, 3]);
    expect([await told(5), await bench.timers()]).toEqual([['Outcome Unknown', null], {}]);
  });

  it('waits, in the words of the provider, while nothing can go, and the balance is read again in five minutes', async () => {
    bench.world.availableMinor = 999;
    await refused(funds, { ...funds, reasonText: null });
    expect(await next()).toBeUndefined();
    expect([await told(1), await told(2)]).toEqual([['Awaiting Funds', 'Waits for funds: words.'], ['Awaiting Funds', 'Waits for funds: the balance does not suffice.']]);
    expect(await bench.timers()).toEqual({ [fundsTimer]: start + timing.fundsShortMs });
  });

  it('waits where it is not plain that the provider did not take it, though the balance suffices', async () => {
    await refused({ ...funds, missed: timing.giveUpAfterMissed - 1 });
    expect([await next(), await told(1)]).toEqual([undefined, ['Awaiting Funds', 'Waits for funds: words.']]);
  });

  it('keeps back nothing that was refused for another reason', async () => {
    bench.world.availableMinor = 0;
    await refused(funds, {}, access);
    expect([await next(), await told(1), await told(2)]).toEqual([[2, 3], ['Awaiting Funds', 'Waits for funds: words.'], ['Outcome Unknown', null]]);
  });

  it.each([2, 3, 4])('goes again twice, and is then held although the balance shows enough: %d times sent', async (posted) => {
    await refused({ ...funds, posted });
    expect(await next()).toEqual(posted < 3 ? [1] : undefined);
    const held = ['On Hold', `Refused ${posted} times for lack of funds (words), although the balance shows enough. Ask the provider what it wants, then Re-initiate.`];
    expect([await told(1), await bench.timers()]).toEqual([posted < 3 ? ['Outcome Unknown', null] : held, {}]);
  });

  it('is held alone: others go, or wait', async () => {
    await refused({ ...funds, posted: 3 }, funds);
    expect([await next(), (await told(1))[0]]).toEqual([[2], 'On Hold']);
    await patch(2, { missed: 2 });
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'Outcome Unknown', reason: null }]);
    expect([await next(), (await told(1))[0], (await told(2))[0], await bench.timers()]).toEqual([undefined, 'On Hold', 'Awaiting Funds', { [fundsTimer]: start + timing.fundsShortMs }]);
  });

  it('is not looked at where its balance is not known', async () => {
    bench.world.noFunds = new Problem('unreachable', 'No answer.');
    await refused(funds, {});
    await expect(next()).rejects.toThrow('No answer.');
  });
});

describe('what was changed in the books since it was approved', () => {
  const usd = (minor: number, currency = 'USD') => ({ amount: { minor, currency } });
  const recipient = { id: 'r', payeeKey: 'payer:sandbox:100:p', country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' };
  it.each<[string, Partial<PaymentRequest> | undefined, string]>([
    ['no reservation', undefined, 'the books do not hold its reservation any more'], ['another amount', usd(999), 'the amount or the payee was changed'], ['another currency', usd(1_000, 'EUR'), 'the amount or the payee was changed'],
    ['another payee', { recipient: { ...recipient, payeeKey: 'payer:sandbox:100:q' } }, 'the amount or the payee was changed'], ['a later day', { payoutDate: '2026-11-22' }, 'its payout date was moved to 2026-11-22'], ['another purpose', { purpose: 'y' }, 'the purpose changed after the approval. Correct the request and have it approved again'],
    ['an approver who changed the payee', { recipient: { ...recipient, payeeChangedById: 'approver' } }, "the approver last changed the payee's details. Have it approved by somebody else"],
    ['a Hold that another store heard', { isStopped: true }, 'somebody has asked to stop it'],
    ['trouble with its run', { runTrouble: 'it reads "Not sent: 1.5"' }, 'it reads "Not sent: 1.5". Take the request off the run and have it approved on its own'],
    ['another program', { program: '200' }, 'no configured program pays USD from 200. Choose a Funding Account in that currency, or configure one'],
  ])('is held with the reason, for %s', async (_what, change, why) => {
    bench.world.changed.set(ref(2), change);
    await refused({}, {}, {}, {});
    expect([await next(), await told(2), await told(1)]).toEqual([[1], ['On Hold', `Not sent again: ${why}. Re-initiate has it looked at anew.`], ['Outcome Unknown', null]]);
  });

  it.each<[string, Partial<PaymentRequest>]>([['who approved it also made it', { createdById: 'approver' }], ['its day is today', { payoutDate: '2026-11-21' }]])('goes where %s', async (_what, change) => {
    bench.world.changed.set(ref(1), change);
    await refused({});
    expect(await next()).toEqual([1]);
  });

  it('is told whatever the case of the reference in the books', async () => {
    const upper: typeof bench.books.reserved = async (references) => (await bench.books.reserved(references)).map(({ reference, ...rest }) => ({ ...rest, reference: reference.toUpperCase() }));
    await refused({});
    expect(await next({ ...bench.books, reserved: upper })).toEqual([1]);
  });

  it('goes with none of its half: the others are chosen anew, and each is held on its own', async () => {
    for (const nth of [1, 2, 4]) bench.world.changed.set(ref(nth), undefined);
    await refused({}, {}, {}, { bodyHash: 'another' });
    expect([await next(), (await told(1))[0], (await told(2))[0], (await told(4))[0]]).toEqual([[3], 'On Hold', 'On Hold', 'Outcome Unknown']);
  });

  it('is held though the switch in the books is on, all of it', async () => {
    bench.world.paused = true;
    for (const nth of [1, 2]) bench.world.changed.set(ref(nth), undefined);
    await refused({}, { bodyHash: 'another' });
    expect([await next(), (await told(1))[0], (await told(2))[0]]).toEqual([undefined, 'On Hold', 'On Hold']);
  });
});
