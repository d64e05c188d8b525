import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());

describe('how far a stream was read', () => {
  it('is kept by its name, with the moment, and moved', async () => {
    const { store: { cursors }, database, clock } = opened;
    expect(await cursors.get('events')).toBeUndefined();
    await cursors.set('events', '17');
    await cursors.set('fees', '4');
    clock.at += 5;
    await cursors.set('events', '18');
    expect([await cursors.get('events'), await cursors.get('fees')]).toEqual(['18', '4']);
    expect(await database.query('select name, value, at from cursor order by name')).toEqual([{ name: 'events', value: '18', at: clock.at }, { name: 'fees', value: '4', at: clock.at - 5 }]);
  });

  it('moves with what was read, or not at all', async () => {
    const { store: { cursors }, database } = opened;
    await expect(database.transaction(async () => {
      await cursors.set('rates', '1');
      expect(await cursors.get('rates')).toBe('1');
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await cursors.get('rates')).toBeUndefined();
  });
});
