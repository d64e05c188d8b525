import { expect } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Debt } from '../../scripts/outside-world.ts';
import type { Rig } from './companion-rig.ts';
import { eventually } from './eventually.ts';

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

/** What became of the webhooks since there were so many: how each was answered, or that it was lost. */
export const heardSince = (rig: Rig, since: number): unknown[] => rig.world.webhooks.slice(since).map(({ outcome }) => outcome);

/** Waits until what a person asked for on the record was answered, whatever the answer was. */
export const answered = (rig: Rig, id: string): Promise<void> => eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull());

/** Paid exactly once, on the first attempt, submitted once, and the books say so in one Payment Transaction. */
export function expectPaidOnce(rig: Rig, ids: readonly string[]): void {
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 1));
  expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map((id) => ({ [`${id}-01`]: 1 })));
  for (const id of ids) expect(transactionsOf(rig, id)).toMatchObject([{ Type__c: 'Payout', Status__c: 'Transferred', Reference__c: `${id}-01` }]);
}

/** Raises and approves one request and sees it paid once. @returns its id */
export async function payOne(rig: Rig, debt: Debt): Promise<string> {
  const [id = ''] = rig.raise([debt]);
  rig.approve([id]);
  await rig.until([id], ['Completed']);
  expectPaidOnce(rig, [id]);
  return id;
}

/** Nothing was paid and nothing was even asked of the provider. */
export function expectNeverSent(rig: Rig, ids: readonly string[]): void {
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 0));
  expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map(() => ({})));
}
