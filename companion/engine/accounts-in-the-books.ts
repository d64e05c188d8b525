import type { FundingAccount } from '../domain/funding-account.ts';
import type { BatchRow, Payment } from '../store/ledger-rows.ts';
import type { MovementRow } from '../store/movements.ts';
import type { Office } from './office.ts';

/** Which Funding Account money moved on, by record id; undefined where the books have none for it. */
export interface AccountsInTheBooks {
  /** What left a program: the account its request named, unless that was corrected into another program since. */
  ofPayout(row: Pick<BatchRow, 'program'>, payment: Pick<Payment, 'program' | 'fundingAccountId'> | undefined): string | undefined;
  ofBatch(batch: Pick<BatchRow, 'program' | 'fundingAccountId'>): string | undefined;
  /** What moved on the account holder's own account, which has a balance for each currency. */
  ofMovement(row: Pick<MovementRow, 'key' | 'currency'>): string | undefined;
}

/** How the keys begin of what is listed on an account with a balance for each currency: `payoneer:sandbox:4000001:` on `payoneer:sandbox:4000001-SEK`. */
const listedOn = ({ key, currency }: FundingAccount): string | undefined => (key.endsWith(`-${currency}`) ? `${key.slice(0, -currency.length - 1)}:` : undefined);

/** The Funding Accounts as the last look at the books showed them. */
export async function accountsInTheBooks({ store, keyPrefix }: Office): Promise<AccountsInTheBooks> {
  const accounts = await store.fundingAccounts.all();
  const byKey = new Map(accounts.map(({ key, id }) => [key, id]));
  const ofProgram = (program: string): string | undefined => byKey.get(`${keyPrefix}:${program}`);
  return {
    ofPayout: ({ program }, payment) => (payment?.program === program ? payment.fundingAccountId : null) ?? ofProgram(program),
    ofBatch: ({ program, fundingAccountId }) => fundingAccountId ?? ofProgram(program),
    ofMovement: ({ key, currency }) => accounts.find((account) => account.currency === currency && key.startsWith(listedOn(account) ?? ' '))?.id,
  };
}

/** What moved lately on accounts the books did not have before is told again, now that it has somewhere to belong. */
export async function tellWhatMovedOn({ store: { fundingAccounts, outbox }, keyPrefix, payerId, tools, timing }: Office, accounts: readonly FundingAccount[]): Promise<void> {
  for (const account of accounts) {
    const program = account.key.startsWith(`${keyPrefix}:`) ? account.key.slice(keyPrefix.length + 1) : '';
    const moved = await fundingAccounts.moved({ connection: payerId, program, listedOn: listedOn(account) ?? ' ', currency: account.currency, since: tools.now() - timing.receiptsBackMs });
    for (const [kind, rows] of Map.groupBy(moved, (row) => row.kind)) await outbox.add(kind, rows.map(({ key }) => key), tools.now() + timing.writeDelayMs);
  }
}
