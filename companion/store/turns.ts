import type { Tools } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { Topic } from './wake.ts';

/** Runs one turn per topic at a time, and sees to it that whoever asks gets a turn that began after the asking. */
export class Turns {
  readonly #tools: Tools;
  readonly #running = new Map<Topic, Promise<void>>();
  readonly #next = new Map<Topic, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  #turn: ((topic: Topic) => Promise<void>) | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  begin(turn: (topic: Topic) => Promise<void>): void {
    this.#turn = turn;
  }

  /** Resolves when a turn that started after this call is over; rejects when that turn failed, or when there are none any more: whoever asked may ask another instance. */
  take(topic: Topic): Promise<void> {
    // Between the end of one turn and the start of the next nothing is running: whoever asks then shares the next one, or two would run beside each other.
    const waiting = this.#next.get(topic);
    if (waiting) return waiting;
    const running = this.#running.get(topic);
    if (!running) return this.#start(topic);
    const next = running.catch(() => undefined).then(() => {
      this.#next.delete(topic);
      return this.#start(topic);
    });
    this.#next.set(topic, next);
    return next;
  }

  /** Takes a turn at a time (epoch ms). Requests within the same 20 ms share one. A failed turn is logged: its tables are swept anyway. */
  takeAt(topic: Topic, at: number): void {
    if (!this.#turn) return;
    const now = this.#tools.now();
    const slot = Math.ceil(Math.max(at, now) / 20) * 20;
    const key = `${topic} ${slot}`;
    if (this.#timers.has(key)) return;
    const cancel = this.#tools.timer.after(slot - now, () => {
      this.#timers.delete(key);
      this.take(topic).catch((error: unknown) => this.#turn && this.#tools.log.warn(`Store: a turn of ${topic} failed; it is taken again later.`, { error: String(error) }));
    });
    this.#timers.set(key, cancel);
  }

  /** No further turns; what is running goes on. */
  rest(): void {
    this.#turn = undefined;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** No further turns; resolves when the running ones are over. */
  async close(): Promise<void> {
    this.rest();
    await Promise.allSettled([...this.#running.values(), ...this.#next.values()]);
  }

  async #start(topic: Topic): Promise<void> {
    const turn = this.#turn;
    if (!turn) throw new Problem('busy', 'Store: this companion is being stopped and takes no further turns. What waits is done after the next start, or by another instance.');
    const running: Promise<void> = turn(topic).finally(() => {
      if (this.#running.get(topic) === running) this.#running.delete(topic);
    });
    this.#running.set(topic, running);
    await running;
  }
}
