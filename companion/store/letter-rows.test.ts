import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findLetter, insertLetters } from './letter-rows.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { oddLetter } from './test-letter.ts';

const now = 1_795_000_000_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => void (await opened.database.script('truncate letter restart identity')));
afterAll(() => opened.close());
const settle = (id: number, state: string): Promise<unknown> => opened.database.query("update letter set state = $2, settled_at = $3, tries = 4, problem = 'busy', issue = 'issue' where id = $1", [id, state, now]);

describe('rows of letters', () => {
  it('are written in one statement, each with all that came', async () => {
    const { database } = opened;
    const letters = [
      oddLetter('a'), oddLetter('b', { connection: 'payer,b', event: 'payee', flags: [] }),
      oddLetter('c', { flags: ['x', 'half \ud83d'], request: { method: 'GET', url: '/?a="b"\\', headers: [['X-Odd', 'none \u0000']], body: new Uint8Array() } }),
    ];
    expect(await insertLetters(database, letters, now, 5)).toEqual([true, true, true]);
    const common = { state: 'new', tries: 0, problem: undefined, receivedAt: now };
    expect([await findLetter(database, 1), await findLetter(database, 2), await findLetter(database, 3), await findLetter(database, 4)]).toEqual([
      { ...letters[0], id: 1, ...common }, { ...letters[1], id: 2, ...common },
      { ...letters[2], flags: ['x', 'half \ufffd'], request: { method: 'GET', url: '/?a="b"\\', headers: [['X-Odd', 'none \ufffd']], body: new Uint8Array() }, id: 3, ...common }, undefined,
    ]);
    expect(await database.query('select distinct due_at from letter')).toEqual([{ due_at: now }]);
  });

  it('are none where no letter came', async () => expect(await insertLetters(opened.database, [], now, 5)).toEqual([]));

  it('tell in the order of the letters which of them were new, by connection and key', async () => {
    const { database } = opened;
    await insertLetters(database, [oddLetter('a'), oddLetter('b', { connection: 'other' })], now, 5);
    expect(await insertLetters(database, [oddLetter('c'), oddLetter('a'), oddLetter('a', { connection: 'other' }), oddLetter('b', { connection: 'other' }), oddLetter('b')], now, 5)).toEqual([true, false, true, false, true]);
  });

  it.each([['done', 5, true], ['discarded', 5, true], ['done', 6, false], ['discarded', 6, false], ['dead', 0, false], ['new', 0, false]])('that are %s are opened again %i ms after they were settled: %p', async (state, repeatedMs, opens) => {
    const { database } = opened;
    await insertLetters(database, [oddLetter('a')], now, 0);
    await settle(1, state);
    expect(await insertLetters(database, [oddLetter('a', { flags: ['again'], request: { ...oddLetter('a').request, headers: [['X-Try', '2']] } })], now + 5, repeatedMs)).toEqual([opens]);
    const read = { ...oddLetter('a'), id: 1, problem: 'busy' };
    expect(await findLetter(database, 1)).toEqual(opens
      ? { ...read, flags: ['again'], request: { ...read.request, headers: [['X-Try', '2']] }, state: 'new', tries: 0, receivedAt: now + 5 }
      : { ...read, state, tries: 4, receivedAt: now });
    expect(await database.query('select due_at, settled_at from letter')).toEqual([opens ? { due_at: now + 5, settled_at: null } : { due_at: now, settled_at: now }]);
  });

  it.each([[180_000, false], [180_001, true]])('that were settled %i ms in the future are opened again where clocks can not differ so far: %p', async (aheadMs, opens) => {
    await insertLetters(opened.database, [oddLetter('a')], now, 0);
    await settle(1, 'done');
    expect(await insertLetters(opened.database, [oddLetter('a')], now - aheadMs, 5)).toEqual([opens]);
  });
});
