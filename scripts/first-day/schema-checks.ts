import { payoutStates } from '../../companion/domain/payout-states.ts';
import { isList, isRow, textOf, type Row } from '../../companion/connectors/salesforce/exact-json.ts';
import { packageNames } from '../../companion/connectors/salesforce/names.ts';
import { fails, holds, judged, notHere, type Finding } from './finding.ts';
import { refusalOf, type OrgUnderTest } from './org-under-test.ts';

type Word = keyof typeof packageNames;
/** What the companion does with the records of each object. */
const creates: readonly Word[] = ['transaction', 'receipt', 'batch', 'snapshot', 'issue', 'connection', 'feeAllocation', 'rate', 'rehearsal', 'statusChanged'];
const updates: readonly Word[] = ['request', 'recipient', 'funds', 'transaction', 'batch', 'issue', 'connection', 'receipt', 'feeAllocation', 'rehearsal'];

const assign = 'Deploy or install the package, and assign the permission set Quittance Companion to the integration user.';

/** The version the companion is told to speak is one the org offers. */
export async function versionCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const { body } = await org.ask('GET', '/services/data');
  const offered = (isList(body) ? body : []).flatMap((one) => (isRow(one) ? (textOf(one, 'version') ?? []) : []));
  const { API_VERSION } = org.settings;
  return [judged('api version', offered.includes(API_VERSION), `The org offers ${offered[0] ?? 'nothing'} to ${offered.at(-1) ?? 'nothing'}; configured is ${API_VERSION}.`, 'Set SALESFORCE_API_VERSION to a version the org offers, 66.0 or later.')];
}

const fieldsOf = (described: Row): readonly Row[] => (isList(described['fields']) ? described['fields'].filter(isRow) : []);

/** Names the companion asks for that the org does not show to it; a lookup is asked for by its relationship. */
const missingIn = (word: Word, org: OrgUnderTest, described: Row): readonly string[] => {
  const shown = new Set(fieldsOf(described).map((field) => textOf(field, 'name')));
  return Object.entries(org.names[word]).flatMap(([role, name]) => (role === 'object' || shown.has(name.replace(/__r$/, '__c')) ? [] : [name]));
};

/** Every object and field the companion names is there and readable; what it creates and updates it may create and update. */
export async function objectsCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const missing: string[] = [];
  const forbidden: string[] = [];
  const described = new Map<Word, Row>();
  for (const word of Object.keys(packageNames) as Word[]) {
    const { object } = org.names[word];
    const answer = await org.ask('GET', `/sobjects/${object}/describe`);
    if (answer.status !== 200 || !isRow(answer.body)) {
      missing.push(`${object} (${refusalOf(answer)})`);
      continue;
    }
    described.set(word, answer.body);
    missing.push(...missingIn(word, org, answer.body).map((name) => `${object}.${name}`));
    if (creates.includes(word) && answer.body['createable'] !== true) forbidden.push(`create ${object}`);
    if (updates.includes(word) && answer.body['updateable'] !== true) forbidden.push(`update ${object}`);
  }
  const request = described.get('request');
  return [
    missing.length ? fails('objects and fields', `Not there or not readable: ${missing.join(', ')}.`, assign) : holds('objects and fields', `All ${described.size} objects and their fields are readable.`),
    forbidden.length ? fails('rights', `The integration user may not ${forbidden.join(', ')}.`, assign) : holds('rights', 'The integration user may create and update what the companion writes.'),
    ...(request ? picklistChecks(org, request) : []),
  ];
}

function picklistChecks(org: OrgUnderTest, request: Row): readonly Finding[] {
  const field = (name: string): Row | undefined => fieldsOf(request).find((one) => textOf(one, 'name') === name);
  const status = field(org.names.request.status)?.['picklistValues'];
  const values = (isList(status) ? status : []).flatMap((one) => (isRow(one) ? (textOf(one, 'value') ?? []) : []));
  const unknown = payoutStates.filter((state) => !values.includes(state));
  const currency = field(org.names.request.currency);
  return [
    judged('statuses', unknown.length === 0, unknown.length ? `Status lacks ${unknown.join(', ')}.` : `Status has the ${payoutStates.length} values the companion writes.`, 'Deploy the package again; add no values of your own.'),
    currency ? judged('U-209', currency['restrictedPicklist'] === false, `restrictedPicklist of ${org.names.request.currency} is ${String(currency['restrictedPicklist'])}.`) : notHere('U-209', 'The currency field is not readable.'),
  ];
}
