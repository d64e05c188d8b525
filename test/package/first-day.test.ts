import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ownVariables } from '../../companion/config.ts';
import { settings } from '../../companion/connectors/salesforce/settings.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { openOrgUnderTest } from '../../scripts/first-day/org-under-test.ts';
import { unprovenRows, type Told } from '../../scripts/first-day/unproven-rows.ts';
import { writeChecks } from '../../scripts/first-day/write-checks.ts';
import { serveOutsideWorld, type OutsideOptions } from '../../scripts/outside-world.ts';
import { startScript } from '../story/processes.ts';

/** The org is the sandbox: these tests prove that the script asks and judges as it should, and nothing about Salesforce. */
const rows = unprovenRows(readFileSync('docs/unproven.md', 'utf8'));

type Served = Awaited<ReturnType<typeof serveOutsideWorld>>;
let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function openOrg(options: OutsideOptions = {}): Promise<Served> {
  served = await serveOutsideWorld({ ...options, pubsubPort: 0 });
  await served.addPayees([{ id: 'payee-1', name: 'Studio', country: 'DE', program: '100200300' }]);
  return served;
}

/** One request approved by two people, and the alert group an admin would have named. */
function setUp({ raise, approve, save, people, org }: Served): void {
  approve(raise([{ payee: 'payee-1', amount: '120.50', currency: 'USD', purpose: 'Invoice 1' }]));
  org.org.put('Group', { Name: 'Payout alerts', DeveloperName: 'Payout_Alerts', Type: 'Regular' });
  save('Quittance_Settings__c', [{ SetupOwnerId: org.org.id, Alert_Group__c: 'Payout_Alerts' }], people.admin);
}

async function firstDay({ companionEnv, urls }: Served, ...args: string[]) {
  const { code, stdout, stderr } = await startScript('scripts/first-day.ts', [...args, '--json'], companionEnv(urls)).ended;
  if (stderr) throw new Error(stderr);
  const { findings } = JSON.parse(stdout) as { findings: readonly Told[] };
  const with_ = (verdict: string): readonly string[] => findings.filter((one) => one.verdict === verdict).map(({ id }) => id);
  return { code, findings, holding: with_('holds'), failing: with_('does not hold'), sawOf: (id: string) => findings.find((one) => one.id === id)?.saw };
}

const byReading = ['sign-in', 'U-004', 'U-008', 'U-010', 'U-201', 'U-203', 'U-207', 'U-208', 'U-209', 'U-250', 'U-251', 'U-252', 'U-253', 'U-254', 'U-255', 'U-256', 'U-257', 'U-260', 'U-263', 'U-264', 'U-267', 'api version', 'objects and fields', 'rights', 'statuses', 'alert group', 'approval process', 'daily calls', 'composite', 'event bus', 'page query approvalFacts/possibleDuplicates'];
const byWriting = ['test record', 'test record removed', 'decimals', 'version rule', 'U-002', 'U-003', 'U-005', 'U-007', 'U-012', 'U-202', 'U-214'];

/** Everything stored, without the times of what setup keeps. */
const recordsOf = ({ org }: Served): string => JSON.stringify([...org.org.schema.keys()].map((object) => [object, [...org.org.rows(object).values()]]));

describe('npm run first-day', () => {
  it.each([[null], ['quittance']])('reads an org with the namespace %s, changes nothing, and speaks of every row', async (namespace) => {
    const org = await openOrg({ namespace });
    setUp(org);
    const [before, published] = [recordsOf(org), org.bus?.counters.published];
    const { code, findings, holding, failing } = await firstDay(org);
    expect(failing.map((id) => findings.find((one) => one.id === id))).toEqual([]);
    expect(holding).toEqual(expect.arrayContaining(namespace === null ? byReading : [...byReading, 'U-262']));
    expect(findings.filter(({ id }) => id.startsWith('U-')).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(findings.filter(({ verdict, doThis }) => verdict !== 'holds' && doThis === '')).toEqual([]);
    expect([code, recordsOf(org)]).toEqual([0, before]);
    expect(org.bus?.counters.published).toBe(published);
  }, 60_000);

  it.each([[null], ['quittance']])('with --write tries the rules on one record and removes it, with the namespace %s', async (namespace) => {
    const org = await openOrg({ namespace });
    setUp(org);
    const { code, holding, failing } = await firstDay(org, '--write');
    expect([code, failing]).toEqual([0, []]);
    expect(holding).toEqual(expect.arrayContaining(byWriting));
    expect([...org.org.org.rows('Payout_Batch__c').values()].filter((row) => row.IsDeleted !== true)).toEqual([]);
  }, 60_000);

  it('refuses to change anything that nobody allowed, before a call is made', async () => {
    const org = await openOrg();
    const given = settings.parse(ownVariables(org.companionEnv(org.urls), 'SALESFORCE_'));
    const reader = await openOrgUnderTest(given, false);
    const before = recordsOf(org);
    await expect(writeChecks(reader)).rejects.toThrow('would change the org');
    const { object } = reader.names.batch;
    await expect(reader.ask('DELETE', `/sobjects/${object}/a00000000000000AAA`)).rejects.toThrow('--write');
    await expect(reader.ask('POST', '/graphql', { query: ' mutation m { uiapi { x } }' })).rejects.toThrow('--write');
    await expect(reader.ask('POST', '/composite', { compositeRequest: [{ method: 'GET' }, { method: 'POST' }] })).rejects.toThrow('--write');
    expect(recordsOf(org)).toBe(before);
    expect(org.world.calls.entries.filter(({ method, door }) => method !== 'GET' && !door.includes('oauth2/token'))).toEqual([]);
  }, 60_000);

  it('says what does not hold, what follows from it, and ends with 1', async () => {
    const org = await openOrg({ orgPolicies: { extraDecimals: 'keep' } });
    const rule = org.org.org.schema.get('Payout_Batch__c')?.validationRules ?? [];
    rule.splice(rule.findIndex(({ name }) => name === 'Version_Never_Back'), 1);
    const { code, failing, findings } = await firstDay(org, '--write');
    expect(failing.toSorted()).toEqual(['U-002', 'U-007', 'U-214', 'alert group', 'version rule']);
    expect(findings.find(({ id }) => id === 'U-002')?.doThis).toBe(rows.find(({ id }) => id === 'U-002')?.consequence);
    expect(code).toBe(1);
  }, 60_000);

  it('says whether the process in use stamps the payee when a request is submitted, or only at its approval as before an upgrade', async () => {
    const org = await openOrg();
    const [id = ''] = org.raise([{ payee: 'payee-1', amount: '120.50', currency: 'USD', purpose: 'Invoice 1' }]);
    const told = async (): Promise<Told | undefined> => (await firstDay(org)).findings.find((one) => one.id === 'payee stamped at submission');
    expect(await told()).toMatchObject({ verdict: 'not checkable here' });
    submitForApproval(org.org.org, { contextId: id, nextApproverIds: [org.people.approver.id] }, org.people.finance);
    expect(await told()).toMatchObject({ verdict: 'holds' });
    org.org.org.put('Payment_Request__c', { ...org.request(id), Approved_Payee_Key__c: null });
    expect(await told()).toMatchObject({ verdict: 'does not hold', saw: expect.stringContaining('PR-000001'), doThis: expect.stringContaining('After an upgrade') });
  }, 60_000);

  it('tells an integration user without its permission set what is missing', async () => {
    const org = await openOrg();
    org.people.integration.permissionSets = [];
    const { code, failing, sawOf } = await firstDay(org);
    expect(failing).toEqual(expect.arrayContaining(['objects and fields', 'U-004']));
    expect(sawOf('objects and fields')).toMatch(/Payment_Request__c \(404/);
    expect(code).toBe(1);
  }, 60_000);

  it('explains itself, and says in words what is not configured', async () => {
    expect(await startScript('scripts/first-day.ts', ['--help']).ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Not yet run against a real org') });
    expect(await startScript('scripts/first-day.ts', [], { SALESFORCE_LOGIN_URL: 'https://login.example' }).ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('SALESFORCE_CLIENT_ID') });
    expect(await startScript('scripts/first-day.ts', ['--all']).ended).toMatchObject({ code: 1, stderr: expect.stringContaining('See --help') });
  }, 60_000);
});
