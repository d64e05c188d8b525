import { expect } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';

const live = (rig: Rig, object: string): Row[] => [...rig.org.org.rows(object).values()].filter((row) => row.IsDeleted !== true);

/** The Payment Transactions of a request as the books show them, payouts before returns. */
export const transactionsOf = (rig: Rig, id: string): Row[] =>
  live(rig, 'Payment_Transaction__c').filter((row) => row.Payment_Request__c === id).toSorted((a, b) => String(a.Provider_Key__c).localeCompare(String(b.Provider_Key__c)));

/** The kinds of the issues that name this request, in the books. */
export const issuesOf = (rig: Rig, id: string): string[] => live(rig, 'Sync_Issue__c').filter((row) => row.Payment_Request__c === id).map((row) => String(row.Kind__c)).toSorted();

/** All issues of one kind in the books. */
export const issuesOfKind = (rig: Rig, kind: string): Row[] => live(rig, 'Sync_Issue__c').filter((row) => row.Kind__c === kind);

/** How often each reference of a request was put into a submission, by reference. */
export function postedTimes(rig: Rig, id: string): Record<string, number> {
  return Object.fromEntries(rig.payoneer.payouts().filter(({ reference }) => reference.startsWith(id)).map(({ reference, timesPosted }) => [reference, timesPosted]));
}

export const paidTimes = (rig: Rig, id: string): number => rig.paidTimes().get(id) ?? 0;

export const reasonOf = (rig: Rig, id: string): string => String(rig.request(id).Status_Reason__c ?? '');

/** Paid exactly once, on the first attempt, submitted once, and the books say so in one Payment Transaction. */
export function expectPaidOnce(rig: Rig, ids: readonly string[]): void {
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 1));
  expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map((id) => ({ [`${id}-01`]: 1 })));
  for (const id of ids) expect(transactionsOf(rig, id)).toMatchObject([{ Type__c: 'Payout', Status__c: 'Transferred', Reference__c: `${id}-01` }]);
}

/** Nothing was paid and nothing was even asked of the provider. */
export function expectNeverSent(rig: Rig, ids: readonly string[]): void {
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 0));
  expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map(() => ({})));
}

/** Waits until something is so; the last failure is the one reported. */
export async function eventually(check: () => void | Promise<void>, withinMs = 8_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(50);
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
