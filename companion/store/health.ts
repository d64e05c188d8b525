import type { Database } from './database.ts';

export type Breaker = 'Closed' | 'Open' | 'Half-open';

/** What the integration health page and the metrics show of this store. */
export function openHealth(db: Database) {
  return {
    /** Counted in the store: a look costs the same few index pages however much there is. */
    async counts() {
      const [row] = await db.query<{ unwritten: number; unknownOutcomes: number; openIssues: number }>(
        `select (select count(*) from outbox) as unwritten, (select count(*) from attempt where stage = 'unknown') as "unknownOutcomes",
           (select count(*) from issue where status in ('Open', 'Retrying')) as "openIssues"`,
      );
      return row ?? { unwritten: 0, unknownOutcomes: 0, openIssues: 0 };
    },
    async read() {
      const heard = new Map((await db.query<{ connection: string; lastEventAt: number | null; lastWebhookAt: number | null }>(
        `select connection, max(received_at) filter (where event = 'work.requested') as "lastEventAt", max(received_at) filter (where event <> 'work.requested') as "lastWebhookAt"
           from letter group by connection`)).map((row) => [row.connection, row]));
      const [row] = await db.query<{ backlog: number }>(
        `select ((select count(*) from letter where state = 'new') + (select count(*) from outbox))::int as backlog`,
      );
      const gates = new Map((await db.query<{ connection: string; openedAt: number | null; halfOpen: boolean }>('select connection, opened_at as "openedAt", half_open as "halfOpen" from gate')).map((gate) => [gate.connection, gate]));
      const iso = (at: number | null | undefined): string | undefined => (at == null ? undefined : new Date(at).toISOString());
      return {
        backlog: row?.backlog ?? 0,
        /** When the last letter came in from a connection: an org sends events, a provider webhooks. ISO times. */
        lastHeard: (connection: string) => ({ lastEventAt: iso(heard.get(connection)?.lastEventAt), lastWebhookAt: iso(heard.get(connection)?.lastWebhookAt) }),
        breakerOf: (connection: string): Breaker => {
          const gate = gates.get(connection);
          return gate?.halfOpen ? 'Half-open' : gate?.openedAt != null ? 'Open' : 'Closed';
        },
      };
    },
  };
}
