import { moneyFromDecimal } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { RateBooks, Reportable } from '../../domain/rate-and-fee-books.ts';
import type { SalesforceClient } from './client.ts';
import { datedRates } from './dated-rates.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { pendingApproval } from './requests.ts';
import { isoMoment, literals, moment } from './soql.ts';

/** A person may still change these. */
const unsubmitted = ['Draft', 'Rejected', 'Recalled', 'Needs Correction'];

/** What gives requests their reporting amount. A request whose approval is running is left to its approver. */
export function rateBooks(client: SalesforceClient, names: Names): RateBooks {
  const { request: n, reporting: r } = names;
  const query = (since: string | undefined): string =>
    `SELECT Id, Name, SystemModstamp, ${[n.amount, n.currency, r.amount, r.currency, r.rate].join(', ')} FROM ${n.object} WHERE ${n.status} != '${pendingApproval}' ` +
    `AND (${n.status} IN ${literals(unsubmitted)} OR ${r.amount} = null)${since === undefined ? '' : ` AND SystemModstamp >= ${moment(since)}`} ORDER BY SystemModstamp, Id`;
  return {
    async reportable({ since }) {
      const rows = await client.query('look', query(since));
      const requests: Reportable[] = [];
      const unreadable: { requestId: string; why: string }[] = [];
      for (const row of rows) {
        try {
          requests.push(reportableOf(row, names));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          unreadable.push({ requestId: textOf(row, 'Id') ?? '', why: error.message });
        }
      }
      const last = textOf(rows.at(-1), 'SystemModstamp');
      return { requests, unreadable, until: last === undefined ? undefined : isoMoment(last) };
    },
    feedDated: (day, rateFrom) => datedRates(client, day, rateFrom),
  };
}

function reportableOf(row: Row, { request: n, reporting: r }: Names): Reportable {
  const [amount, currency] = [textOf(row, r.amount), textOf(row, r.currency)];
  return {
    requestId: textOf(row, 'Id') ?? '',
    name: textOf(row, 'Name') ?? '',
    amount: moneyFromDecimal(textOf(row, n.amount) ?? '', textOf(row, n.currency) ?? ''),
    reported: amount === undefined || currency === undefined ? undefined : { amount: moneyFromDecimal(amount, currency), rate: textOf(row, r.rate) ?? '' },
  };
}
