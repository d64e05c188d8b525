import { parentPort } from 'node:worker_threads';
import { noCoverage, addCoverage, type Coverage, type Passing } from './coverage.ts';
import type { Broken, ProofDone, ProofTask } from './proof-task.ts';
import { simulate } from './simulation.ts';
import { openStage } from './stage.ts';
import { storyOf } from './story.ts';

if (!parentPort) throw new Error('Simulator: scripts/simulate/proof-worker.ts is started by npm run prove.');
const port = parentPort;
/** The largest seed takes three: after this nothing more will come of it, and all stops. */
const longestMinutes = 20;
const stage = await openStage();

async function run(asked: Passing, done: { readonly coverage: Coverage; readonly broken: Broken[] }): Promise<void> {
  const { seed, payouts, endAt } = asked;
  const title = `Seed ${seed} with ${payouts} payouts${(endAt ?? []).map(({ at, place }) => `, ended at ${at}: ${place}`).join('')}`;
  const watch = setTimeout(() => {
    throw new Error(`Simulator: ${title} came to no end in ${longestMinutes} minutes.`);
  }, longestMinutes * 60_000);
  try {
    const outcome = await simulate(stage, seed, { payouts, ...(endAt ? { endAt } : {}) });
    addCoverage(done.coverage, outcome.coverage);
    if (outcome.violations.length) done.broken.push({ ...asked, violations: outcome.violations.length, story: `${title}\n${storyOf(outcome, payouts, endAt)}` });
  } catch (error) {
    // The simulator itself failed: the seed shows nothing, and that counts.
    done.coverage.violations += 1;
    done.broken.push({ ...asked, violations: 1, story: `${title}\n  ✗ the simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  } finally {
    clearTimeout(watch);
  }
}

port.on('message', ({ seeds }: ProofTask) => {
  void (async () => {
    const done = { coverage: noCoverage(), broken: [] };
    for (const seed of seeds) await run(seed, done);
    port.postMessage(done satisfies ProofDone);
  })();
});
port.postMessage('ready');
