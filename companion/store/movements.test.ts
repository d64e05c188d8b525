import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isReceipt } from '../domain/movements.ts';
import type { Match } from '../domain/receipt-match.ts';
import { openMovements, type KeyedMovement } from './movements.ts';
import { openLedgerStore } from './test-ledger-store.ts';

const began = 1_795_000_000_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let movements: ReturnType<typeof openMovements>;
let nth = 0;
beforeAll(async () => {
  opened = await openLedgerStore();
  movements = openMovements(opened.database, opened.store.outbox, opened.tools, 500);
});
afterAll(() => opened.close());

const keyOf = (id: string): string => `payer:sandbox:1:${id}`;
const line = (more: Partial<KeyedMovement> = {}): KeyedMovement => {
  const id = more.id ?? `t${++nth}`;
  return { key: keyOf(id), id, kind: 'incoming', direction: 'In', status: 'pending', raw: 'Pending', amount: { minor: 1_000, currency: 'USD' }, at: '2026-10-01T00:00:00.000Z', source: 'Acme', reference: 'INV-1', description: 'x', ...more };
};
const matched = (more: Partial<Match> = {}): Match => ({ state: 'Proposed', accountId: 'a', contactId: 'c', opportunityId: 'o', reason: 'It fits.', ...more });
const kindsOf = async (key: string): Promise<readonly object[]> =>
  opened.database.query('select kind, due_at::bigint - $2::bigint as "dueIn" from outbox where key = $1 order by kind', [key, opened.clock.at]);
const forgetWaiting = (): Promise<unknown> => opened.database.query('delete from outbox');
/** What the books hold of it, nothing of it waiting. */
async function told(more: Partial<KeyedMovement> = {}): Promise<KeyedMovement> {
  const one = line(more);
  await movements.keep([one], isReceipt);
  await forgetWaiting();
  return one;
}

describe('a movement', () => {
  it('is kept as it was told, and waits for the books after the delay of writing', async () => {
    const one = line({ raw: 'Pen\u0000ding', source: 'A\u0000cme', reference: '\u0000INV-1', description: 'x\u0000' });
    expect([...(await movements.keep([one], isReceipt))]).toEqual([[one.key, 'new']]);
    expect(await movements.byKeys([one.key, 'none'])).toEqual([{
      key: one.key, kind: 'incoming', direction: 'In', status: 'pending', rawStatus: 'Pending', amountMinor: 1_000, currency: 'USD', at: Date.parse('2026-10-01'), source: 'Acme', reference: 'INV-1', description: 'x',
      history: [{ at: new Date(began).toISOString(), text: 'The provider says Pen\ufffdding.' }],
      matchState: null, accountId: null, contactId: null, opportunityId: null, matchReason: null, matchUntold: false,
    }]);
    expect(await kindsOf(one.key)).toEqual([{ kind: 'movement', dueIn: 500 }, { kind: 'receipt', dueIn: 500 }]);
  });

  it('that is no receipt waits as a movement only', async () => {
    const fee = line({ kind: 'fee', direction: 'Out' });
    await movements.keep([fee, line()], isReceipt);
    expect(await kindsOf(fee.key)).toEqual([{ kind: 'movement', dueIn: 500 }]);
  });

  it('told again as it was is no news, also where its word has a NUL', async () => {
    const one = await told({ raw: 'Pen\u0000ding' });
    expect([...(await movements.keep([one, one], isReceipt))]).toEqual([[one.key, 'same']]);
    expect(await kindsOf(one.key)).toEqual([]);
  });

  it('is kept once where one reading tells it twice', async () => {
    const one = line();
    expect([...(await movements.keep([one, { ...one, status: 'completed', raw: 'Completed' }], isReceipt))]).toEqual([[one.key, 'new']]);
    expect(await movements.byKeys([one.key])).toMatchObject([{ status: 'pending', history: [{}] }]);
  });

  it.each<[string, Partial<KeyedMovement>, string]>([
    ['another status', { status: 'completed' }, 'Pending'], ['another word of it', { raw: 'On hold' }, 'On hold'], ['no word of it any more', { raw: '' }, 'nothing of its status'],
  ])('with %s is changed, with a line more in its history', async (_, more, says) => {
    const one = await told();
    opened.clock.at += 60_000;
    const after = { ...one, ...more, source: 'Another', at: '2026-11-01T00:00:00.000Z' };
    expect([...(await movements.keep([after], isReceipt))]).toEqual([[one.key, 'changed']]);
    expect(await movements.byKeys([one.key])).toMatchObject([{
      status: after.status, rawStatus: after.raw, source: 'Acme', at: Date.parse('2026-10-01'),
      history: [{ at: new Date(opened.clock.at - 60_000).toISOString(), text: 'The provider says Pending.' }, { at: new Date(opened.clock.at).toISOString(), text: `The provider says ${says}.` }],
    }]);
    expect(await kindsOf(one.key)).toEqual([{ kind: 'movement', dueIn: 500 }, { kind: 'receipt', dueIn: 500 }]);
  });

  it('keeps a changed word without its NUL', async () => {
    const one = await told();
    await movements.keep([{ ...one, raw: 'On\u0000 hold' }], isReceipt);
    expect(await movements.byKeys([one.key])).toMatchObject([{ rawStatus: 'On hold' }]);
  });

  it.each<[string, Partial<KeyedMovement>]>([
    ['another amount', { amount: { minor: 1_001, currency: 'USD' } }], ['another currency', { amount: { minor: 1_000, currency: 'EUR' } }], ['the other direction', { direction: 'Out' }],
  ])('is not believed with %s', async (_, more) => {
    const one = await told();
    const before = await movements.byKeys([one.key]);
    expect([...(await movements.keep([{ ...one, status: 'completed', raw: 'Completed', ...more }], isReceipt))]).toEqual([[one.key, 'other money']]);
    expect(await movements.byKeys([one.key])).toEqual(before);
    expect(await kindsOf(one.key)).toEqual([]);
  });

  it('comes in with all the others of its page or not at all', async () => {
    const [good, bad] = [line(), line({ at: 'not a time' })];
    await expect(movements.keep([good, bad], isReceipt)).rejects.toThrow('NaN');
    expect(await movements.byKeys([good.key, bad.key])).toEqual([]);
    expect(await kindsOf(good.key)).toEqual([]);
  });
});

describe('matching', () => {
  const unmatched = async (since: number, again: boolean, limit = 10): Promise<readonly string[]> => (await movements.unmatched(since, again, limit)).map(({ key }) => key);

  it('is asked for receipts never looked up, oldest first, and again for those nobody was found for', async () => {
    opened.clock.at += 1_000;
    const since = opened.clock.at;
    const [second, first] = [await told({ id: 'm2' }), await told({ id: 'm1' })];
    await told({ kind: 'refund' });
    await told({ direction: 'Out' });
    opened.clock.at += 1;
    const [nobodys, proposed, third] = [await told({ id: 'm0' }), await told(), await told({ id: 'm3' })];
    await movements.match(new Map([[nobodys.key, matched({ state: 'Unmatched' })], [proposed.key, matched()]]));
    expect(await unmatched(since, false)).toEqual([first.key, second.key, third.key]);
    expect(await unmatched(since, true)).toEqual([first.key, second.key, nobodys.key, third.key]);
    expect(await unmatched(since + 1, true)).toEqual([nobodys.key, third.key]);
    expect(await unmatched(since, true, 3)).toEqual([first.key, second.key, nobodys.key]);
  });

  it('tells the books what it found, once', async () => {
    const [one, other] = [await told(), await told()];
    await movements.match(new Map([[one.key, matched()], ['none', matched()]]));
    expect(await movements.byKeys([one.key])).toMatchObject([{ matchState: 'Proposed', accountId: 'a', contactId: 'c', opportunityId: 'o', matchReason: 'It fits.', matchUntold: true }]);
    expect(await kindsOf(one.key)).toEqual([{ kind: 'receipt', dueIn: 500 }]);
    expect([await kindsOf('none'), await kindsOf(other.key)]).toEqual([[], []]);
    await forgetWaiting();
    await movements.match(new Map([[one.key, matched()]]));
    expect(await opened.database.query('select key from outbox')).toEqual([]);
  });

  it.each<Partial<Match>>([{ state: 'Matched' }, { accountId: undefined }, { contactId: undefined }, { opportunityId: undefined }, { reason: 'Another.' }])('tells them again when it finds %j', async (more) => {
    const one = await told();
    await movements.match(new Map([[one.key, matched()]]));
    await movements.forgetMatch([one.key]);
    await forgetWaiting();
    const { state, accountId, contactId, opportunityId, reason } = matched(more);
    await movements.match(new Map([[one.key, matched(more)]]));
    expect(await movements.byKeys([one.key])).toMatchObject([{ matchState: state, accountId: accountId ?? null, contactId: contactId ?? null, opportunityId: opportunityId ?? null, matchReason: reason, matchUntold: true }]);
    expect(await kindsOf(one.key)).toEqual([{ kind: 'receipt', dueIn: 500 }]);
  });

  it('keeps all it found or nothing', async () => {
    const [one, other] = [await told(), await told()];
    await expect(movements.match(new Map([[one.key, matched()], [other.key, matched({ reason: 'a\u0000b' })]]))).rejects.toThrow('0x00');
    expect(await movements.byKeys([one.key])).toMatchObject([{ matchState: null, matchUntold: false }]);
  });

  it('is told no more of what a person decided first', async () => {
    const [one, other] = [await told(), await told()];
    await movements.match(new Map([[one.key, matched()], [other.key, matched()]]));
    await movements.forgetMatch([one.key]);
    expect([await movements.byKeys([one.key]), await movements.byKeys([other.key])]).toMatchObject([[{ matchState: 'Proposed', matchUntold: false }], [{ matchState: 'Proposed', matchUntold: true }]]);
  });
});

describe('what the books took', () => {
  const taken = async (): Promise<readonly string[]> => (await movements.takeWritten()).map(({ key }) => key).toSorted();
  const untold = async (key: string): Promise<readonly boolean[]> => (await movements.byKeys([key])).map(({ matchUntold }) => matchUntold);

  it('is handed to the journal once, whole', async () => {
    const [receipt, other] = [await told(), await told()];
    await movements.match(new Map([[receipt.key, matched()]]));
    await forgetWaiting();
    await movements.written([receipt.key], [receipt.key, other.key]);
    expect(await untold(receipt.key)).toEqual([false]);
    const rows = await movements.byKeys([receipt.key, other.key]);
    expect((await movements.takeWritten()).toSorted((a, b) => a.key.localeCompare(b.key))).toEqual(rows.toSorted((a, b) => a.key.localeCompare(b.key)));
    expect(await taken()).toEqual([]);
    await movements.written([receipt.key], [other.key]);
    expect(await taken()).toEqual([]);
  });

  it.each(['receipt', 'movement'] as const)('counts for nothing while something newer waits as a %s', async (kind) => {
    const one = await told();
    await movements.match(new Map([[one.key, matched()]]));
    await forgetWaiting();
    await opened.store.outbox.add(kind, [one.key], 1);
    await movements.written([one.key], []);
    expect(await untold(one.key)).toEqual([kind === 'receipt']);
    expect(await taken()).toEqual([]);
  });

  it('is handed over again after it changed or was matched', async () => {
    const [one, other] = [await told(), await told()];
    const written = async (): Promise<readonly string[]> => {
      await forgetWaiting();
      await movements.written([], [one.key, other.key]);
      return taken();
    };
    expect(await written()).toEqual([one.key, other.key].toSorted());
    await movements.keep([{ ...one, status: 'completed' }], isReceipt);
    expect(await written()).toEqual([one.key]);
    await movements.match(new Map([[other.key, matched()]]));
    expect(await written()).toEqual([other.key]);
    expect(await untold(other.key)).toEqual([true]);
  });
});
