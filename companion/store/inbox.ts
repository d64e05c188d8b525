import type { Tools } from '../connectors/connector.ts';
import { farthestMs } from '../domain/timing.ts';
import type { Database } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { findLetter, insertLetters, letterFrom, letterColumns, type Letter, type LetterRow, type NewLetter } from './letter-rows.ts';
import { insideTransaction } from './transactions.ts';
import type { Wake } from './wake.ts';

/** What came in, verbatim and durable. Times in epoch ms. */
export interface Inbox {
  /**
   * Resolves once the letter and its wake-up are on disk: only then may the sender be told. Inside a transaction it joins that one. Seen before is what waits, what is
   * dead, and what was settled lately; what was settled longer ago is opened again: the same words may tell of something new, a payee approved a second time.
   */
  keep(letter: NewLetter): Promise<'kept' | 'seen before'>;
  /** Claims due letters, and those a clock that ran ahead has put off farther than anything is planned, oldest first, and hides them for `leaseMs`, so that a crash gives them back. `tries` counts the claims, this one included. */
  take(limit: number, leaseMs?: number): Promise<readonly Letter[]>;
  done(ids: readonly number[]): Promise<void>;
  postpone(id: number, dueAt: number, problem: string): Promise<void>;
  /** A dead letter: kept with its problem, and the key of the issue that tells of it, until a person revives or discards it. */
  bury(id: number, problem: string, issue: string): Promise<void>;
  /** Puts a letter that is settled in any way back among the new. False when there is no such letter. */
  revive(id: number): Promise<boolean>;
  /** A person decided that a dead letter is not worth more. False when it is not dead. */
  discard(id: number): Promise<boolean>;
  /** The same for every dead letter an issue stands for, by the issue's key: how many there were. */
  reviveAll(issue: string): Promise<number>;
  discardAll(issue: string): Promise<number>;
  read(id: number): Promise<Letter | undefined>;
  /** When the next letter is due, epoch ms: now where one lies too far ahead. */
  nextDue(): Promise<number | undefined>;
  counts(): Promise<{ readonly waiting: number; readonly dead: number }>;
}

const defaultLeaseMs = 60_000;
const defaultRepeatedMs = 3_600_000;
const reviveSql = "update letter set state = 'new', due_at = $2, tries = 0, settled_at = null, issue = null";
const discardSql = "update letter set state = 'discarded', settled_at = $2";

export function openInbox(db: Database, wake: Wake, tools: Pick<Tools, 'now'>, repeatedMs = defaultRepeatedMs): Inbox {
  const write = (letters: readonly NewLetter[]): Promise<readonly boolean[]> =>
    db.transaction(async () => {
      const fresh = await insertLetters(db, letters, tools.now(), repeatedMs);
      if (fresh.includes(true)) await wake.at('letters', tools.now());
      return fresh;
    });
  const keep = groupCommit({ write, keyOf: ({ connection, key }) => JSON.stringify([connection, key]), bytesOf: ({ request }) => request.body.byteLength });
  const moveTo = async (sql: string, params: readonly unknown[], dueAt: number): Promise<number> =>
    db.transaction(async () => {
      const rows = await db.query(sql, params);
      if (rows.length) await wake.at('letters', dueAt);
      return rows.length;
    });
  return {
    keep: async (letter) => {
      const isNew = insideTransaction() ? (await write([letter]))[0] : await keep(letter);
      return isNew ? 'kept' : 'seen before';
    },
    take: (limit, leaseMs = defaultLeaseMs) => db.transaction(async () => {
      const until = tools.now() + leaseMs;
      const rows = await db.query<LetterRow>(
        `update letter set due_at = $2, tries = tries + 1 where id in (
           select id from letter where state = 'new' and (due_at <= $1 or due_at > $1 + ${farthestMs}::bigint) order by due_at, id limit $3 for update skip locked)
         returning ${letterColumns}`, [tools.now(), until, limit]);
      // Should this process die, somebody looks again when the lease is over.
      if (rows.length) await wake.at('letters', until);
      return rows.map(letterFrom).sort((one, other) => one.id - other.id);
    }),
    async done(ids) {
      if (ids.length) await db.query("update letter set state = 'done', settled_at = $2, problem = null where id = any($1::bigint[]) and state = 'new'", [ids, tools.now()]);
    },
    async postpone(id, dueAt, problem) {
      await moveTo("update letter set due_at = $2, problem = $3 where id = $1 and state = 'new' returning id", [id, dueAt, problem], dueAt);
    },
    async bury(id, problem, issue) {
      await db.query("update letter set state = 'dead', settled_at = $2, problem = $3, issue = $4 where id = $1 and state = 'new'", [id, tools.now(), problem, issue]);
    },
    async revive(id) {
      return (await moveTo(`${reviveSql} where id = $1 and state <> 'new' returning id`, [id, tools.now()], tools.now())) > 0;
    },
    discard: async (id) => (await db.query(`${discardSql} where id = $1 and state = 'dead' returning id`, [id, tools.now()])).length > 0,
    reviveAll: (issue) => moveTo(`${reviveSql} where issue = $1 and state = 'dead' returning id`, [issue, tools.now()], tools.now()),
    discardAll: async (issue) => (await db.query(`${discardSql} where issue = $1 and state = 'dead' returning id`, [issue, tools.now()])).length,
    read: (id) => findLetter(db, id),
    async nextDue() {
      const [row] = await db.query<{ at: number | null }>("select least(min(due_at), (select $1::bigint from letter where state = 'new' and due_at > $2 limit 1)) as at from letter where state = 'new'", [tools.now(), tools.now() + farthestMs]);
      return row?.at ?? undefined;
    },
    async counts() {
      // Two small indexes answer this; the settled letters of half a year are not touched.
      const [row] = await db.query<{ waiting: number; dead: number }>(
        "select (select count(*) from letter where state = 'new') as waiting, (select count(*) from letter where state = 'dead') as dead");
      return row ?? { waiting: 0, dead: 0 };
    },
  };
}
