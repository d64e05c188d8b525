import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openCrashBench, type CrashBench, type Instance } from './crash-bench.ts';
import { emptyStore } from './empty-store.ts';
import type { Killed } from '../../scripts/campaign/kill-chain.ts';
import { allEnded, countsOf, loseAnAnswer, raiseFour, wrongs } from './story.ts';

export type Crashed = Omit<Killed, 'tookMs'>;

/** Stories in worlds that begin alike: the same call is always the same moment. */
export interface CrashRounds {
  /** The calls of an undisturbed story, from the first of the process on. */
  dryRun(): Promise<readonly string[]>;
  /** The calls of a companion that finds what one left that died at call `at`. */
  dryRunAfter(at: number): Promise<readonly string[]>;
  /** One dies at each of these calls in turn, the last lives. @throws Error when money moved wrongly or nothing came of it. */
  crashAt(...calls: readonly number[]): Promise<Crashed>;
  end(): Promise<void>;
}

const patienceMs = 60_000;
/** The end is looked at again after this long, in case somebody pays late. */
const afterthoughtMs = 1_000;

async function live(bench: CrashBench, ids: readonly string[], one: Instance): Promise<void> {
  await bench.time.until(() => one.diedAt() !== undefined || allEnded(bench.outside, ids), patienceMs).catch((error: unknown) =>
    Promise.reject(new Error(`${String(error)} The requests stand at ${ids.map((id) => `${String(bench.outside.request(id).Status__c)} (${String(bench.outside.request(id).Status_Reason__c)})`).join(', ')}; it last called ${one.calls.slice(-3).join(', ')}`)));
}

export async function openCrashRounds(): Promise<CrashRounds> {
  const db = await openEmptyDatabase();
  await migrate(db, () => 0);
  const round = async (calls: readonly number[]): Promise<Crashed & { readonly calls: readonly string[] }> => {
    await emptyStore(db);
    const bench = await openCrashBench(db);
    const ids = raiseFour(bench.outside);
    loseAnAnswer(bench.outside);
    bench.outside.approve(ids);
    let died: string | undefined;
    for (const [index, at] of [...calls, undefined].entries()) {
      const one = await bench.start(`companion-${index}`, at);
      await live(bench, ids, one);
      await one.close();
      if (at !== undefined) died = one.calls.length >= at ? one.calls.at(-1) : undefined;
      if (at !== undefined) continue;
      const deadline = bench.time.clock.now() + afterthoughtMs;
      bench.time.clock.after(afterthoughtMs, () => undefined);
      await bench.time.until(() => bench.time.clock.now() >= deadline, 2 * afterthoughtMs);
      const wrong = wrongs(bench.outside, ids);
      if (wrong.length) throw new Error(`Died at "${died ?? 'nothing'}": ${wrong.join('; ')}`);
      return { diedAt: died, ...countsOf(bench.outside, ids), calls: one.calls };
    }
    throw new Error('The last companion is always one that lives.');
  };
  return {
    dryRun: async () => (await round([])).calls,
    dryRunAfter: async (at) => (await round([at])).calls,
    crashAt: (...calls) => round(calls),
    end: () => db.close(),
  };
}
