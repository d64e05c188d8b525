import type { PaymentRequest } from '../../domain/payout.ts';
import { waitingStates } from '../../domain/payout-states.ts';
import { Problem } from '../../domain/problem.ts';
import type { IssueAction, RequestedAction, Survey } from '../connector.ts';
import { bodyOf, queryPath, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import { leftBehindQuery, letFollow } from './follow-runs.ts';
import { fundingAccountOf, fundingAccountsQuery } from './funding-accounts.ts';
import { actionOf, idOf, requestOf, surveyQuery, decidedStates, type Reading } from './requests.ts';
import { withRunApprovals } from './run-approvals.ts';
import { isoMoment, literal } from './soql.ts';

/** The switches and limits an admin set for the org. */
export const settingsQuery = ({ names: { settings: n } }: Reading, orgId: string): string =>
  `SELECT ${[n.pauseAll, n.requestLimit, n.payeeDailyLimit, n.currencyDailyLimit, n.allowSelfApproval].join(', ')} FROM ${n.object} WHERE SetupOwnerId = ${literal(orgId)}`;

const issuesQuery = ({ names: { issue: n } }: Reading): string =>
  `SELECT ${[n.key, n.action, n.actionReason, n.actionById, n.problem, n.source, n.severity, n.count, n.firstSeen, n.lastSeen, n.summary, n.detail, n.excerpt, n.requestId].join(', ')} FROM ${n.object} WHERE ${n.action} != null`;

/**
 * One look at the books: the waiting requests, the asked-for actions (also on issues), the org's default settings and the funding accounts, in one composite call
 * (and one more per further page of 2,000, for the approvals of 50 payment runs, and for runs whose requests must be let on). Settings and funding accounts that
 * can't be read end the survey: neither the kill switch nor a schedule must ever be overlooked.
 */
export async function survey(client: SalesforceClient, reading: Reading, since: string | undefined, allowSelfApproval: boolean | undefined): Promise<Survey> {
  const { orgId, userId } = await client.session();
  const paths = [surveyQuery(reading, since), settingsQuery(reading, orgId), issuesQuery(reading)].map(queryPath);
  const [requests, settings, issues, leftBehind, accounts] = await client.composite('poll', [...paths.map((path) => ({ method: 'GET' as const, path })), leftBehindQuery(reading, userId), { method: 'GET', path: queryPath(fundingAccountsQuery(reading)) }]);
  await letFollow(client, reading, leftBehind);
  const [row] = await client.rest('poll', bodyOf(settings));
  const rows = await withRunApprovals(client, reading, await client.rest('poll', bodyOf(requests)));
  return { ...read(rows, reading), issueActions: (await client.rest('poll', bodyOf(issues))).map((issue) => issueAction(issue, reading)), fundingAccounts: (await client.rest('poll', bodyOf(accounts))).map((account) => fundingAccountOf(account, reading)), ...switches(row, reading), approvalEvidence: reading.evidence, ...(allowSelfApproval === undefined ? {} : { allowSelfApproval }) };
}

function issueAction(row: Row, { names: { issue: n } }: Reading): IssueAction {
  const text = (name: string): string => textOf(row, name) ?? '';
  const severity = (['Info', 'Critical'] as const).find((each) => each === text(n.severity)) ?? 'Warning';
  return {
    key: text(n.key), action: text(n.action), reason: text(n.actionReason), byId: idOf(row, n.actionById) ?? '',
    shown: {
      key: text(n.key), problem: text(n.problem), source: text(n.source), severity, count: Number(textOf(row, n.count) ?? '1'), firstSeen: isoMoment(text(n.firstSeen)), lastSeen: isoMoment(text(n.lastSeen)),
      summary: text(n.summary), detail: text(n.detail), excerpt: text(n.excerpt), requestId: textOf(row, n.requestId),
    },
  };
}

/** Whether everything is paused, by the org's default settings. */
export async function isPaused(client: SalesforceClient, reading: Reading): Promise<boolean> {
  const { orgId } = await client.session();
  const [settings] = await client.composite('poll', [{ method: 'GET', path: queryPath(settingsQuery(reading, orgId)) }]);
  const [row] = await client.rest('poll', bodyOf(settings));
  return row?.[reading.names.settings.pauseAll] === true;
}

/** Those in words; what is not set is absent or off. */
export function switches(row: Row | undefined, { names: { settings: n } }: Reading): Pick<Survey, 'paused' | 'limits' | 'allowSelfApproval'> {
  const limit = (word: 'request' | 'payeeDaily' | 'currencyDaily', name: string): Survey['limits'] => {
    const text = textOf(row, name);
    // Without the zeros of the field's scale, because people read it.
    return text === undefined ? {} : { [word]: text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') };
  };
  return {
    paused: row?.[n.pauseAll] === true,
    limits: { ...limit('request', n.requestLimit), ...limit('payeeDaily', n.payeeDailyLimit), ...limit('currencyDaily', n.currencyDailyLimit) },
    allowSelfApproval: row?.[n.allowSelfApproval] === true,
  };
}

function read(rows: readonly Row[], reading: Reading): Pick<Survey, 'requests' | 'unreadable' | 'actions' | 'held' | 'until'> {
  const requests: PaymentRequest[] = [];
  const unreadable: { requestId: string; why: string }[] = [];
  const actions: RequestedAction[] = [];
  let until: string | undefined;
  for (const row of rows) {
    const action = actionOf(row, reading.names);
    if (action) actions.push(action);
    if (!waitingStates.some((state) => state === textOf(row, reading.names.request.status))) continue;
    const modified = isoMoment(textOf(row, 'SystemModstamp') ?? '');
    if (until === undefined || modified > until) until = modified;
    try {
      requests.push(requestOf(row, reading));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unreadable.push({ requestId: textOf(row, 'Id') ?? '', why: error.message });
    }
  }
  return { requests, unreadable, actions, held: rows.flatMap((row) => heldOf(row, reading) ?? []), until };
}

/** A request that was held, or went back to be corrected, before it was ever sent, and that somebody wants something of: a store that began anew has to know it to do so. */
function heldOf(row: Row, reading: Reading): PaymentRequest | undefined {
  const { status, action, reference } = reading.names.request;
  if (!decidedStates.some((state) => state === textOf(row, status)) || textOf(row, action) === undefined || textOf(row, reference) !== undefined) return undefined;
  try {
    return requestOf(row, reading);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
