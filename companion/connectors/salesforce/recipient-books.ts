import type { Party } from '../../domain/recipient.ts';
import type { RecipientBooks, RecipientRecord, Tools } from '../connector.ts';
import { bodyOf, queryPath, type PartAnswer, type SalesforceClient } from './client.ts';
import { textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import { isoMoment, literals, moment } from './soql.ts';

type Where = Parameters<RecipientBooks['look']>[0];

function recipientsQuery({ onboarding: n }: Names, where: Where): string {
  const columns = ['Id', n.payeeKey, n.name, n.email, n.country, n.contactId, n.accountId, n.verification, n.action, 'SystemModstamp'];
  const chosen = 'since' in where ? `${n.action} != null OR SystemModstamp >= ${moment(where.since)}` : `${n.payeeKey} IN ${literals(where.payeeKeys)}`;
  return `SELECT ${columns.join(', ')} FROM ${n.object} WHERE ${chosen} ORDER BY SystemModstamp, Id`;
}

/** The contacts and accounts behind recipients on which something is asked for. */
const partyQueries = ({ onboarding: n }: Names): readonly string[] => [
  `SELECT Id, FirstName, LastName, Email, MailingCountry FROM Contact WHERE Id IN (SELECT ${n.contactId} FROM ${n.object} WHERE ${n.action} != null)`,
  `SELECT Id, Name, BillingCountry FROM Account WHERE Id IN (SELECT ${n.accountId} FROM ${n.object} WHERE ${n.action} != null)`,
];

const none: Party = { person: undefined, company: undefined, email: undefined, country: undefined };

function contactOf(row: Row): Party {
  return { ...none, person: { first: textOf(row, 'FirstName') ?? '', last: textOf(row, 'LastName') ?? '' }, email: textOf(row, 'Email'), country: textOf(row, 'MailingCountry') };
}
const accountOf = (row: Row): Party => ({ ...none, company: textOf(row, 'Name'), country: textOf(row, 'BillingCountry') });

/** A person at a company is invited as the person; the company lends what the person does not say. */
function partyOf(contact: Party | undefined, account: Party | undefined): Party | undefined {
  if (!contact || !account) return contact ?? account;
  return { ...contact, country: contact.country ?? account.country };
}

function recordOf(row: Row, { onboarding: n }: Names, parties: ReadonlyMap<string, Party>): RecipientRecord {
  return {
    id: textOf(row, 'Id') ?? '',
    facts: { payeeKey: textOf(row, n.payeeKey), name: textOf(row, n.name), email: textOf(row, n.email), country: textOf(row, n.country) },
    verified: textOf(row, n.verification) === 'Verified',
    action: textOf(row, n.action),
    party: partyOf(parties.get(textOf(row, n.contactId) ?? ''), parties.get(textOf(row, n.accountId) ?? '')),
  };
}

/** The books for recipients, kept in one Salesforce org: what changed and what is asked for, in one composite call. */
export function recipientBooks(client: SalesforceClient, names: Names, { log }: Pick<Tools, 'log'>): RecipientBooks {
  let warned = false;
  /** Contact and Account are the customer's own: where the integration user may not read them, an invitation uses what stands on the recipient. */
  const partiesIn = async (answer: PartAnswer | undefined, read: (row: Row) => Party): Promise<readonly (readonly [string, Party])[]> => {
    if (answer?.status !== 200) {
      if (!warned) log.warn('Salesforce: the contacts or accounts behind recipients could not be read; invitations use what stands on the recipient. Let the integration user read Contact and Account.');
      warned = true;
      return [];
    }
    return (await client.rest('look', bodyOf(answer))).map((row) => [textOf(row, 'Id') ?? '', read(row)] as const);
  };
  return {
    async look(where) {
      const queries = [recipientsQuery(names, where), ...('since' in where ? partyQueries(names) : [])];
      const [recipients, contacts, accounts] = await client.composite('look', queries.map((soql) => ({ method: 'GET' as const, path: queryPath(soql) })));
      const rows = await client.rest('look', bodyOf(recipients));
      const parties = 'since' in where ? new Map([...(await partiesIn(contacts, contactOf)), ...(await partiesIn(accounts, accountOf))]) : new Map<string, Party>();
      const until = rows.map((row) => isoMoment(textOf(row, 'SystemModstamp') ?? '')).toSorted().at(-1);
      return { records: rows.map((row) => recordOf(row, names, parties)), until };
    },
  };
}
