import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log, Tools } from '../../companion/connectors/connector.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { insideTransaction } from '../../companion/store/transactions.ts';
import { topics, type Topic, type Wake } from '../../companion/store/wake.ts';
import type { Clock } from '../../sandbox/kit/clock.ts';
import { count, type Coverage, type Place } from './coverage.ts';
import { storeTrouble, type StoreFault } from './store-fault.ts';
import { stirring, type Stir } from './stir.ts';

/** Where a process can be made to die: just before or just after its n-th statement, commit or call from now on. */
export interface Doom {
  readonly at: Place['at'];
  /** Counts down; it strikes at zero. Only what contains `of`, or is `place`, counts. */
  left: number;
  readonly of?: string;
  readonly place?: string;
}

/** One process of the companion, from its start to its end. A dead one does nothing any more, whatever it had in flight. */
export interface Life {
  readonly holder: string;
  readonly coverage: Pick<Coverage, 'points' | 'deaths'>;
  dead: boolean;
  doom: Doom | undefined;
  /** Where it ends beside that. */
  dooms: readonly Doom[];
  storeFault: StoreFault | undefined;
  /** While it is set the process stands still, as one that was suspended; resolves when it goes on. A transaction under way ends before. */
  frozen: Promise<void> | undefined;
  /** What its last statement was: names the commit after it. */
  lastStatement: string;
  readonly died: (at: Doom['at'], where: string) => void;
}

export const newLife = (holder: string, coverage: Life['coverage'], died: Life['died']): Life => ({ holder, coverage, dead: false, doom: undefined, dooms: [], storeFault: undefined, frozen: undefined, lastStatement: '', died });

/** Record ids, references and program numbers differ from one payment to the next; the place in the code is the same. */
const placeOf = (where: string): string => where.replace(/\b(?:[a-z0-9]{3}0{5,}[A-Za-z0-9]{6,}(?:-\d\d)?|\d{5,}|[A-Za-z0-9_-]{30,})/g, ':id');

/** A point of the coverage as the place it names: `commit: after insert into ...`. */
export function placeNamed(point: string): Place {
  const [at = '', ...place] = point.split(': ');
  return { at: at as Place['at'], place: place.join(': ') };
}

class Crash extends Error {
  override readonly name = 'Crash';
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Counts down the doom; true when this life has just ended. */
export function strikes(life: Life, at: Doom['at'], where: string): boolean {
  const { coverage } = life;
  if (life.dead) return false;
  const place = placeOf(where);
  const point = `${at}: ${place}`;
  count(coverage.points, point);
  const doom = [life.doom ?? [], life.dooms].flat().find((each) => each.left > 0 && each.at === at && place.includes(each.of ?? '') && place === (each.place ?? place));
  if (!doom) return false;
  doom.left -= 1;
  if (doom.left > 0) return false;
  count(coverage.deaths, point);
  life.dead = true;
  life.died(at, where);
  return true;
}

const sqlName = (sql: string): string => sql.slice(0, 90).replace(/\s+/g, ' ').trim();

/** What asks about no rows finds none, unless it adds them up: half of all statements of a quiet companion, and each costs as much as a real one. */
const asksNothing = (sql: string, params: readonly unknown[] = []): boolean => {
  const [first] = params;
  if (/^\s*select (?:coalesce\()?(?:sum|count|min|max|least|exists)\b/.test(sql)) return false;
  return (first === '[]' && sql.includes('jsonb_to_recordset($1::jsonb)')) || (Array.isArray(first) && first.length === 0 && sql.includes('any($1::text[])'));
};

/**
 * A store that stops with its process: a statement outside a transaction never returns, a transaction is rolled back as the server does when its
 * client is gone.
 */
export function mortalDatabase(db: EngineDatabase, life: Life, stir: Stir): EngineDatabase {
  const query: EngineDatabase['query'] = async (sql, params) => {
    if (life.frozen && !insideTransaction()) await life.frozen;
    life.lastStatement = sqlName(sql);
    strikes(life, 'statement', life.lastStatement);
    if (life.dead && insideTransaction()) throw new Crash();
    if (life.dead) return never();
    storeTrouble(life, 'statement', sql);
    const rows = asksNothing(sql, params) ? [] : await stirring(stir, () => db.query<never>(sql, params));
    if (life.dead && insideTransaction()) throw new Crash();
    return life.dead ? never() : rows;
  };
  const outermost = async <T>(work: () => Promise<T>): Promise<T> => {
    if (life.frozen) await life.frozen;
    if (life.dead) return never();
    try {
      const result = await db.transaction(async () => {
        const done = await work();
        if (life.dead) throw new Crash();
        storeTrouble(life, 'commit', life.lastStatement);
        return done;
      });
      strikes(life, 'commit', `after ${life.lastStatement}`);
      if (!life.dead) storeTrouble(life, 'kept', life.lastStatement);
      return life.dead ? await never() : result;
    } catch (error) {
      if (life.dead) return never();
      throw error;
    }
  };
  return {
    ...db, query,
    transaction: (work) => (insideTransaction() ? db.transaction(work) : outermost(work)),
    close: () => Promise.resolve(),
  };
}

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The world as this process sees it; `skew` is how far its clock is off, in milliseconds. */
export function mortalTools(life: Life, world: { readonly clock: Clock; readonly skew: { ms: number }; readonly random: () => number; readonly fetch: typeof fetch; readonly stir: Stir; readonly log?: Log }): Tools {
  const after: Tools['timer']['after'] = (ms, what) => {
    // A timer belongs to whoever set it, as Node's timers do.
    const inContext = AsyncLocalStorage.snapshot();
    world.stir.count += 1;
    let cancelled = false;
    const go = (): void => {
      world.stir.count += 1;
      if (!life.dead && !cancelled) inContext(what);
    };
    const cancel = world.clock.after(ms, () => (life.frozen ? void life.frozen.then(go) : go()));
    return () => {
      cancelled = true;
      cancel();
    };
  };
  return {
    now: () => world.clock.now() + world.skew.ms,
    random: world.random, fetch: world.fetch, log: world.log ?? silent,
    timer: {
      after,
      sleep: (ms, stop) => new Promise((resolve) => {
        const cancel = after(ms, resolve);
        stop?.addEventListener('abort', () => (cancel(), resolve()), { once: true });
      }),
    },
  };
}

/** Wakes this process on the simulated clock: one turn per topic at a time, and a turn for every time that was asked for. */
export function mortalWake(db: EngineDatabase, tools: Tools): Wake {
  const asked: Record<Topic, Set<number>> = { letters: new Set(), timers: new Set(), looks: new Set(), send: new Set(), outbox: new Set() };
  const running = new Set<Topic>();
  const cancels = new Map<Topic, () => void>();
  let turn: ((topic: Topic) => Promise<void>) | undefined;
  const arm = (topic: Topic): void => {
    cancels.get(topic)?.();
    if (running.has(topic) || !asked[topic].size || !turn) return;
    cancels.set(topic, tools.timer.after(Math.max(0, Math.min(...asked[topic]) - tools.now()), () => void fire(topic)));
  };
  const fire = async (topic: Topic): Promise<void> => {
    const now = tools.now();
    asked[topic].clear();
    running.add(topic);
    try {
      await turn?.(topic);
    } catch (error) {
      tools.log.error(`a turn of ${topic} failed: ${String(error)}`);
      asked[topic].add(now + 60_000);
    }
    running.delete(topic);
    arm(topic);
  };
  const rest = (): void => {
    turn = undefined;
    for (const cancel of cancels.values()) cancel();
  };
  return {
    at(topic, at) {
      db.afterCommit(() => {
        // Turns of half a second are as good as turns at every millisecond, and fewer.
        asked[topic].add(Math.ceil(at / 500) * 500);
        arm(topic);
      });
      return Promise.resolve();
    },
    work(given) {
      turn = given;
      topics.forEach(arm);
      return Promise.resolve();
    },
    rest,
    close: () => Promise.resolve(rest()),
  };
}
