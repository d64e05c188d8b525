import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, Figures } from './figures.ts';
import { untilAtRest } from './at-rest.ts';
import { storePlace } from './store-place.ts';
import { countsOf, environmentBeside, loseAnAnswer, openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';
import { startVictim, type Victim } from './victim.ts';
import { askWitnesses } from './witnesses.ts';

/** What came of one kill. `diedAt` is undefined when the story ended before the call was reached. */
export interface Killed {
  readonly diedAt: string | undefined;
  readonly completed: number;
  readonly held: number;
  /** From the death to the end of the last payout, ms. */
  readonly tookMs: number;
}

/** One outside world and one store that live through any number of kills of their companion. */
export interface KillChain {
  /** The calls of one undisturbed story, in order. */
  dryRun(): Promise<readonly string[]>;
  /** Approves four requests, lets the companion die at call number `at` since the approval, starts another, and waits for the end. @throws Error when money moved wrongly. */
  kill(at: number): Promise<Killed>;
  /** The same, dying at call number `at` since the process began, with the requests approved beforehand. */
  killAtStart(at: number): Promise<Killed>;
  /** Ends the companion and compares provider, books and ledger over all stories told. */
  judge(): Promise<Partial<Figures>>;
  end(): Promise<void>;
}

/** Far more than it takes: on a loaded machine the quick deadlines of the story pass again and again before a call gets through. */
const patienceMs = 120_000;

/**
 * A request and its transaction may travel in two calls: the second gets a moment to arrive. The death may come between the two, after the requests ended:
 * `running` starts another companion then.
 */
async function judged(outside: Outside, ids: readonly string[], diedAt: string | undefined, running: () => Promise<unknown>): Promise<Omit<Killed, 'tookMs'>> {
  for (let waits = 0; waits < 120 && wrongs(outside, ids).length; waits++) {
    await running();
    await pause(25);
  }
  const wrong = wrongs(outside, ids);
  if (wrong.length) throw new Error(`Killed at "${diedAt ?? 'nothing'}": ${wrong.join('; ')}`);
  const counts = countsOf(outside, ids);
  // A person looks and gives up what was never sent; else questions about it would make each story longer than the last.
  for (const id of ids) if (outside.request(id).Status__c === 'On Hold') outside.ask(id, 'Cancel', 'The provider never got it.');
  return { diedAt, ...counts };
}

export async function openKillChain(engine: Engine): Promise<KillChain> {
  const outside = await openOutside();
  // A campaign tells a thousand stories: none of them may end for lack of funds.
  for (const program of outside.payoneer.state.programs.keys()) await outside.payoneer.fund(program, 100_000_000_00);
  const store = await storePlace(engine);
  const told: string[] = [];
  const env = { ...environmentBeside(outside), ...store.env };
  let victim: Victim | undefined;
  const start = async (more: Record<string, string> = {}): Promise<Victim> => {
    victim = await startVictim({ ...env, ...more });
    if (victim.url) outside.payoneer.webhooks.target = `${victim.url}/webhooks/payoneer`;
    return victim;
  };
  const running = async (): Promise<Victim> => (victim && !victim.isGone() ? victim : start());
  const raised = (): readonly string[] => {
    const ids = raiseFour(outside);
    told.push(...ids);
    loseAnAnswer(outside);
    return ids;
  };
  const story = async (at: number | undefined): Promise<readonly string[]> => {
    const one = await running();
    const ids = raised();
    await one.count(at);
    outside.approve(ids);
    return ids;
  };
  /** It dies, or has nothing left to do and so never reaches call `at`; then another one brings the story to its end. */
  const survived = async (one: Victim, ids: readonly string[], at: number): Promise<Killed> => {
    await Promise.race([one.gone, untilEnded(outside, ids, patienceMs).catch(() => undefined)]);
    const diedAt = one.isGone() ? await one.gone : undefined;
    const diedMs = performance.now();
    await running();
    await untilEnded(outside, ids, patienceMs).catch((error: unknown) => Promise.reject(new Error(`Killed at ${at} "${diedAt ?? 'nothing'}": ${String(error)}`)));
    const tookMs = performance.now() - diedMs;
    return { ...(await judged(outside, ids, diedAt, running)), tookMs: Math.round(tookMs) };
  };
  return {
    async dryRun() {
      const ids = await story(undefined);
      await untilEnded(outside, ids, patienceMs);
      const calls = await (await running()).calls();
      await judged(outside, ids, undefined, running);
      return calls;
    },
    async kill(at) {
      const ids = await story(at);
      return survived(await running(), ids, at);
    },
    async killAtStart(at) {
      await victim?.kill();
      const ids = raised();
      outside.approve(ids);
      return survived(await start({ KILL_AT: String(at) }), ids, at);
    },
    async judge() {
      const unrest = await untilAtRest(outside, await running());
      await victim?.kill();
      const seen = await askWitnesses(outside, told, store);
      return { ...seen, wrong: [...unrest, ...seen.wrong] };
    },
    async end() {
      await victim?.kill();
      await outside.close();
      await store.stop();
    },
  };
}
