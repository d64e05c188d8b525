import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openRecipients, type RecipientRow } from './recipients.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('with waiting as (delete from outbox) delete from recipient'));
afterAll(() => opened.close());

const fresh: Omit<RecipientRow, 'recipientId'> = {
  payeeKey: null, name: null, email: null, country: null, verified: false, fills: {}, link: null, invitedAt: null, note: null, payeeFacts: {}, fingerprint: null, changeUntold: false, everActive: false, declinedAt: null,
  answered: false, answeredAt: null, clearedAt: null, asks: 0, nextAskAt: null, told: false, updatedAt: 10,
};
const idsOf = (rows: readonly RecipientRow[]): readonly string[] => rows.map(({ recipientId }) => recipientId);
/** Recipients to be asked about at these times. */
async function asking(times: Readonly<Record<string, number | null>>) {
  const { recipients } = opened.store;
  await recipients.add(Object.keys(times), 10);
  await recipients.patch(Object.entries(times).map(([id, nextAskAt]) => [id, { nextAskAt }]));
  return recipients;
}

describe('recipients', () => {
  it('are taken in once, and those that are known stay as they are', async () => {
    const { recipients } = opened.store;
    await recipients.add(['b', 'a', 'b'], 10);
    await recipients.add(['c', 'a'], 20);
    await recipients.add([], 30);
    const rows = [{ recipientId: 'a', ...fresh }, { recipientId: 'b', ...fresh }, { recipientId: 'c', ...fresh, updatedAt: 20 }];
    expect(await recipients.byIds(['c', 'b', 'a', 'none'])).toEqual(rows);
    expect(await recipients.byIds(['c', 'a'], 'for update')).toEqual([rows[0], rows[2]]);
    expect(await recipients.byIds([])).toEqual([]);
  });

  it('are taken in in one order, whoever names them, so that two who name the same do not wait for each other', async () => {
    const { store: { recipients }, database } = opened;
    await recipients.add(['c', 'a', 'b'], 10);
    expect(await database.query('select recipient_id as id from recipient order by ctid')).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  });

  it('can be changed in everything but who they are', async () => {
    const { recipients } = opened.store;
    const all: Omit<RecipientRow, 'recipientId'> = {
      payeeKey: 'k', name: 'n', email: 'e', country: 'DE', verified: true, fills: { name: 'f' }, link: 'l', invitedAt: 1, note: 'o', payeeFacts: { kind: 'person' }, fingerprint: 'p', changeUntold: true, everActive: true, declinedAt: 2,
      answered: true, answeredAt: 3, clearedAt: 4, asks: 5, nextAskAt: 6, told: true, updatedAt: 7,
    };
    await recipients.add(['a', 'b'], 10);
    await recipients.patch([['a', all]]);
    expect(await recipients.byIds(['a', 'b'])).toEqual([{ recipientId: 'a', ...all }, { recipientId: 'b', ...fresh }]);
    await expect(recipients.patch([['a', { recipientId: 'c' } as never]])).rejects.toThrow('column recipientId of recipient may not be changed');
  });

  it('are found by their payee, in order', async () => {
    const { recipients } = opened.store;
    await recipients.add(['c', 'b', 'a', 'd'], 10);
    await recipients.patch([['c', { payeeKey: 'one' }], ['b', { payeeKey: 'two' }], ['a', { payeeKey: 'one' }]]);
    expect(idsOf(await recipients.byPayeeKeys(['one', 'none']))).toEqual(['a', 'c']);
    expect(idsOf(await recipients.byPayeeKeys(['two', 'one']))).toEqual(['a', 'b', 'c']);
  });

  it('are adopted with what the books have of them, a blank included', async () => {
    const { recipients } = opened.store;
    await recipients.add(['a'], 10);
    await recipients.patch([['a', { name: 'old', note: 'kept' }]]);
    const facts = { payeeKey: 'k', name: 'n', email: 'e', country: 'DE' };
    await recipients.adopt([{ id: 'a', facts: { payeeKey: undefined, name: undefined, email: undefined, country: undefined }, verified: false }, { id: 'b', facts, verified: true }], 20);
    expect(await recipients.byIds(['a', 'b'])).toEqual([{ recipientId: 'a', ...fresh, note: 'kept' }, { recipientId: 'b', ...fresh, ...facts, verified: true, updatedAt: 20 }]);
    await recipients.adopt([], 30);
  });
});

describe('who is to be asked about', () => {
  it('is given out when the time has come, the longest due first, and hidden for a while', async () => {
    const recipients = await asking({ c: 100, a: 99, b: 101, d: null });
    expect(await recipients.dueToAsk(98, 50, 10)).toEqual([]);
    expect(await recipients.dueToAsk(100, 50, 1)).toEqual([{ recipientId: 'a', ...fresh, nextAskAt: 150 }]);
    expect(idsOf(await recipients.dueToAsk(100, 50, 10))).toEqual(['c']);
    expect(await recipients.dueToAsk(100, 50, 10)).toEqual([]);
    expect(idsOf(await recipients.dueToAsk(149, 50, 10))).toEqual(['b']);
    expect(idsOf(await recipients.dueToAsk(150, 50, 10)).toSorted()).toEqual(['a', 'c']);
  });

  it('is known by the next time, where there is one', async () => {
    expect(await opened.store.recipients.nextAsk()).toBeUndefined();
    const recipients = await asking({ a: null });
    expect(await recipients.nextAsk()).toBeUndefined();
    await asking({ b: 101, c: 100 });
    expect(await recipients.nextAsk()).toBe(100);
  });
});

describe('what the books took of a recipient', () => {
  const waiting = { fills: { name: 'f' }, changeUntold: true, answered: true, clearedAt: 1 };

  it('is cleared, and handed to the journal once', async () => {
    const { recipients } = opened.store;
    await recipients.add(['a', 'b', 'c'], 10);
    await recipients.patch([['a', waiting], ['b', { ...waiting, answered: false }], ['c', waiting]]);
    await recipients.written(['a', 'b'], 20);
    const written = [{ recipientId: 'a', ...fresh, told: true, clearedAt: 20 }, { recipientId: 'b', ...fresh, told: true, clearedAt: 1 }];
    expect(await recipients.byIds(['a', 'b', 'c'])).toEqual([...written, { recipientId: 'c', ...fresh, ...waiting }]);
    expect((await recipients.takeTold()).toSorted((a, b) => a.recipientId.localeCompare(b.recipientId))).toEqual(written.map((row) => ({ ...row, told: false })));
    expect(await recipients.takeTold()).toEqual([]);
  });

  it('asks nothing where they took nobody', async () => {
    expect(await openRecipients(noDatabase).written([], 20)).toBeUndefined();
  });

  it('counts for nothing while something newer of it waits', async () => {
    const { recipients, outbox } = opened.store;
    await recipients.add(['a', 'b'], 10);
    await recipients.patch([['a', waiting], ['b', waiting]]);
    await outbox.add('recipient', ['a'], 1);
    await outbox.add('request', ['b'], 1);
    await recipients.written(['a', 'b'], 20);
    expect(await recipients.byIds(['a', 'b'])).toEqual([{ recipientId: 'a', ...fresh, ...waiting }, { recipientId: 'b', ...fresh, told: true, clearedAt: 20 }]);
  });
});
