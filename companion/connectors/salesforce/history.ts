import type { LoadPart } from '../../domain/first-load.ts';
import type { History, HistoryPage } from '../../domain/history.ts';
import type { ListedRecipient } from '../../domain/recipient-findings.ts';
import type { Claim } from '../connector.ts';
import { deleteJob, jobPages, lookAtJob, orderJob } from './bulk-query.ts';
import { bodyOf, queryPath, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { readableClaim } from './claims.ts';
import { endedCountQuery, endedExportQuery, endedQuery, type Reading } from './requests.ts';
import { isoMoment } from './soql.ts';

/** Where an export may write a number with an exponent. */
const numberColumns = ({ request: n, conversion }: Names): readonly string[] => [n.amount, conversion.owedAmount, n.approvedAmount, n.attempt, n.epoch, n.sequence, n.version];

const recipientsQuery = ({ recipient: n }: Names): string => `SELECT Id, ${n.payeeKey}, ${n.country}, ${n.status}, ${n.statusCheckedAt} FROM ${n.object}`;

function recipientOf(row: Row, { recipient: n }: Names): ListedRecipient | undefined {
  const id = textOf(row, 'Id');
  const checkedAt = textOf(row, n.statusCheckedAt);
  return id === undefined ? undefined : { id, payeeKey: textOf(row, n.payeeKey), country: textOf(row, n.country), status: textOf(row, n.status), statusCheckedAt: checkedAt === undefined ? undefined : isoMoment(checkedAt) };
}

function pageOf(part: LoadPart, rows: readonly Row[], next: string | undefined, reading: Reading): HistoryPage<Claim> {
  const claims = part === 'ended' ? rows.flatMap((row) => readableClaim(row, reading, 'the payee as stamped') ?? []) : [];
  const recipients = part === 'recipients' ? rows.flatMap((row) => recipientOf(row, reading.names) ?? []) : [];
  return { rows: rows.length, unreadable: rows.length - claims.length - recipients.length, claims, recipients, next };
}

/** What the org held before: small parts by REST, large ones by Bulk API 2.0, both as the integration user sees them. */
export function historyOf(client: SalesforceClient, reading: Reading): History<Claim> {
  const { names } = reading;
  return {
    async count(since) {
      const queries = [endedCountQuery(reading, since), `SELECT COUNT(Id) total FROM ${names.recipient.object}`];
      const parts = await client.composite('look', queries.map((query) => ({ method: 'GET' as const, path: queryPath(query) })));
      const totals = await Promise.all(parts.map(async (part) => Number(textOf((await client.rest('look', bodyOf(part)))[0], 'total') ?? '0')));
      return { ended: totals[0] ?? 0, recipients: totals[1] ?? 0 };
    },
    order: (part, since) => orderJob(client, part === 'ended' ? endedExportQuery(reading, since) : recipientsQuery(names)),
    look: (exportId) => lookAtJob(client, exportId),
    async *pages(part, exportId, from) {
      for await (const { rows, next } of jobPages(client, exportId, from, part === 'ended' ? numberColumns(names) : [])) yield pageOf(part, rows, next, reading);
    },
    async *listed(part, since) {
      yield pageOf(part, await client.query('look', part === 'ended' ? endedQuery(reading, since) : recipientsQuery(names)), undefined, reading);
    },
    forget: (exportId) => deleteJob(client, exportId),
  };
}
