import type { Debt } from '../../scripts/outside-world.ts';

let cents = 0;

/** Decimal text with cents nobody used before, so that no two requests look like one debt. */
export const freshAmount = (whole: number): string => `${whole + Math.floor(cents / 100)}.${String(cents++ % 100).padStart(2, '0')}`;

/** A debt in US dollars that looks like no other. */
export const freshDebt = (payee: string, whole: number, purpose: string): Debt => ({ payee, amount: freshAmount(whole), currency: 'USD', purpose });

/** What two payees in two programs are owed: two batches. */
export const threeInvoices: readonly Debt[] = [
  { payee: 'payee-1', amount: '120.50', currency: 'USD', purpose: 'Invoice 1' },
  { payee: 'payee-1', amount: '80.00', currency: 'USD', purpose: 'Invoice 2' },
  { payee: 'payee-2', amount: '64.99', currency: 'EUR', purpose: 'Invoice 3' },
];
