import type { FeeRule } from '../../domain/fee-rule.ts';
import { sharesTrouble, type Share } from '../../domain/fee-split.ts';
import { moneyFromDecimal } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { FeeBooks, KnownFee, KnownPart } from '../../domain/rate-and-fee-books.ts';
import { bodyOf, queryPath, type SalesforceClient } from './client.ts';
import { rowOf, textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { idOf } from './requests.ts';
import { isoMoment, moment } from './soql.ts';

/** The transactions that carry fees, the admin's rules, and what people decided: one composite call, and one more for each further page. */
export function feeBooks(client: SalesforceClient, names: Names): FeeBooks {
  return {
    async fees({ since }) {
      const [rules, fees, decisions, parts] = await client.composite('look', [rulesQuery(names), feesQuery(names, since), decisionsQuery(names), partsQuery(names, since)].map((soql) => ({ method: 'GET' as const, path: queryPath(soql) })));
      const unreadable: { id: string; why: string }[] = [];
      const readable = <T>(rows: readonly Row[], read: (row: Row) => T): readonly T[] => rows.flatMap((row) => {
        try {
          return [read(row)];
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          unreadable.push({ id: textOf(row, 'Id') ?? '', why: `${textOf(row, 'Name') ?? ''}: ${error.message}` });
          return [];
        }
      });
      const feeRows = await client.rest('look', bodyOf(fees));
      const last = textOf(feeRows.at(-1), 'SystemModstamp');
      return {
        rules: readable(await client.rest('look', bodyOf(rules)), (row) => ruleOf(row, names)),
        fees: readable(feeRows, (row) => feeOf(row, names)),
        parts: (await client.rest('look', bodyOf(parts))).map((row) => partOf(row, names)),
        decisions: (await client.rest('look', bodyOf(decisions))).map((row) => decisionOf(row, names)),
        unreadable, until: last === undefined ? undefined : isoMoment(last),
      };
    },
  };
}

function rulesQuery({ feeRule: n, expenseAccount: account }: Names): string {
  const { object, accountRow1, accountRow2, accountRow3, accountRow4, ...own } = n;
  const accounts = [accountRow1, accountRow2, accountRow3, accountRow4].map((row) => `${row}.${account.active}`);
  return `SELECT Id, Name, ${[...Object.values(own), ...accounts].filter((name) => name !== object).join(', ')} FROM ${object} WHERE ${n.active} = true ORDER BY ${n.priority}, Id`;
}

/** A payout that came back was paid for all the same; the return itself carries no fee of its own. That a payout cost nothing after all is told too. */
function feesQuery({ transaction: n, request, recipient, reporting: r }: Names, since: string): string {
  const of = request.object.replace(/__c$/, '__r');
  const columns = ['Id', 'Name', 'SystemModstamp', n.key, n.requestId, n.feeAmount, n.feeCurrency, n.feeBasis, n.currency, n.occurredAt, `${of}.${r.costCenter}`, `${of}.${r.product}`, `${of}.${request.recipient}.${recipient.country}`];
  return `SELECT ${columns.join(', ')} FROM ${n.object} WHERE ${n.feeAmount} >= 0 AND ${n.type} = 'Payout' AND SystemModstamp >= ${moment(since)} ORDER BY SystemModstamp, Id`;
}

const partsQuery = ({ feeAllocation: n }: Names, since: string): string =>
  `SELECT Id, ${n.key}, ${n.status}, ${n.accountId}, ${n.ruleId}, ${n.percent}, ${n.why} FROM ${n.object} WHERE ${n.status} != 'Superseded' AND ${n.transaction}.SystemModstamp >= ${moment(since)} ORDER BY ${n.key}`;

const decisionsQuery = ({ feeAllocation: n, transaction }: Names): string =>
  `SELECT Id, ${n.decision}, LastModifiedById, ${n.transaction}.${transaction.key} FROM ${n.object} WHERE ${n.status} = 'Suggested' AND ${n.decision} != null ORDER BY SystemModstamp, Id`;

function ruleOf(row: Row, { feeRule: n, expenseAccount }: Names): FeeRule {
  const slots = [[n.account1, n.accountRow1, n.percent1], [n.account2, n.accountRow2, n.percent2], [n.account3, n.accountRow3, n.percent3], [n.account4, n.accountRow4, n.percent4]] as const;
  const shares = slots.flatMap(([account, accountRow, percent]): readonly Share[] => {
    const accountId = idOf(row, account);
    if (accountId === undefined) return [];
    if (rowOf(row, accountRow)?.[expenseAccount.active] !== true) throw new Problem('invalid', 'it divides to an expense account that is not active. Activate it or choose another.');
    return [{ accountId, percent: textOf(row, percent) ?? '' }];
  });
  const trouble = sharesTrouble(shares);
  if (trouble) throw new Problem('invalid', `${trouble} Correct the percentages.`);
  const when = { country: textOf(row, n.country), currency: textOf(row, n.currency), product: textOf(row, n.product), costCenter: textOf(row, n.costCenter) };
  return {
    id: textOf(row, 'Id') ?? '', name: textOf(row, n.label) ?? textOf(row, 'Name') ?? '', priority: Number(textOf(row, n.priority) ?? '9999'), shares,
    when: Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined)),
  };
}

function feeOf(row: Row, { transaction: n, request, recipient, reporting: r }: Names): KnownFee {
  const paid = rowOf(row, request.object.replace(/__c$/, '__r'));
  return {
    key: textOf(row, n.key) ?? '', transactionId: textOf(row, 'Id') ?? '', requestId: idOf(row, n.requestId) ?? '',
    fee: moneyFromDecimal(textOf(row, n.feeAmount) ?? '', textOf(row, n.feeCurrency) ?? textOf(row, n.currency) ?? ''),
    basis: textOf(row, n.feeBasis) === 'Actual' ? 'Actual' : 'Estimated',
    facts: { country: textOf(rowOf(paid, request.recipient), recipient.country), currency: textOf(row, n.currency) ?? '', product: textOf(paid, r.product), costCenter: textOf(paid, r.costCenter) },
    occurredAt: isoMoment(textOf(row, n.occurredAt) ?? ''),
  };
}

function partOf(row: Row, { feeAllocation: n }: Names): KnownPart {
  return {
    key: textOf(row, n.key) ?? '', status: textOf(row, n.status) ?? '', accountId: idOf(row, n.accountId), ruleId: idOf(row, n.ruleId), percent: textOf(row, n.percent),
    why: textOf(row, n.why) ?? '',
  };
}

function decisionOf(row: Row, { feeAllocation: n, transaction }: Names) {
  return { transactionKey: textOf(rowOf(row, n.transaction), transaction.key) ?? '', decision: textOf(row, n.decision) === 'Confirm' ? ('Confirm' as const) : ('Reject' as const), byId: idOf(row, 'LastModifiedById') ?? '' };
}
