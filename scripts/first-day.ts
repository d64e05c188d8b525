import { existsSync, readFileSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inWords, ownVariables } from '../companion/config.ts';
import { settings } from '../companion/connectors/salesforce/settings.ts';
import { eventCheck } from './first-day/event-check.ts';
import { notHere, type Finding } from './first-day/finding.ts';
import { openOrgUnderTest, type OrgUnderTest } from './first-day/org-under-test.ts';
import { graphqlCheck, pageQueriesCheck, uiApiCheck } from './first-day/page-checks.ts';
import { objectsCheck, versionCheck } from './first-day/schema-checks.ts';
import { approvalProcessCheck, approvedRequestsCheck, compositeCheck, limitsCheck, settingsCheck, signInCheck, submittedRequestsCheck } from './first-day/setup-checks.ts';
import { toldFindings, unprovenRows, type Told } from './first-day/unproven-rows.ts';
import { writeChecks } from './first-day/write-checks.ts';

const help = `First day: asks a real org what docs/unproven.md assumes, and says for each row whether it holds.

  npm run first-day                 reads only: nothing in the org changes
  npm run first-day -- --write      also creates one payout batch, tries the rules on it, publishes one event, and deletes it
  npm run first-day -- --json       one JSON object: org, and for each id verdict, saw, doThis
  npm run first-day -- --help       this text

It signs in as the companion does, with the SALESFORCE_… variables of .env (config/.env.example explains them), as the integration user.
What only a person can see is listed as "not checkable here" with what to do. Ends with 1 when something does not hold.
Not yet run against a real org: its own tests ask the sandbox, which proves the script and nothing about Salesforce.
`;

type Check = (org: OrgUnderTest) => Promise<readonly Finding[]>;
const reading: readonly (readonly [string, Check])[] = [
  ['sign-in', signInCheck], ['api version', versionCheck], ['objects and fields', objectsCheck], ['settings', settingsCheck], ['approval process', approvalProcessCheck], ['approved requests', approvedRequestsCheck],
  ['submitted requests', submittedRequestsCheck],
  ['daily calls', limitsCheck], ['composite', compositeCheck], ['event bus', eventCheck], ['page queries', pageQueriesCheck], ['GraphQL', graphqlCheck], ['UI API', uiApiCheck],
];

/** Runs the checks one after the other; one that can't be finished does not keep the others from running. */
async function findings(org: OrgUnderTest, checks: typeof reading): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const [name, check] of checks) {
    try {
      found.push(...(await check(org)));
    } catch (error) {
      found.push(notHere(`${name} (not finished)`, error instanceof Error ? error.message : String(error), 'Run it again; if it lasts, check by hand what it would have looked at.'));
    }
  }
  return found;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function sayInWords(told: readonly Told[], orgId: string): void {
  const order = ['does not hold', 'holds', 'not checkable here'] as const;
  for (const verdict of order) {
    const some = told.filter((one) => one.verdict === verdict);
    say(`\n${verdict[0]?.toUpperCase()}${verdict.slice(1)}: ${some.length}`);
    for (const { id, statement, saw, doThis } of some) {
      say(`  ${id}${statement === id ? '' : `  ${statement}`}`);
      say(`      ${saw}`);
      if (doThis) say(`      → ${doThis}`);
    }
  }
  say(`\nOrg ${orgId}: ${order.map((verdict) => `${told.filter((one) => one.verdict === verdict).length} ${verdict}`).join(', ')}. Write date and answer into docs/unproven.md.`);
}

async function run(wishes: { readonly write?: boolean; readonly json?: boolean }): Promise<void> {
  if (existsSync('.env')) loadEnvFile('.env');
  const given = settings.safeParse(ownVariables(process.env, 'SALESFORCE_'));
  if (!given.success) throw new Error(`First day: the configuration is not complete.\n${inWords(given.error, 'SALESFORCE_')}\nCopy config/.env.example to .env and fill in the part of Salesforce.`);
  const org = await openOrgUnderTest(given.data, wishes.write === true);
  const rows = unprovenRows(readFileSync(fileURLToPath(new URL('../docs/unproven.md', import.meta.url)), 'utf8'));
  const told = toldFindings(rows, await findings(org, wishes.write ? [...reading, ['test record', writeChecks]] : reading));
  if (wishes.json) say(JSON.stringify({ orgId: org.session.orgId, apiVersion: given.data.API_VERSION, wrote: wishes.write === true, findings: told }));
  else sayInWords(told, org.session.orgId);
  if (told.some(({ verdict }) => verdict === 'does not hold')) process.exitCode = 1;
}

try {
  const { values } = parseArgs({ options: { write: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) say(help);
  else await run(values);
} catch (error) {
  const misused = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${misused ? 'First day: ' : ''}${error instanceof Error ? error.message : String(error)}${misused ? '. See --help.' : ''}\n`);
  process.exitCode = 1;
}
