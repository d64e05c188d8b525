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
      const [row] = await db.query<{ lastEventAt: number | null; lastWebhookAt: number | null; backlog: number }>(
        `select (select max(received_at) from letter where event = 'work.requested') as "lastEventAt",
           (select max(received_at) from letter where event <> 'work.requested') as "lastWebhookAt",
           ((select count(*) from letter where state = 'new') + (select count(*) from outbox))::int as backlog`,
      );
      const gates = new Map((await db.query<{ connection: string; openedAt: number | null; halfOpen: boolean }>('select connection, opened_at as "openedAt", half_open as "halfOpen" from gate')).map((gate) => [gate.connection, gate]));
      const iso = (at: number | null | undefined): string | undefined => (at == null ? undefined : new Date(at).toISOString());
      return {
        lastEventAt: iso(row?.lastEventAt), lastWebhookAt: iso(row?.lastWebhookAt), backlog: row?.backlog ?? 0,
        breakerOf: (connection: string): Breaker => {
          const gate = gates.get(connection);
          return gate?.halfOpen ? 'Half-open' : gate?.openedAt != null ? 'Open' : 'Closed';
        },
      };
    },
  };
}
