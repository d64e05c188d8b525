import { isList, isRow, rowOf, textOf, type Row } from '../../companion/connectors/salesforce/exact-json.ts';
import { latestApproval, pendingApproval } from '../../companion/connectors/salesforce/requests.ts';
import { caseSafeId, literal } from '../../companion/connectors/salesforce/soql.ts';
import { firstChild } from '../../companion/connectors/salesforce/client.ts';
import { fails, holds, judged, notHere, type Finding } from './finding.ts';
import { refusalOf, type OrgUnderTest } from './org-under-test.ts';

/** The login took the address it was sent to as its audience. */
export async function signInCheck({ settings, session }: OrgUnderTest): Promise<readonly Finding[]> {
  const myDomain = /\.my\.salesforce\.com$/.test(new URL(settings.LOGIN_URL).hostname);
  return [
    holds('sign-in', `Signed in to org ${session.orgId} as ${settings.USERNAME}.`),
    notHere('U-014', 'The login by JWT bearer was accepted; how the app is set up can not be seen from outside.', 'If it was set up as docs/admin/sign-in.md says, and event bus holds too, the row holds.'),
    myDomain ? holds('U-011', `The login accepted ${settings.LOGIN_URL} as its audience.`) : notHere('U-011', `LOGIN_URL is ${settings.LOGIN_URL}, which is no My Domain.`),
  ];
}

/** The switches and limits are readable, and the alert group exists. */
export async function settingsCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const { object, pauseAll } = org.names.settings;
  const rows = await org.query(`SELECT ${pauseAll} FROM ${object} WHERE SetupOwnerId = ${literal(org.session.orgId)}`);
  if (typeof rows === 'string') return [fails('U-004', rows), notHere('alert group', 'The settings are not readable.', 'Look at Alert Group in Quittance Settings.')];
  const alertGroup = org.spell('Alert_Group__c');
  const named = await org.query(`SELECT ${alertGroup} FROM ${object} WHERE SetupOwnerId = ${literal(org.session.orgId)}`);
  const read = holds('U-004', rows.length ? `Pause All is ${rows[0]?.[pauseAll] === true ? 'ON: nothing will be sent' : 'off'}.` : 'The settings have no row yet, which counts as not paused and without limits.');
  if (typeof named === 'string') return [read, notHere('alert group', named, 'Look at Alert Group in Quittance Settings.')];
  return [read, await alertGroupFinding(org, textOf(named[0], alertGroup))];
}

async function alertGroupFinding(org: OrgUnderTest, name: string | undefined): Promise<Finding> {
  const doThis = 'Create a public group, and write its developer name into Alert Group in Quittance Settings: without it nobody is told of critical issues or of a silent companion.';
  if (name === undefined) return fails('alert group', 'No alert group is named.', doThis);
  const groups = await org.query(`SELECT Id FROM Group WHERE DeveloperName = ${literal(name)} AND Type = 'Regular'`);
  if (typeof groups === 'string') return notHere('alert group', `Groups are not readable for the integration user: ${groups}.`, `Look for the public group ${name} in Setup.`);
  return judged('alert group', groups.length > 0, groups.length ? `The public group ${name} exists.` : `There is no public group ${name}.`, doThis);
}

/** The approval process is active, as far as the integration user may see it. */
export async function approvalProcessCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const doThis = 'In Setup, Approval Processes, Payment Request: look whether Payout Approval is active. With Flow approvals it stays inactive and SALESFORCE_APPROVAL_EVIDENCE is stamp.';
  const rows = await org.query("SELECT DeveloperName, State FROM ProcessDefinition WHERE DeveloperName = 'Payout_Approval'");
  if (typeof rows === 'string') return [notHere('approval process', rows, doThis)];
  if (rows.length === 0) return [notHere('approval process', 'Payout_Approval is not visible to the integration user.', doThis)];
  const states = rows.map((row) => textOf(row, 'State') ?? 'unknown');
  return [judged('approval process', states.includes('Active'), `Payout_Approval is ${states.join(', ')}.`, doThis)];
}

/** What approvals left behind: read from requests that were approved one by one. */
export async function approvedRequestsCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const ids = ['U-010', 'U-201', 'U-203', 'U-207', 'U-208'];
  const n = org.names.request;
  const columns = ['Id', 'Name', n.status, n.approvedRecipientId, n.approvedPayeeKey, n.approvedById, n.submittedById, `${n.recipient}.Id`].join(', ');
  const rows = await org.query(`SELECT ${columns}, ${latestApproval} FROM ${n.object} WHERE ${n.approvedAt} != null AND ${n.runId} = null ORDER BY CreatedDate DESC LIMIT 50`);
  if (typeof rows === 'string') return [fails('U-010', rows), ...ids.slice(1).map((id) => notHere(id, 'The requests could not be read.'))];
  const [first] = rows;
  if (!first) return ids.map((id) => notHere(id, 'No request was approved yet.'));
  const withHistory = rows.filter((row) => firstChild(row, 'ProcessInstances') !== undefined);
  if (!withHistory.length) return [fails('U-010', `${String(first['Name'])} was approved, and no process instance is visible.`), ...ids.slice(1).map((id) => notHere(id, 'No approved request with a visible history.'))];
  return [holds('U-010', `${withHistory.length} of ${rows.length} approved requests show their process instance.`), ...stampFindings(org, withHistory)];
}

/** An upgrade leaves an installed process as it is: whether it stamps the payee when a request is submitted is seen on one that waits for its approver. */
export async function submittedRequestsCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const id = 'payee stamped at submission';
  const doThis = 'Change the actions of the process as docs/admin/approval.md says under "After an upgrade", submit a request anew and run this again before it is approved.';
  const n = org.names.request;
  const rows = await org.query(`SELECT Name, ${n.approvedPayeeKey} FROM ${n.object} WHERE ${n.status} = ${literal(pendingApproval)} AND ${n.runId} = null ORDER BY CreatedDate DESC LIMIT 50`);
  if (typeof rows === 'string') return [notHere(id, rows, doThis)];
  if (!rows.length) return [notHere(id, 'No request waits for its approver.', 'Submit a request and run this again before it is approved.')];
  const blank = rows.filter((row) => textOf(row, n.approvedPayeeKey) === undefined).map((row) => String(row['Name']));
  return [judged(id, !blank.length, blank.length ? `Submitted without the payee in their stamp: ${blank.join(', ')}.` : `${rows.length} submitted ${rows.length === 1 ? 'request says' : 'requests say'} to whom.`, doThis)];
}

function stampFindings(org: OrgUnderTest, rows: readonly Row[]): readonly Finding[] {
  const n = org.names.request;
  const nameOf = (row: Row): string => String(row['Name']);
  const sameId = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && caseSafeId(a) === caseSafeId(b);
  const shortIds = rows.filter((row) => textOf(row, n.approvedRecipientId)?.length !== 18 || textOf(row, n.approvedRecipientId) !== textOf(rowOf(row, n.recipient), 'Id'));
  const withoutKey = rows.filter((row) => textOf(row, n.approvedPayeeKey) === undefined);
  const others = rows.filter((row) => {
    const instance = firstChild(row, 'ProcessInstances');
    return !sameId(textOf(row, n.approvedById), textOf(instance, 'LastActorId')) || !sameId(textOf(row, n.submittedById), textOf(instance, 'SubmittedById'));
  });
  const verdict = (id: string, wrong: readonly Row[], right: string, what: string): Finding => judged(id, wrong.length === 0, wrong.length ? `${what}: ${wrong.map(nameOf).join(', ')}.` : right);
  return [
    holds('U-201', `${nameOf(rows[0] ?? {})} was approved and stamped, past the validation rules.`),
    verdict('U-203', shortIds, 'Every stamp holds the 18-character id of its recipient.', 'The stamped recipient is not the 18-character id'),
    verdict('U-207', withoutKey, 'Every stamp holds the payee key of its recipient.', 'Stamps without a payee key'),
    verdict('U-208', others, 'Submitter and approver of every stamp are those of the approval history.', 'The stamp names others than the approval history'),
  ];
}

/** How much of the day's calls is left. */
export async function limitsCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const answer = await org.ask('GET', '/limits');
  const calls = isRow(answer.body) ? rowOf(answer.body, 'DailyApiRequests') : undefined;
  if (answer.status !== 200 || !calls) return [notHere('daily calls', `${refusalOf(answer)}. The companion reads its use from every answer instead.`, 'Look at API usage in Setup, Company Information.')];
  const [most, left] = [Number(textOf(calls, 'Max')), Number(textOf(calls, 'Remaining'))];
  return [judged('daily calls', left > most / 10, `${left} of ${most} calls are left.`, 'Find out who uses them, or raise the allowance: the companion stops sending before it can no longer report.')];
}

/** Five reads fit into one composite call; six are refused as a whole. */
export async function compositeCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const root = `/services/data/v${org.settings.API_VERSION}`;
  const read = `${root}/query?q=${encodeURIComponent(`SELECT Id FROM ${org.names.connection.object} LIMIT 1`)}`;
  const reads = (count: number): ReturnType<OrgUnderTest['ask']> =>
    org.ask('POST', '/composite', { allOrNone: false, collateSubrequests: false, compositeRequest: Array.from({ length: count }, (_, at) => ({ method: 'GET', url: read, referenceId: `part${at}` })) });
  const five = await reads(5);
  const parts = isRow(five.body) ? five.body['compositeResponse'] : undefined;
  const taken = five.status === 200 && isList(parts) && parts.every((part) => isRow(part) && textOf(part, 'httpStatusCode') === '200');
  const six = await reads(6);
  return [
    judged('composite', taken, taken ? 'Five queries in one call were answered.' : `Five queries in one call: ${five.status}.`, 'The companion can not work without composite calls; ask Salesforce support what refuses them.'),
    judged('U-008', six.status === 400, `Six queries in one call were answered with ${six.status}. Collections and more than 25 parts were not tried.`),
  ];
}
