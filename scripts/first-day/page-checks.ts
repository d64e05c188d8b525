import { isList, isRow, rowOf, textOf, type Row } from '../../companion/connectors/salesforce/exact-json.ts';
import { fails, holds, judged, notHere, type Finding } from './finding.ts';
import { refusalOf, type Answered, type OrgUnderTest } from './org-under-test.ts';
import { pageQueries } from './page-queries.ts';

/** The faults of a GraphQL answer, in words; none when it was accepted. A fault may come with 200. */
function faultsOf({ status, body }: Answered): readonly string[] {
  const errors = isRow(body) ? body['errors'] : undefined;
  if (status !== 200) return [refusalOf({ status, body })];
  return (isList(errors) ? errors : []).flatMap((error) => (isRow(error) ? [`${textOf(rowOf(error, 'extensions'), 'ErrorType') ?? 'no type'}: ${textOf(error, 'message') ?? ''}`] : []));
}

const told = (faults: readonly string[]): string => (faults.length ? `Refused: ${faults.join('; ').slice(0, 300)}` : 'Accepted.');

const asker = (org: OrgUnderTest) => (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answered> => org.ask('POST', '/graphql', { query, variables });

/** Each query of each component is accepted. */
export async function pageQueriesCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const ask = asker(org);
  const found: Finding[] = [];
  for (const { name, document, variables } of pageQueries(org.spell)) {
    if (document.includes('${')) {
      found.push(notHere(`page query ${name}`, 'It is put together of parts when the component runs.', 'Open a page with the component.'));
      continue;
    }
    const faults = faultsOf(await ask(document, variables));
    found.push(judged(`page query ${name}`, faults.length === 0, told(faults), 'The component shows this error instead of its content. If a field is said to be undefined, check field-level security of the user first.'));
  }
  return found;
}

/** How GraphQL refuses, and what it takes: each question is asked once, and changes nothing. */
export async function graphqlCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const request = org.names.request.object;
  const records = (selection: string, argument = 'first: 1'): string => `query firstDay { uiapi { query { ${request}(${argument}) { edges { node { ${selection} } } } } } }`;
  const faults = async (query: string): Promise<readonly string[]> => faultsOf(await asker(org)(query));
  const unknown = await asker(org)(records('Id Nope__c { value }'));
  const many = (count: number): string => `query firstDay { uiapi { query { ${Array.from({ length: count }, (_, at) => `q${at}: ${request}(first: 1) { edges { node { Id } } }`).join(' ')} } } }`;
  const filter = (word: string): string => records('Id', `first: 1, where: { ${word}: [{ ${org.names.request.status}: { eq: "Draft" } }] }`);
  const [small, capital] = [await faults(filter('and')), await faults(filter('AND'))];
  const [tooMany, bare, fragment] = [await faults(records('Id', 'first: 2001')), await faults(records('Owner { Name { value } }')), await faults(records('Owner { ... on User { Name { value } } }'))];
  const children = await faults(records(`${org.names.request.recipient} { ${org.spell('Payment_Requests__r')}(first: 1) { edges { node { Id } } } }`));
  const loose = await faults(`query firstDay { uiapi { aggregate { ${request}(first: 1) { edges { node { aggregate { ${org.names.request.status} { value } } } } } } } }`);
  const [ten, eleven] = [await faults(many(10)), await faults(many(11))];
  return [
    judged('U-250', unknown.status === 200 && faultsOf(unknown).some((fault) => /^ValidationError: Validation error/.test(fault)), `A field Nope__c: ${unknown.status}. ${told(faultsOf(unknown))}`),
    judged('U-253', !small.length && !capital.length, `and: ${told(small)} AND: ${told(capital)}`),
    judged('U-254', tooMany.some((fault) => fault.startsWith('DataFetchingException')), `first: 2001. ${told(tooMany)}`),
    judged('U-255', bare.length > 0 && !fragment.length, `Owner with plain fields: ${told(bare)} With a fragment: ${told(fragment)}`),
    judged('U-256', children.length > 0, `Children of a parent: ${told(children)}`),
    judged('U-257', loose.length > 0, `A field neither grouped nor measured: ${told(loose)}`),
    judged('U-260', !ten.length && eleven.length > 0, `Ten objects: ${told(ten)} Eleven: ${told(eleven)}`),
  ];
}

/** What UI API shows of a request, and how it refuses. */
export async function uiApiCheck(org: OrgUnderTest): Promise<readonly Finding[]> {
  const request = org.names.request.object;
  const [group, instance] = [await org.ask('GET', '/ui-api/object-info/Group'), await org.ask('GET', '/ui-api/object-info/ProcessInstance')];
  const malformed = refusalOf(await org.ask('GET', `/ui-api/records/0123456789?fields=${request}.Name`));
  const list = await org.ask('GET', `/ui-api/list-info/${request}/${org.spell('In_Progress')}`);
  const columns = isRow(list.body) && isList(list.body['displayColumns']) ? list.body['displayColumns'].flatMap((one) => (isRow(one) ? (textOf(one, 'fieldApiName') ?? []) : [])) : [];
  const lookup = `${org.names.request.batch}.Name`;
  return [
    judged('U-251', group.status === 200 && instance.status !== 200, `object-info of Group: ${group.status}, of ProcessInstance: ${instance.status}.`),
    judged('U-264', malformed.startsWith('400 ILLEGAL_QUERY_PARAMETER_VALUE'), `An id of 10 characters: ${malformed}. Records of others and deleted ones were not tried.`),
    org.settings.NAMESPACE === '' ? notHere('U-262', 'The package has no namespace here.') : judged('U-262', list.status === 200, `list-info of ${org.spell('In_Progress')}: ${list.status}.`),
    list.status === 200 ? judged('U-267', columns.includes(lookup), `Columns: ${columns.join(', ')}.`) : notHere('U-267', `list-info: ${refusalOf(list)}`),
    ...(await recordFindings(org, request)),
  ];
}

async function recordFindings(org: OrgUnderTest, request: string): Promise<readonly Finding[]> {
  const amount = org.names.request.amount;
  const rows = await org.query(`SELECT Id FROM ${request} LIMIT 1`);
  const id = typeof rows === 'string' ? undefined : textOf(rows[0], 'Id');
  if (id === undefined) return ['U-252', 'U-263'].map((one) => notHere(one, 'There is no payment request yet.'));
  const byApi = await org.ask('GET', `/ui-api/records/${id}?fields=${request}.${amount}`);
  const field = isRow(byApi.body) ? rowOf(rowOf(byApi.body, 'fields'), amount) : undefined;
  const byQuery = JSON.stringify((await asker(org)(`query firstDay { uiapi { query { ${request}(first: 1) { edges { node { ${amount} { value displayValue } } } } } } }`)).body);
  const absent = refusalOf(await org.ask('GET', `/ui-api/records/${id}?fields=${request}.Nope__c`));
  return [
    field ? judged('U-252', field['displayValue'] === null && /"displayValue":null/.test(byQuery), `displayValue of ${amount}: ${shown(field)} by UI API.`) : fails('U-252', refusalOf(byApi)),
    absent.startsWith('400 INVALID_FIELD') ? holds('U-263', absent) : fails('U-263', absent),
  ];
}

const shown = (field: Row): string => JSON.stringify(field['displayValue'] ?? null);
