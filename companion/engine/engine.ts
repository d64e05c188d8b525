import type { Webhooks } from '../connectors/connector.ts';
import type { EventName, Events, InboundEvent } from '../domain/events.ts';
import { Problem } from '../domain/problem.ts';
import type { Letter } from '../store/letter-rows.ts';
import type { Timer, TimerTopic } from '../store/timers.ts';
import type { Topic } from '../store/wake.ts';
import { backoffMs } from './backoff.ts';
import { openDesk, type Desk } from './desk.ts';
import { fates } from './fates.ts';
import type { Office } from './office.ts';
import { redactedCopy } from './redacted-copy.ts';
import { runLeg, type Playing } from './run.ts';
import { openWritePace } from './write-pace.ts';

export interface Engine {
  readonly desk: Desk;
  /** Does what is due on a topic. Work of different kinds runs side by side; the turn ends when all it began has ended. */
  turn(topic: Topic): Promise<void>;
  /** The earliest time anything is due, epoch ms; for the start-up sweep and for simulated time. */
  nextDue(): Promise<number | undefined>;
  /** Resolves when nothing this process began is still running. */
  idle(): Promise<void>;
}

const lettersAtOnce = 200;
const timersAtOnce = 50;
const letterTries = 8;

/** A letter in our words: webhooks by their sender's reader, wake-ups as they were kept. */
type Readers = Readonly<Record<string, Pick<Webhooks, 'read'> | undefined>>;

export function openEngine(office: Office, playing: readonly Playing[], readers: Readers): Engine {
  const { store, tools, timing } = office;
  const desk = openDesk(office);
  const busy = new Set<Promise<unknown>>();
  const track = async <T>(work: Promise<T>): Promise<T> => {
    busy.add(work);
    return work.finally(() => busy.delete(work));
  };
  const wake = async <E extends EventName>(event: E, events: readonly Events[E][]): Promise<void> => {
    for (const flow of playing) await runLeg(office, desk, flow, event, events);
  };

  const pace = openWritePace(timing);
  const turns: Record<Topic, () => Promise<void>> = {
    letters: async () => {
      await openLetters(office, readers, wake);
      const next = await store.inbox.nextDue();
      if (next !== undefined) await store.wake.at('letters', next);
    },
    timers: () => fireDue(office, 'timers', wake),
    send: () => fireDue(office, 'send', wake),
    looks: () => fireDue(office, 'looks', wake),
    outbox: async () => {
      if (pace.mayWrite(tools.now())) await wake('outbox.due', [{ key: '' }]);
      const next = await store.outbox.nextDue(tools.now());
      if (next !== undefined) await store.wake.at('outbox', Math.max(next, pace.nextAt()));
    },
  };
  return {
    desk,
    turn: (topic) => track(turns[topic]()),
    async nextDue() {
      const times = [await store.timers.nextDue(), await store.outbox.nextDue(tools.now()), await store.inbox.nextDue()].filter((at) => at !== undefined);
      return times.length ? Math.min(...times) : undefined;
    },
    async idle() {
      while (busy.size) await Promise.allSettled(busy);
    },
  };
}

type Waker = <E extends EventName>(event: E, events: readonly Events[E][]) => Promise<void>;

async function fireDue(office: Office, topic: TimerTopic, wake: Waker): Promise<void> {
  const { store, tools, timing } = office;
  const due = await store.timers.claim(topic, tools.now(), timing.leaseMs, timersAtOnce);
  await Promise.all(due.map((timer) => fire(office, timer, wake)));
  const next = await store.timers.nextDue(topic);
  if (next !== undefined) await store.wake.at(topic, next);
}

/** One due timer: its leg, then its end; what failed comes again after a growing delay. */
async function fire(office: Office, timer: Timer, wake: Waker): Promise<void> {
  try {
    await wake(`timer.${timer.kind}` as EventName, [{ key: timer.key }]);
    await office.store.timers.finish(timer);
  } catch (error) {
    const { store, tools, timing } = office;
    const delayMs = backoffMs(timer.tries, { firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs }, tools.random, error instanceof Problem ? (error.retryAfterMs ?? 0) : 0);
    await store.timers.retry(timer, tools.now() + delayMs);
    await report(office, `${timer.kind} ${timer.key}`.trim(), error, timer.tries, delayMs);
  }
}

/** Passing trouble is logged; what lasts, and what nobody foresaw, becomes an issue. */
async function report(office: Office, what: string, error: unknown, tries: number, delayMs: number): Promise<void> {
  const { store, tools } = office;
  const message = error instanceof Error ? error.message : String(error);
  const passing = error instanceof Problem && fates[error.kind] === 'retry' && tries < 5;
  if (passing) return tools.log.warn(`Engine: ${what} failed and comes again in ${delayMs} ms. ${message}`);
  tools.log.error(`Engine: ${what} failed. ${message}`, { stack: error instanceof Error ? error.stack : undefined });
  const kind = error instanceof Problem ? `${error.kind} for long` : 'unexpected failure';
  await store.issues.raise({ kind, source: what, severity: 'Warning', summary: `${what} keeps failing`, detail: `${message} It is tried again with growing delays; nothing is lost.` });
}

async function openLetters(office: Office, readers: Readers, wake: Waker): Promise<void> {
  for (;;) {
    const letters = await office.store.inbox.take(lettersAtOnce, office.timing.leaseMs);
    if (!letters.length) return;
    const read = await Promise.all(letters.map(async (letter) => ({ letter, events: await readOne(office, readers, letter) })));
    const byName = Map.groupBy(read.flatMap(({ letter, events }) => (events ?? []).map((event) => ({ letter, event }))), ({ event }) => event.name);
    const failed = new Map<number, unknown>();
    for (const [name, entries] of byName)
      await wake(name, entries.map(({ event }) => event.data) as never).catch((error: unknown) => entries.forEach(({ letter }) => failed.set(letter.id, error)));
    await office.store.inbox.done(read.filter(({ letter, events }) => events && !failed.has(letter.id)).map(({ letter }) => letter.id));
    for (const letter of letters) if (failed.has(letter.id)) await postpone(office, letter, failed.get(letter.id));
  }
}

/** The letter in our words, or undefined when it was buried because nobody can read it. */
async function readOne(office: Office, readers: Readers, letter: Letter): Promise<readonly InboundEvent[] | undefined> {
  try {
    const reader = readers[letter.connection];
    if (!reader) throw new Problem('unmapped', `Engine: no connection is called ${letter.connection} any more. Configure it again, then retry the letter.`);
    return reader.read(letter.request, letter.event);
  } catch (error) {
    await bury(office, letter, error);
    return undefined;
  }
}

/** Buried and told in one, or not at all: nobody looks again at a letter that is dead. */
async function bury(office: Office, letter: Letter, error: unknown): Promise<void> {
  const { db, inbox, issues } = office.store;
  const message = error instanceof Error ? error.message : String(error);
  await db.transaction(async () => {
    const issue = await issues.raise({ kind: 'dead letter', source: `${letter.connection}/${letter.event}`, severity: 'Warning', letterId: letter.id, summary: `A letter from ${letter.connection} (${letter.event}) can't be processed`, detail: `${message} The original is kept as letter ${letter.id}. Retry or discard it.`, excerpt: redactedCopy(letter.request) });
    await inbox.bury(letter.id, message, issue);
  });
}

async function postpone(office: Office, letter: Letter, error: unknown): Promise<void> {
  if (letter.tries >= letterTries) return bury(office, letter, error);
  const { tools, timing, store } = office;
  const delayMs = backoffMs(letter.tries, { firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs }, tools.random, error instanceof Problem ? (error.retryAfterMs ?? 0) : 0);
  await store.inbox.postpone(letter.id, tools.now() + delayMs, error instanceof Error ? error.message : String(error));
}
