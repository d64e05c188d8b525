import { exponentOf, moneyFromDecimal, moneyText } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import { bodyOf, queryPath, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import { latestApproval, runTrouble, type Reading } from './requests.ts';
import { chunks } from './reservations.ts';
import { literals } from './soql.ts';

/** Grouped rows of one query are not paged (SOQL, aggregate functions): with forty currencies in each of these runs they still fit. */
const runsPerQuestion = 50;

/** What a run's requests come to in one currency, in minor units. */
type Totals = ReadonlyMap<string, { readonly minor: number; readonly count: number }>;

interface Run {
  readonly approval: Row;
  /** Why its approval does not cover what carries it, in words for the record. */
  readonly trouble: string | undefined;
}

/**
 * Requests submitted together in a payment run have no approval process of their own: the run's stands for each of them, and only the run's; and only while
 * they come to no more than its approver was shown. One call more for 50 runs, and none when no request is on one.
 * @throws Problem when the books can't be read: without evidence nothing may be judged.
 */
export async function withRunApprovals(client: SalesforceClient, reading: Reading, rows: readonly Row[]): Promise<readonly Row[]> {
  const { runId } = reading.names.request;
  const ids = [...new Set(rows.flatMap((row) => textOf(row, runId) ?? []))];
  const runs = new Map<string | undefined, Run>();
  for (const some of chunks(ids, runsPerQuestion)) for (const [id, run] of await ask(client, reading, some)) runs.set(id, run);
  return rows.map((row) => {
    const id = textOf(row, runId);
    if (id === undefined) return row;
    const run = runs.get(id);
    return { ...row, ProcessInstances: run?.approval['ProcessInstances'] ?? null, [runTrouble]: run ? run.trouble : 'its payment run can not be seen by the integration user' };
  });
}

async function ask(client: SalesforceClient, { names: { request, run }, evidence }: Reading, ids: readonly string[]): Promise<ReadonlyMap<string, Run>> {
  const within = literals(ids);
  const questions = [
    `SELECT Id, Name, ${run.totals}${evidence === 'classic' ? `, ${latestApproval}` : ''} FROM ${run.object} WHERE Id IN ${within}`,
    `SELECT ${request.runId} run, ${request.approvedCurrency} currency, SUM(${request.approvedAmount}) total, COUNT(Id) requests FROM ${request.object} WHERE ${request.runId} IN ${within} AND ${request.approvedAt} != null GROUP BY ${request.runId}, ${request.approvedCurrency}`,
  ];
  const [runs, sums] = await client.composite('poll', questions.map((soql) => ({ method: 'GET', path: queryPath(soql) })));
  const stamped = Map.groupBy(await client.rest('poll', bodyOf(sums)), (row) => textOf(row, 'run'));
  return new Map((await client.rest('poll', bodyOf(runs))).map((row) => {
    const id = textOf(row, 'Id') ?? '';
    return [id, { approval: row, trouble: troubleOf(textOf(row, 'Name') ?? id, textOf(row, run.totals) ?? '', stamped.get(id) ?? []) }];
  }));
}

/** `1,250.00 USD in 12 requests; 5,000 JPY in 1 request`, as the package writes it when a run is closed; a line for each currency in runs of before. @throws Problem when one can't be read. */
function shownTotals(text: string): Totals {
  return new Map(text.split(/\r?\n|; /).filter(Boolean).map((line) => {
    const [, amount = '', currency = '', count = ''] = /^([\d,]+(?:\.\d+)?) ([A-Z]{3}) in (\d+) requests?$/.exec(line.trim()) ?? [];
    if (!amount) throw new Problem('unmapped', `its totals can't be read ("${line}")`);
    return [currency, { minor: moneyFromDecimal(amount.replaceAll(',', ''), currency).minor, count: Number(count) }];
  }));
}

/** Fewer than shown is right: some were left out, or went back. More is none of what was approved. */
function troubleOf(name: string, totals: string, stamped: readonly Row[]): string | undefined {
  try {
    const shown = shownTotals(totals);
    for (const row of stamped) {
      const currency = textOf(row, 'currency') ?? '';
      // Each amount fits its currency; whatever the org adds them with, the sum does too.
      const { minor } = moneyFromDecimal(Number(textOf(row, 'total') ?? '').toFixed(exponentOf(currency)), currency);
      const count = Number(textOf(row, 'requests') ?? '0');
      const limit = shown.get(currency) ?? { minor: 0, count: 0 };
      if (minor > limit.minor || count > limit.count)
        return `${name} now holds ${count} approved requests of ${moneyText({ minor, currency })}, and its approver was shown ${limit.count} of ${moneyText({ minor: limit.minor, currency })}`;
    }
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return `${name}: ${error.message}`;
    throw error;
  }
}
