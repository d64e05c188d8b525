import { moneyFromDecimal } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { Owed, RateBooks, Reportable } from '../../domain/rate-and-fee-books.ts';
import type { SalesforceClient } from './client.ts';
import { datedRates } from './dated-rates.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { pendingApproval } from './requests.ts';
import { isoMoment, literals, moment } from './soql.ts';

/** A person may still change these. */
const unsubmitted = ['Draft', 'Rejected', 'Recalled', 'Needs Correction'];

/** What gives requests their amounts in other currencies. A request whose approval is running is left to its approver. */
export function rateBooks(client: SalesforceClient, names: Names): RateBooks {
  return {
    async convertible({ since, reportable, owed }) {
      const rows = await client.query('look', query(names, { since, reportable, owed }));
      const [requests, debts, unreadable] = [[] as Reportable[], [] as Owed[], [] as { requestId: string; why: string }[]];
      for (const row of rows) {
        try {
          if (owed) debts.push(...owedOf(row, names));
          if (reportable) requests.push(...reportableOf(row, names));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          unreadable.push({ requestId: textOf(row, 'Id') ?? '', why: error.message });
        }
      }
      const last = textOf(rows.at(-1), 'SystemModstamp');
      return { requests, owed: debts, unreadable, until: last === undefined ? undefined : isoMoment(last) };
    },
    feedDated: (day, rateFrom) => datedRates(client, day, rateFrom),
  };
}

function query({ request: n, reporting: r, conversion: c }: Names, { since, reportable, owed }: { readonly since: string | undefined; readonly reportable: boolean; readonly owed: boolean }): string {
  const open = `${n.status} IN ${literals(unsubmitted)}`;
  const wanted = [...(reportable ? [open, `${r.amount} = null`] : []), ...(owed && !reportable ? [`(${open} AND (${c.owedAmount} != null OR ${c.rate} != null))`] : [])].join(' OR ');
  return (
    `SELECT Id, Name, SystemModstamp, ${[n.status, n.amount, n.currency, r.amount, r.currency, r.rate, c.owedAmount, c.owedCurrency, c.rate].join(', ')} FROM ${n.object} WHERE ${n.status} != '${pendingApproval}' ` +
    `AND (${wanted})${since === undefined ? '' : ` AND SystemModstamp >= ${moment(since)}`} ORDER BY SystemModstamp, Id`
  );
}

/** Nothing while there is no amount: what is owed in another currency gets its own first. */
function reportableOf(row: Row, { request: n, reporting: r }: Names): readonly Reportable[] {
  const [standing, amount, currency] = [textOf(row, n.amount), textOf(row, r.amount), textOf(row, r.currency)];
  if (standing === undefined) return [];
  return [{
    requestId: textOf(row, 'Id') ?? '',
    name: textOf(row, 'Name') ?? '',
    amount: moneyFromDecimal(standing, textOf(row, n.currency) ?? ''),
    reported: amount === undefined || currency === undefined ? undefined : { amount: moneyFromDecimal(amount, currency), rate: textOf(row, r.rate) ?? '' },
  }];
}

function owedOf(row: Row, { request: n, conversion: c }: Names): readonly Owed[] {
  const [owed, owedCurrency, into, amount, rate] = [textOf(row, c.owedAmount), textOf(row, c.owedCurrency), textOf(row, n.currency), textOf(row, n.amount), textOf(row, c.rate)];
  if (!unsubmitted.some((status) => status === textOf(row, n.status)) || into === undefined || (owed === undefined && rate === undefined)) return [];
  return [{
    requestId: textOf(row, 'Id') ?? '', name: textOf(row, 'Name') ?? '', into, rate,
    owed: owed === undefined ? undefined : moneyFromDecimal(owed, owedCurrency ?? ''),
    amount: amount === undefined ? undefined : moneyFromDecimal(amount, into),
  }];
}
