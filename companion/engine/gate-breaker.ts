import type { Tools } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import { clocksDifferMs } from '../domain/timing.ts';
import type { BreakerState, GateTable } from '../store/gate-table.ts';

export interface BreakerSettings {
  /** Calls in a row without an answer. */
  readonly failuresToOpen: number;
  /** How long it stays open at first; doubles with every failed probe up to the longest. */
  readonly firstOpenMs: number;
  readonly longestOpenMs: number;
  /** A probe that did not come back within this is forgotten, and another companion may probe. */
  readonly probeMs: number;
}

const lookAgainMs = 500;

/** Stops calling who does not answer. Written to the table only when it opens or closes; every companion learns it with its next tokens. */
export class Breaker {
  readonly #name: string;
  readonly #table: GateTable;
  readonly #tools: Pick<Tools, 'now' | 'random' | 'log'>;
  readonly #settings: BreakerSettings;
  #state: BreakerState = { openedAt: undefined, failures: 0, probing: false };
  #failures = 0;
  #spread = 1;
  #lookedAt = 0;
  #ourProbe = false;
  /** When our probe began that was not made: the right to it is still ours. */
  #leftProbe: number | undefined;

  constructor(name: string, table: GateTable, tools: Pick<Tools, 'now' | 'random' | 'log'>, settings: BreakerSettings) {
    this.#name = name;
    this.#table = table;
    this.#tools = tools;
    this.#settings = settings;
  }

  isOpen(): boolean {
    return this.#state.openedAt !== undefined;
  }

  /** The probe is under way, and it is ours. */
  isOurProbe(): boolean {
    return this.#ourProbe;
  }

  word(): 'Closed' | 'Open' | 'Half-open' {
    if (!this.isOpen()) return 'Closed';
    return this.#state.probing ? 'Half-open' : 'Open';
  }

  /** What another companion, or the table, knows. */
  learn(state: BreakerState): void {
    if (state.openedAt !== undefined && state.openedAt !== this.#state.openedAt) this.#spread = 1 + this.#tools.random() / 2;
    this.#state = state;
  }

  refusal(): Problem {
    const retryAfterMs = Math.max(lookAgainMs, this.#reopensAt() - this.#tools.now());
    return new Problem('unreachable', `${this.#name}: it did not answer several calls in a row, so nothing is sent for now. It is tried again by itself.`, { code: 'BREAKER_OPEN', retryAfterMs });
  }

  /** Lets a call in: false normally, true when it is the one probe. @throws Problem `unreachable` while open. */
  async enter(): Promise<boolean> {
    const now = this.#tools.now();
    if (!this.isOpen()) return false;
    if (this.#takeLeftProbe(now)) return true;
    if (now < this.#reopensAt() || Math.abs(now - this.#lookedAt) < lookAgainMs) throw this.refusal();
    this.#lookedAt = now;
    if (await this.#table.probe(now, now - this.#openMs(), now - this.#settings.probeMs)) {
      this.#ourProbe = true;
      this.learn({ ...this.#state, openedAt: now, probing: true });
      return true;
    }
    this.learn(await this.#table.breaker());
    if (this.isOpen()) throw this.refusal();
    return false;
  }

  /** The call was given up before it was made. A probe that was not made is kept for the next call, or else nobody could probe for a while. */
  notMade(isProbe: boolean): void {
    if (!isProbe) return;
    this.#ourProbe = false;
    this.#leftProbe = this.#state.openedAt;
  }

  #takeLeftProbe(now: number): boolean {
    const since = this.#leftProbe;
    this.#leftProbe = undefined;
    const stillOurs = since !== undefined && this.#state.probing && this.#state.openedAt === since && now - since < this.#settings.probeMs;
    if (stillOurs) this.#ourProbe = true;
    return stillOurs;
  }

  async answered(isProbe: boolean): Promise<void> {
    this.#failures = 0;
    if (!isProbe) return;
    this.#ourProbe = false;
    await this.#table.close(this.#tools.now());
    this.learn({ openedAt: undefined, failures: 0, probing: false });
    this.#tools.log.info(`${this.#name}: it answers again.`);
  }

  /** True when this failure opened it. */
  async failed(isProbe: boolean): Promise<boolean> {
    this.#failures += 1;
    if (!isProbe && (this.isOpen() || this.#failures < this.#settings.failuresToOpen)) return false;
    this.#failures = 0;
    this.#ourProbe = false;
    this.learn(await this.#table.open(this.#tools.now()));
    this.#tools.log.warn(`${this.#name}: it does not answer; calls are held back.`, { openings: this.#state.failures });
    return true;
  }

  #openMs(): number {
    return Math.min(this.#settings.longestOpenMs, this.#settings.firstOpenMs * 2 ** Math.min(Math.max(0, this.#state.failures - 1), 20));
  }

  /** Each companion comes back at its own moment, so that recovery meets no crowd. */
  #reopensAt(): number {
    const openedAt = this.#state.openedAt ?? 0;
    // By a clock that has been put right since.
    if (openedAt > this.#tools.now() + clocksDifferMs) return 0;
    return openedAt + (this.#state.probing ? this.#settings.probeMs : this.#openMs()) * this.#spread;
  }
}
