import { freshAmount } from '../../scripts/campaign/story.ts';
import type { Debt } from '../../scripts/outside-world.ts';

export { freshAmount };

/** A debt in US dollars that looks like no other. */
export const freshDebt = (payee: string, whole: number, purpose: string): Debt => ({ payee, amount: freshAmount(whole), currency: 'USD', purpose });

/** What two payees in two programs are owed: two batches. */
export const threeInvoices: readonly Debt[] = [
  { payee: 'payee-1', amount: '120.50', currency: 'USD', purpose: 'Invoice 1' },
  { payee: 'payee-1', amount: '80.00', currency: 'USD', purpose: 'Invoice 2' },
  { payee: 'payee-2', amount: '64.99', currency: 'EUR', purpose: 'Invoice 3' },
];
