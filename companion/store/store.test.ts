import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tools } from '../connectors/connector.ts';
import { openStore } from './store.ts';
import { batchRow, openLedgerStore, paymentRow, requestId } from './test-ledger-store.ts';
import type { Wake } from './wake.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  await opened.database.query('truncate payment, attempt, batch, outbox, issue, movement, letter, timer');
  opened.clock.at = 10_000;
});
afterAll(() => opened.close());

const writeDelayMs = 700;
/** A store on the database of these tests, and the topics that were woken. */
function storeWith(more: { readonly repeatedLetterMs?: number } = {}) {
  const woken: (readonly [string, number])[] = [];
  const wake: Wake = { at: (topic, at) => Promise.resolve(void woken.push([topic, at])), work: () => Promise.resolve(), rest: () => undefined, close: () => Promise.resolve() };
  return { store: openStore(opened.database, wake, opened.tools satisfies Tools, { writeDelayMs, ...more }), wake, woken };
}
const letter = { connection: 'payer', event: 'payout', key: 'k', request: { method: 'POST', url: '/', headers: [], query: {}, body: new Uint8Array([1]) }, flags: [] } as unknown as Parameters<ReturnType<typeof openStore>['inbox']['keep']>[0];

describe('the store', () => {
  it('is everything kept behind one handle, with what it lies on', () => {
    const { store, wake } = storeWith();
    expect(Object.keys(store).toSorted()).toEqual([
      'accountBalances', 'consents', 'conversions', 'cursors', 'db', 'departures', 'fees', 'firstLoad', 'fundingAccounts', 'health', 'inbox', 'installation', 'issues', 'journal', 'lanes', 'leases', 'ledger', 'movements',
      'outbox', 'payeeChecks', 'rates', 'recipients', 'reconciliation', 'reporting', 'timers', 'wake',
    ]);
    expect([store.db === opened.database, store.wake === wake]).toEqual([true, true]);
  });

  it('tells the books of whatever it keeps, each as much later as they are to be', async () => {
    const { store, woken } = storeWith();
    await store.ledger.announce('request', ['r']);
    await store.ledger.plan([batchRow], []);
    await store.issues.raise({ kind: 'k', source: 's', severity: 'Info', summary: 's', detail: 'd' });
    await store.movements.keep([{ key: 'm', id: 'm', kind: 'incoming', direction: 'In', status: 'Completed', raw: '', amount: { minor: 1, currency: 'USD' }, at: '2026-01-01', source: '', reference: '', description: '' }] as never, () => false);
    expect(await opened.database.query('select kind, due_at as at from outbox order by kind')).toEqual(['issue', 'movement', 'request'].map((kind) => ({ kind, at: 10_000 + writeDelayMs })));
    expect(woken).toEqual(Array(3).fill(['outbox', 10_000 + writeDelayMs]));
  });

  it('keeps what its parts keep in one transaction together, or none of it', async () => {
    const { store } = storeWith();
    const together = store.db.transaction(async () => {
      await store.ledger.takeUp([paymentRow(1)]);
      await store.accountBalances.keep({ connection: 'payer', program: '100-USD', currency: 'USD' }, 5, 6);
      await store.outbox.add('request', [requestId(1)], 7);
      throw new Error('Something else failed.');
    });
    await expect(together).rejects.toThrow('Something else failed.');
    expect([await store.ledger.payments([requestId(1)]), await store.accountBalances.all(), await store.outbox.backlog()]).toEqual([[], [], 0]);
  });

  it.each([['an hour where nothing was said', {}, 3_600_000], ['as long as was said', { repeatedLetterMs: 5_000 }, 5_000]])('takes a letter for the same one for %s', async (_how, more, lastsMs) => {
    const { store, woken } = storeWith(more);
    expect(await store.inbox.keep(letter)).toBe('kept');
    await store.inbox.done((await store.inbox.take(1)).map(({ id }) => id));
    opened.clock.at += lastsMs - 1;
    expect(await store.inbox.keep(letter)).toBe('seen before');
    opened.clock.at += 1;
    expect(await store.inbox.keep(letter)).toBe('kept');
    expect(woken).toEqual([['letters', 10_000], ['letters', 70_000], ['letters', 10_000 + lastsMs]]);
  });
});
