import type { CallClass, Tools } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { BreakerState, GateTable, Rate } from '../store/gate-table.ts';

export interface PaceSettings {
  readonly rate: Rate;
  /** Each class's guaranteed part of the rate; together below 1, the rest goes by priority. */
  readonly shares: Readonly<Record<CallClass, number>>;
  /** At most this much time's worth of tokens is fetched from the table at once. */
  readonly chunkMs: number;
  /** Unused tokens go back after this long without a call. */
  readonly idleMs: number;
  /** A pause longer than this turns calls away instead of keeping them waiting. */
  readonly longestWaitMs: number;
}

const byPriority: readonly CallClass[] = ['ask', 'send', 'balance', 'poll', 'look'];

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * The queue in front of a connection. Tokens come from the shared table in chunks that grow with demand, so that a busy connection costs
 * about one statement per second. The first in priority goes first, but a class that waited for its share goes before.
 */
export class Pace {
  readonly #name: string;
  readonly #table: GateTable;
  readonly #tools: Pick<Tools, 'now' | 'random' | 'timer'>;
  readonly #settings: PaceSettings;
  readonly #learn: (state: BreakerState) => void;
  readonly #waiting: Record<CallClass, Waiter[]> = { ask: [], send: [], balance: [], poll: [], look: [] };
  readonly #credit: Record<CallClass, number> = { ask: 0, send: 0, balance: 0, poll: 0, look: 0 };
  #stock = 0;
  #chunk = 1;
  #stockedAt = 0;
  #pausedUntil = 0;
  #pumping = false;
  #nudge: (() => void) | undefined;
  #blocked: CallClass | undefined;
  #cancelIdle: (() => void) | undefined;

  constructor(name: string, table: GateTable, tools: Pick<Tools, 'now' | 'random' | 'timer'>, settings: PaceSettings, learn: (state: BreakerState) => void) {
    this.#name = name;
    this.#table = table;
    this.#tools = tools;
    this.#settings = settings;
    this.#learn = learn;
  }

  /** Resolves when the call may be made. @throws Problem `busy` during a long pause. */
  wait(kind: CallClass): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting[kind].push({ resolve, reject });
      if (this.#blocked && byPriority.indexOf(kind) < byPriority.indexOf(this.#blocked)) this.#nudge?.();
      void this.#pump();
    });
  }

  /** Nobody goes before `until` (epoch ms), here at once and elsewhere with the next tokens. */
  async pause(until: number): Promise<void> {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.startSlowly();
    await this.#table.pause(until);
  }

  turnAway(why: unknown): void {
    for (const kind of byPriority) {
      for (const waiter of this.#waiting[kind].splice(0)) waiter.reject(why);
      this.#credit[kind] = 0;
    }
    this.#nudge?.();
  }

  /** Forgets what was reserved, so that a recovered connection is met with the refill and nothing more. */
  startSlowly(): void {
    this.#stock = 0;
    this.#chunk = 1;
  }

  async close(): Promise<void> {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    const unused = this.#stock;
    this.#stock = 0;
    if (unused > 0) await this.#table.giveBack(unused, this.#settings.rate);
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#cancelIdle?.();
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const waitMs = this.#stock >= 1 && this.#tools.now() >= this.#pausedUntil ? 0 : await this.#restock(next);
        if (waitMs === 0) this.#grant(next);
        else await this.#rest(next, waitMs);
      }
    } catch (error) {
      this.turnAway(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#stock > 0) this.#cancelIdle = this.#tools.timer.after(this.#settings.idleMs, () => void this.close().catch(() => undefined));
  }

  #next(): CallClass | undefined {
    const waiting = byPriority.filter((kind) => this.#waiting[kind].length > 0);
    const owed = waiting.filter((kind) => this.#credit[kind] >= 1).sort((one, other) => this.#credit[other] - this.#credit[one]);
    return owed[0] ?? waiting[0];
  }

  #grant(kind: CallClass): void {
    const waiter = this.#waiting[kind].shift();
    // Everybody was turned away while tokens were fetched.
    if (!waiter) return;
    this.#stock -= 1;
    for (const each of byPriority) this.#credit[each] = this.#waiting[each].length ? Math.min(2, this.#credit[each] + this.#settings.shares[each]) : 0;
    this.#credit[kind] = Math.max(0, this.#credit[kind] - 1);
    waiter.resolve();
  }

  /** Fetches tokens. 0 when there are some, else how long to wait. */
  async #restock(kind: CallClass): Promise<number> {
    const now = this.#tools.now();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    const { rate, chunkMs, idleMs } = this.#settings;
    const cap = Math.max(1, Math.min(Math.floor(rate.burst / 2), Math.ceil((rate.perSecond * chunkMs) / 1000)));
    this.#chunk = now - this.#stockedAt <= idleMs ? Math.min(cap, this.#chunk * 2) : 1;
    const queued = byPriority.reduce((sum, each) => sum + this.#waiting[each].length, 0);
    const wanted = Math.min(cap, Math.max(this.#chunk, queued));
    const floor = this.#floorOf(kind);
    const taken = await this.#table.take(wanted, floor, rate, now);
    this.#learn(taken);
    this.#stock += taken.granted;
    this.#stockedAt = now;
    if (taken.granted > 0) return 0;
    this.#pausedUntil = Math.max(this.#pausedUntil, taken.pausedUntil ?? 0);
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    // With a queue it pays to come back for several at once: half a second's worth.
    const worthIt = Math.max(1, Math.min(queued, cap, Math.floor(rate.perSecond / 2)));
    return Math.max(10, Math.ceil(((floor + worthIt - taken.tokens) / rate.perSecond) * 1000));
  }

  /** What must stay in the bucket for those who go first. A class that is owed its share may take the last. */
  #floorOf(kind: CallClass): number {
    if (this.#credit[kind] >= 1) return 0;
    const above = byPriority.slice(0, byPriority.indexOf(kind)).reduce((sum, each) => sum + this.#settings.shares[each], 0);
    return Math.max(0, Math.min(above * this.#settings.rate.burst, this.#settings.rate.burst - 1));
  }

  async #rest(kind: CallClass, waitMs: number): Promise<void> {
    const paused = this.#tools.now() < this.#pausedUntil;
    if (paused && waitMs > this.#settings.longestWaitMs) {
      this.turnAway(new Problem('busy', `${this.#name}: it asked to slow down. Calls go on in ${Math.ceil(waitMs / 1000)} s.`, { code: 'PAUSED', retryAfterMs: waitMs }));
      return;
    }
    // After a pause everybody returns at a slightly different moment.
    const spread = paused ? this.#tools.random() * Math.min(2_000, waitMs / 5) : 0;
    await new Promise<void>((resolve) => {
      const cancel = this.#tools.timer.after(waitMs + spread, resolve);
      this.#blocked = paused ? undefined : kind;
      this.#nudge = () => {
        cancel();
        resolve();
      };
    });
    this.#nudge = undefined;
    this.#blocked = undefined;
  }
}
