import type { Transaction } from '../../sandbox/payoneer/state.ts';

/** The line of a payout in the provider's books; of category 5, outgoing payments, unless said otherwise. */
export function lineOf(list: readonly Transaction[], reference: string, categoryId = 5): Transaction {
  const line = list.find((each) => each.details['payment_reference'] === reference && each.categoryId === categoryId);
  if (!line) throw new Error(`Rig: the provider lists no ${reference}.`);
  return line;
}

/** Changes the provider's books, as nobody but the provider can. */
export const replaceIn = (list: Transaction[], line: Transaction, by: readonly Transaction[]): void => void list.splice(list.indexOf(line), 1, ...by);

let copies = 0;
/** The same under an id of its own. */
export const copyOf = (line: Transaction, change: Partial<Transaction> = {}): Transaction => ({ ...line, id: `9${line.id}${copies++}`, ...change });
