import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accountsInTheBooks, tellWhatMovedOn } from './accounts-in-the-books.ts';
import { newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { minute } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  await bench.script('truncate movement');
});

const day = 1_440 * minute;
const account = (id: string, key: string, currency: string) => ({ id, key, name: id, currency, words: {}, thresholdMinor: null }) as never;
const keep = async (...accounts: readonly (readonly [id: string, key: string, currency: string])[]): Promise<void> => {
  for (const [id, key, currency] of accounts) await bench.store.fundingAccounts.keep(account(id, key, currency), undefined);
};
const movement = (id: string, more: object = {}) =>
  ({ key: `payer:sandbox:4000:${id}`, id, kind: 'incoming', direction: 'In', status: 'completed', raw: 'Completed', amount: { minor: 100, currency: 'SEK' }, at: new Date(start).toISOString(), source: '', reference: '', description: '', ...more }) as never;

describe('the account money moved on', () => {
  it('is that of the balance whose currency it has, on the account it is listed on', async () => {
    await keep(['A', 'payer:sandbox:4000-SEK', 'SEK'], ['B', 'payer:sandbox:4000-EUR', 'EUR'], ['C', 'payer:sandbox:400-SEK', 'SEK'], ['D', 'payer:sandbox:4000', 'USD']);
    const { ofMovement } = await accountsInTheBooks(bench.office);
    const of = (key: string, currency: string): string | undefined => ofMovement({ key, currency });
    expect([of('payer:sandbox:4000:1', 'SEK'), of('payer:sandbox:4000:1:2', 'EUR'), of('payer:sandbox:400:1', 'SEK')]).toEqual(['A', 'B', 'C']);
    expect([of('payer:sandbox:4000:1', 'USD'), of('payer:sandbox:4000:1', 'GBP'), of('payer:sandbox:40:1', 'SEK')]).toEqual([undefined, undefined, undefined]);
  });

  it('is the one its request named, or its program\'s where that names none or was corrected into another program', async () => {
    await keep(['P', 'payer:sandbox:100', 'USD'], ['O', 'other:sandbox:200', 'USD']);
    const { ofPayout, ofBatch } = await accountsInTheBooks(bench.office);
    const row = { program: '100' };
    expect([ofPayout(row, { program: '100', fundingAccountId: 'N' }), ofPayout(row, { program: '100', fundingAccountId: null }), ofPayout(row, { program: '200', fundingAccountId: 'N' }), ofPayout(row, undefined)]).toEqual(['N', 'P', 'P', 'P']);
    expect([ofBatch({ program: '100', fundingAccountId: 'N' }), ofBatch({ program: '100', fundingAccountId: null }), ofBatch({ program: '200', fundingAccountId: null })]).toEqual(['N', 'P', undefined]);
  });
});

describe('an account the books did not have before', () => {
  const tell = (id: string, key: string, currency: string): Promise<void> => tellWhatMovedOn(bench.office, [account(id, key, currency)]);
  const isReceipt = ({ kind, direction }: { kind: string; direction: string }): boolean => kind === 'incoming' && direction === 'In';

  it('has told again what moved on it lately, and nothing else', async () => {
    const old = { at: new Date(start - bench.office.timing.receiptsBackMs - 1).toISOString() };
    await bench.store.movements.keep([movement('1'), movement('2', { kind: 'other', direction: 'Out' }), movement('3', { amount: { minor: 1, currency: 'EUR' } }), movement('4', old), movement('5', { key: 'payer:sandbox:40001:5' })], isReceipt);
    await bench.query('delete from outbox');
    await tell('A', 'payer:sandbox:4000-SEK', 'SEK');
    expect(await bench.outbox()).toEqual(['movement payer:sandbox:4000:1', 'movement payer:sandbox:4000:2', 'receipt payer:sandbox:4000:1']);
  });

  it('has told again what left its program, as far as the books hold it', async () => {
    const { ledger } = bench.store;
    await ledger.takeUp([1, 2, 3, 4].map((nth) => newPayment(nth)));
    await ledger.plan([newBatch({ createdAt: start }), newBatch({ id: 'B2', createdAt: start }), newBatch({ id: 'B3', program: '200', createdAt: start })], [
      newAttempt(1, { posted: 1, stage: 'accepted', plannedAt: start }), newAttempt(2, { plannedAt: start, batchId: 'B2' }), newAttempt(3, { posted: 1, stage: 'settled', plannedAt: start - 400 * day }), newAttempt(4, { posted: 1, stage: 'accepted', plannedAt: start, program: '200', batchId: 'B3' }),
    ]);
    await ledger.batchesTold(['B1', 'B3']);
    await bench.query('delete from outbox');
    await tell('P', 'payer:sandbox:100', 'USD');
    expect(await bench.outbox()).toEqual(['batch B1', `transaction ${newAttempt(1).reference}`]);
    await bench.query('delete from outbox');
    await tell('O', 'other:sandbox:100', 'USD');
    expect(await bench.outbox()).toEqual([]);
  });
});
