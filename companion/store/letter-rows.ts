import type { RawRequest } from '../connectors/connector.ts';
import { aheadMs } from '../domain/timing.ts';
import type { Database, Row } from './database.ts';
import { jsonOf } from './values.ts';

export interface NewLetter {
  readonly connection: string;
  readonly event: string;
  /** Names the letter among those of its connection. */
  readonly key: string;
  readonly request: RawRequest;
  readonly flags: readonly string[];
}

export interface Letter extends NewLetter {
  readonly id: number;
  readonly state: 'new' | 'done' | 'dead' | 'discarded';
  readonly tries: number;
  readonly problem: string | undefined;
  /** Epoch ms. */
  readonly receivedAt: number;
}

export interface LetterRow extends Row {
  readonly id: number;
  readonly connection: string;
  readonly event: string;
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly headers: RawRequest['headers'];
  readonly body: Uint8Array;
  readonly flags: readonly string[];
  readonly state: Letter['state'];
  readonly tries: number;
  readonly problem: string | null;
  readonly receivedAt: number;
}

export const letterColumns = 'id, connection, event, key, method, url, headers, body, flags, state, tries, problem, received_at as "receivedAt"';

export const letterFrom = ({ method, url, headers, body, problem, ...row }: LetterRow): Letter => ({
  ...row, request: { method, url, headers, body }, problem: problem ?? undefined,
});

export async function findLetter(db: Database, id: number): Promise<Letter | undefined> {
  const [row] = await db.query<LetterRow>(`select ${letterColumns} from letter where id = $1`, [id]);
  return row && letterFrom(row);
}

/** Writes all in one statement; true for each that was new, or settled at least `repeatedMs` ago, or, by a clock that ran ahead, in the future (all in epoch ms). The keys must differ within one call. */
export async function insertLetters(db: Database, letters: readonly NewLetter[], now: number, repeatedMs: number): Promise<readonly boolean[]> {
  const rows = await db.query<{ connection: string; key: string }>(
    // Flags travel as JSON because arrays of arrays must all be of one length.
    `insert into letter (connection, event, key, method, url, headers, body, flags, received_at, due_at)
     select x.connection, x.event, x.key, x.method, x.url, x.headers::jsonb, x.body, array(select jsonb_array_elements_text(x.flags::jsonb)), $9::bigint, $9::bigint
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])
       as x(connection, event, key, method, url, headers, body, flags)
     on conflict (connection, key) do update set state = 'new', tries = 0, settled_at = null, headers = excluded.headers, flags = excluded.flags, received_at = excluded.received_at, due_at = excluded.due_at
       where letter.state in ('done', 'discarded') and (letter.settled_at <= $10::bigint or letter.settled_at > $9::bigint + ${aheadMs})
     returning connection, key`,
    [
      letters.map(({ connection }) => connection), letters.map(({ event }) => event), letters.map(({ key }) => key),
      letters.map(({ request }) => request.method), letters.map(({ request }) => request.url), letters.map(({ request }) => jsonOf(request.headers)),
      letters.map(({ request }) => request.body), letters.map(({ flags }) => jsonOf(flags)), now, now - repeatedMs,
    ],
  );
  const written = new Set(rows.map(({ connection, key }) => JSON.stringify([connection, key])));
  return letters.map(({ connection, key }) => written.has(JSON.stringify([connection, key])));
}
