import { afterEach, describe, expect, it } from '@jest/globals';
import type { Receipts } from '../../companion/connectors/connector.ts';
import { readList } from '../../companion/engine/reconciliation.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { lineOf, replaceIn } from '../flows/listed-payouts.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { giveConsent, openReceiptsRig, revenueOf } from '../flows/receipts-rig.ts';
import { issuesOfKind, payOne, transactionsOf } from '../flows/witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());
const day = 86_400_000;

describe('days are compared with the provider', () => {
  it('and what was dated back is found, after a clock that ran years ahead was put right', async () => {
    rig = await openReceiptsRig();
    await giveConsent(rig);
    const first = rig.payoneer.receive({ amountMinor: 100, currency: 'SEK', source: 'A' });
    await eventually(() => expect(revenueOf(rig, first).Status__c).toBe('Received'));
    const { store: { cursors }, engine: { desk } } = rig.companion.assembly;
    const ahead = String(Date.now() + 4 * 365 * day);
    for (const name of ['reconciliation since', 'reconciliation until']) await cursors.set(name, ahead);
    const days = await desk.reconciliation.daysToCompare();
    for (const name of ['receipts payoneer:sandbox:4000001', 'receipts long look payoneer:sandbox:4000001', 'receipts matched']) await cursors.set(name, ahead);
    const back = rig.payoneer.receive({ amountMinor: 200, currency: 'SEK', source: 'B', at: Date.now() - 20 * day });
    await eventually(() => expect([days !== undefined, revenueOf(rig, back).Status__c]).toEqual([true, 'Received']), 10_000);
  }, 40_000);

  it('with all that was listed, though a later part was read by an instance whose clock is half a minute behind', async () => {
    rig = await openQuickRig();
    const { office } = rig.companion.assembly;
    const now = Date.now();
    const reference = (n: number): string => `a0x0000000000${String(n).padStart(5, '0')}-01`;
    const at = (n: number): number => now - 9 * day + n * (day / 2) + 1_000;
    const lines = Array.from({ length: 18 }, (_, n) => ({ id: String(n), kind: 'outgoing' as const, direction: 'Out' as const, status: 'completed' as const, raw: 'Completed', amount: { minor: 100, currency: 'USD' }, at: new Date(at(n)).toISOString(), source: '', reference: reference(n), description: '' }));
    const receiver: Receipts = {
      keyPrefix: () => Promise.resolve('payoneer:sandbox:1'),
      read: (from, to) => Promise.resolve({ movements: lines.filter((_, n) => at(n) >= from && at(n) <= to), fees: new Map(), unreadable: [], complete: to - from <= day / 2 }),
    };
    const span = { since: 0, before: now - 2 * day, until: now - day, from: now - 8 * day, readFrom: now - 9 * day, recoveredAt: 0 };
    let parts = 0;
    for (let more = true; more; parts++) {
      const clock = parts === 0 ? now : now + 2_000 - 30_000;
      more = (await readList({ ...office, tools: { ...office.tools, now: () => clock } }, receiver, span)).isMore;
    }
    expect([parts > 1, (await office.store.reconciliation.listed(lines.map((line) => line.reference))).length]).toEqual([true, 18]);
  }, 30_000);

  it('and a new difference is told beside many that are known and stay', async () => {
    const timing = { ...quickTiming, receiptsMs: 60_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: 1_000, reconcileLateMs: 300, reconcilePatienceMs: 3_000 };
    rig = await openReceiptsRig({ config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    await giveConsent(rig);
    const list = rig.payoneer.state.transactions;
    const told = (): Row[] => issuesOfKind(rig, 'provider difference');
    await payOne(rig, freshDebt('p', 200, 'The first'));
    const ids = rig.raise(Array.from({ length: 10 }, (_, n) => freshDebt('p', 200, `Not listed ${n}`)));
    rig.approve(ids);
    await rig.until(ids, ['Completed']);
    for (const id of ids) replaceIn(list, lineOf(list, `${id}-01`), []);
    await pause(1_500);
    await payOne(rig, freshDebt('p', 200, 'Listed'));
    await eventually(() => expect(told().map((row) => row.Status__c)).toEqual(ids.map(() => 'Open')), 20_000);
    await pause(7_000);
    const id = await payOne(rig, freshDebt('p', 200, 'The next that is missing'));
    replaceIn(list, lineOf(list, `${id}-01`), []);
    await eventually(() => expect([told().filter((row) => row.Source__c === `${id}-01`).length, transactionsOf(rig, id)[0]?.Reconciliation__c]).toEqual([1, 'Different']), 15_000);
    expect(issuesOfKind(rig, 'payouts not listed')).toEqual([]);
  }, 90_000);

  it('and a stranger that is gone when a person presses Retry counts as open no more', async () => {
    rig = await openQuickRig();
    const { store, engine: { desk } } = rig.companion.assembly;
    await store.reconciliation.keep([{ reference: 'a0x000000000000001-07', requestId: null, state: 'Different', difference: 'unknown here', detail: 'The provider lists it.' }], Date.now());
    await store.reconciliation.sayAgain('a0x000000000000001-07');
    const now = Date.now();
    await desk.reconciliation.keep(await desk.reconciliation.compare({ since: now - day, before: now - day, until: now, from: now - day, readFrom: now - day, recoveredAt: 0 }));
    expect(await store.reconciliation.count('Different')).toBe(0);
  }, 30_000);
});
