import { thresholdMinor, type FundingAccount } from '../../domain/funding-account.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Reading } from './requests.ts';

/** What people decided on every Funding Account: part of the look that is taken anyway. */
export const fundingAccountsQuery = ({ names: { funds: n } }: Reading): string =>
  `SELECT ${['Id', 'Name', n.key, n.name, n.currency, n.schedule, n.cutOff, n.timeZone, n.payoutDays, n.threshold].join(', ')} FROM ${n.object} ORDER BY Id`;

/** Payout days come as a multi-select picklist tells them: `Monday;Tuesday`. */
export function fundingAccountOf(row: Row, { names: { funds: n } }: Reading): FundingAccount {
  const currency = textOf(row, n.currency) ?? '';
  return {
    id: textOf(row, 'Id') ?? '', key: textOf(row, n.key) ?? '', name: textOf(row, n.name) ?? textOf(row, 'Name') ?? '', currency,
    words: { schedule: textOf(row, n.schedule), cutOff: textOf(row, n.cutOff), timeZone: textOf(row, n.timeZone), payoutDays: textOf(row, n.payoutDays) },
    thresholdMinor: thresholdMinor(textOf(row, n.threshold), currency),
  };
}
