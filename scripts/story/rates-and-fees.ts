import type { Scene } from './scene.ts';

type Outside = Scene['outside'];

const many = (outside: Outside, object: string, is: (row: Readonly<Record<string, unknown>>) => boolean): number => [...outside.org.org.rows(object).values()].filter(is).length;

/** The bank publishes while the month end is prepared: drafts are already converted, and keep their rate. */
export async function ratesMove({ outside, until, tell }: Scene): Promise<void> {
  const told = (quote: string): number => many(outside, 'Exchange_Rate__c', (row) => row.Quote_Currency__c === quote);
  if (!(await until(() => told('USD') > 0))) return;
  tell('The European Central Bank’s rates are read; requests nobody has submitted get an amount in euros, with rate, source and time.');
  outside.ecb.publish({ USD: '1.1015', JPY: '159.02', GBP: '0.86410', CAD: '1.4688' }, new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  if (await until(() => told('USD') > 1)) tell('The euro rises from 1.0920 to 1.1015 dollars. Both rates are kept; what was converted keeps its own.');
}

/** Fees follow the payouts into the accounts. */
export async function feesAllocated({ outside, until, tell }: Scene): Promise<void> {
  const lines = (): number => many(outside, 'Fee_Allocation__c', (row) => row.Status__c === 'Allocated');
  const enough = (): boolean => lines() >= 10;
  // Fees come with the payouts, later than one wait lasts.
  if ((await until(enough)) || (await until(enough))) tell(`The first ${lines()} fees and parts of fees stand on their expense accounts, each fee divided to the cent.`);
}
