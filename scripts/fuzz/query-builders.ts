import { namesIn } from '../../companion/connectors/salesforce/names.ts';
import { newestVersion } from '../../companion/connectors/salesforce/newest-version.ts';
import { receiptBooks } from '../../companion/connectors/salesforce/receipt-books.ts';
import { recipientBooks } from '../../companion/connectors/salesforce/recipient-books.ts';
import { rehearsalBooks } from '../../companion/connectors/salesforce/rehearsal-books.ts';
import { claimsQuery, endedCountQuery, endedExportQuery, endedQuery, surveyQuery, viewQuery } from '../../companion/connectors/salesforce/requests.ts';
import type { SalesforceClient } from '../../companion/connectors/salesforce/client.ts';
import { tools } from './sender.ts';

const names = namesIn('');
const reading = { names, evidence: 'classic' } as const;

/** A client that calls nobody, and writes down what it was to ask; all answers are empty. */
function listener(): { readonly client: SalesforceClient; readonly paths: string[]; readonly queries: string[] } {
  const [paths, queries]: [string[], string[]] = [[], []];
  const client = {
    composite: async (_kind: string, parts: readonly { readonly path: string }[]) => {
      paths.push(...parts.map(({ path }) => path));
      return parts.map(() => ({ status: 200, body: { totalSize: '0', done: true, records: [] } }));
    },
    rest: async () => [],
    query: async (_kind: string, soql: string) => {
      queries.push(soql);
      return [];
    },
  };
  return { client: client as unknown as SalesforceClient, paths, queries };
}

/** What the address of a query says again, as the other side reads it. */
const soqlIn = (path: string): string => decodeURIComponent(path.split('?q=')[1] ?? '');

async function asked(ask: (client: SalesforceClient) => Promise<unknown>): Promise<readonly string[]> {
  const { client, paths, queries } = listener();
  await ask(client);
  return [...paths.map(soqlIn), ...queries];
}

/** Places where a text from outside becomes part of a query; what else asks Salesforce is given moments and numbers of our own. @throws Problem where it is refused in words */
export const queryBuilders: Readonly<Record<string, (text: string) => Promise<readonly string[]>>> = {
  'requests of a run': async (text) => [viewQuery(reading, { runId: text })],
  'requests by id': async (text) => [viewQuery(reading, { requestIds: [text, 'a02000000000001AAA', text] })],
  'survey since': async (text) => [surveyQuery(reading, text)],
  'ended since': async (text) => [endedQuery(reading, text), endedCountQuery(reading, text), endedExportQuery(reading, text)],
  'claims above': async (text) => [claimsQuery(reading, { epoch: Number(text), sequence: 1, version: 1 })],
  'newest version': (text) => asked((client) => newestVersion(client, names, [{ kind: 'transaction', key: text }, { kind: 'request', key: text }, { kind: 'issue', key: text }])),
  'recipients by key': (text) => asked((client) => recipientBooks(client, names, tools).look({ payeeKeys: [text, 'other'] })),
  'recipients since': (text) => asked((client) => recipientBooks(client, names, tools).look({ since: text })),
  'whom a receipt belongs to': (text) => asked((client) => receiptBooks(client, names, [{ object: 'Opportunity', field: 'Order__c' }, { object: 'Account', field: 'AccountNumber' }]).lookUp([{ key: 'k', source: text, reference: text, description: text }])),
  'answer of a rehearsal': (text) => asked((client) => rehearsalBooks(client, reading, { ALLOW_SELF_APPROVAL: undefined }).read(text)),
};
