import { Problem } from '../../domain/problem.ts';
import type { PayoutBooks } from '../connector.ts';
import { rowsPerCollection, type SalesforceClient } from './client.ts';
import { textOf } from './exact-json.ts';
import { newestVersion } from './newest-version.ts';
import { claimOf, readableClaim } from './claims.ts';
import { claimsQuery, endedQuery, newestQuery, reservedQuery, type Reading } from './requests.ts';
import { chunks, reserve } from './reservations.ts';
import type { Settings } from './settings.ts';
import { isPaused, survey } from './survey.ts';
import { write } from './write-back.ts';

/** The books for payouts, kept in one Salesforce org. */
export function payoutBooks(client: SalesforceClient, reading: Reading, settings: Pick<Settings, 'ALLOW_SELF_APPROVAL'>): PayoutBooks {
  return {
    async identity() {
      const [row] = await client.query('poll', 'SELECT Id, IsSandbox FROM Organization LIMIT 1');
      const orgId = textOf(row, 'Id');
      const isSandbox = row?.['IsSandbox'];
      if (orgId === undefined || typeof isSandbox !== 'boolean')
        throw new Problem('unmapped', 'Salesforce: the org does not say who it is. Let the integration user read Organization (API access).');
      return { orgId, isSandbox };
    },
    paused: () => isPaused(client, reading),
    survey: ({ since }) => survey(client, reading, since, settings.ALLOW_SELF_APPROVAL),
    reserve: (rows) => reserve(client, reading.names, rows),
    write: (changes) => write(client, reading.names, changes),
    claims: async (after) => (await client.query('ask', claimsQuery(reading, after))).map((row) => claimOf(row, reading)),
    async reserved(references) {
      const found = [];
      for (const some of chunks(references, rowsPerCollection)) found.push(...(await client.query('ask', reservedQuery(reading, some))).flatMap((row) => readableClaim(row, reading, 'the payee as it stands') ?? []));
      return found;
    },
    endedSince: async (since) => (await client.query('ask', endedQuery(reading, since))).flatMap((row) => readableClaim(row, reading, 'the payee as stamped') ?? []),
    async newest() {
      const [row] = await client.query('poll', newestQuery(reading));
      return { epoch: Number(textOf(row, 'epoch') ?? '0'), version: Number(textOf(row, 'version') ?? '0') };
    },
    newestVersion: (records) => newestVersion(client, reading.names, records),
    quota: () => client.allowance(),
  };
}
