import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());
const step = (runId: string, at: number) => ({ runId, flow: 'mass-payout', step: 'send', at });

describe('the journal', () => {
  it('keeps a line of each id, to be read oldest first, whatever the clock said', async () => {
    const { journal } = opened.store;
    await journal.record({ ...step('first', 9), of: [{ id: 'a', note: { sent: [1, 'two'], half: '\ud83d' } }, { id: 'b', note: 'a word' }] });
    await journal.record({ ...step('second', 5), of: [{ id: 'a' }] });
    expect(await journal.read('a')).toEqual([
      { correlationId: 'a', ...step('first', 9), note: { sent: [1, 'two'], half: '\ufffd' } }, { correlationId: 'a', ...step('second', 5), note: null },
    ]);
    expect(await journal.read('b')).toEqual([{ correlationId: 'b', ...step('first', 9), note: 'a word' }]);
    expect(await journal.read('c')).toEqual([]);
  });

  it('of nothing is not written', async () => {
    const { store: { journal }, database } = opened;
    const before = await database.query('select count(*) as lines from journal');
    await journal.record({ ...step('empty', 1), of: [] });
    expect(await database.query('select count(*) as lines from journal')).toEqual(before);
  });

  it('leaves with the transaction it was written in', async () => {
    const { store: { journal }, database } = opened;
    await expect(database.transaction(async () => {
      await journal.record({ ...step('third', 1), of: [{ id: 'd' }] });
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await journal.read('d')).toEqual([]);
  });
});
