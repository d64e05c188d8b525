import type { Row } from '../../sandbox/salesforce/org.ts';
import { amountsAtPaidRates, exact } from './paid-rates.ts';
import type { Simulation } from './simulation-state.ts';

const cents = (value: unknown): bigint => exact(String(value)) / 1_000_000n;

/** What a euro was in a currency, by each published file: its day and its rate. */
function perEuro(published: ReadonlySet<string>, currency: string): readonly (readonly [day: string, rate: bigint])[] {
  if (currency === 'EUR') return [['9999-12-31', 100_000_000n]];
  return [...published].map((line) => line.split(' ')).flatMap(([day = '', of, rate = '']) => (of === currency ? [[day, exact(rate)] as const] : []));
}

/** Every amount that published rates make of what is owed, with the day of the older one as the rate's own; in cents, rounded half up. */
function possible(published: ReadonlySet<string>, row: Row): readonly bigint[] {
  const [owed, from, into] = [cents(row.Owed_Amount__c), String(row.Owed_Currency__c), String(row.Currency__c)];
  if (from === into) return [owed];
  const day = String(row.Conversion_At__c).slice(0, 10);
  return perEuro(published, from).flatMap(([fromDay, under]) => perEuro(published, into).flatMap(([intoDay, over]) => ((fromDay < intoDay ? fromDay : intoDay) === day ? [(2n * owed * over + under) / (2n * under)] : [])));
}

/** A person gave the draft up before anybody submitted it: what is converted of it any more does not matter. */
export const wasGivenUp = (row: Row): boolean => row.Status__c === 'Cancelled' && row.Submitted_By_Id__c == null && row.Requested_Reason__c != null;

/** What is approved and paid for an owed amount follows from a published rate, whatever happened; in two days each was converted and, unless it was stopped, went on. */
export function checkOwed({ stage: { outside }, witness, finance }: Simulation): void {
  for (const id of finance?.owed ?? []) {
    const row = outside.request(id);
    if (wasGivenUp(row)) continue;
    const blame = (rule: string, detail: string): void => witness.blame({ rule, requestId: id, detail: `${String(row.Name)}, ${String(row.Owed_Amount__c)} ${String(row.Owed_Currency__c)}: ${detail}` });
    const atPaidRates = amountsAtPaidRates(outside, { minor: cents(row.Owed_Amount__c), from: row.Owed_Currency__c, into: row.Currency__c, source: row.Conversion_Source__c });
    const converted = [...possible(finance?.published ?? new Set(), row), ...atPaidRates];
    // Somebody changed it past every rule, by one each time; approved anew, that is what counts.
    const edits = witness.lines.filter((line) => ['edited after approval', 'changed past every rule'].some((change) => line.endsWith(`${String(row.Name)} ${change}: taken`))).length;
    const amounts = converted.flatMap((minor) => Array.from({ length: edits + 1 }, (_, times) => minor + 100n * BigInt(times)));
    if (row.Amount__c == null || row.Status__c === 'Draft') blame('what is owed otherwise is converted and submitted', `${String(row.Status__c)} with the amount ${String(row.Amount__c)}`);
    else if (!amounts.includes(cents(row.Approved_Amount__c ?? row.Amount__c))) blame('what is paid for an owed amount follows from a published rate', `became ${String(row.Approved_Amount__c ?? row.Amount__c)}, published rates make ${amounts.join(' or ') || 'nothing'}`);
    if (edits === 0 && row.Approved_Amount__c != null && cents(row.Approved_Amount__c) !== cents(row.Amount__c)) blame('what is paid for an owed amount follows from a published rate', `approved were ${String(row.Approved_Amount__c)}, there stand ${String(row.Amount__c)}`);
  }
}
