import { parentPort } from 'node:worker_threads';
import { noCoverage, addCoverage } from './coverage.ts';
import type { ProofDone, ProofTask } from './proof-task.ts';
import { simulate } from './simulation.ts';
import { openStage } from './stage.ts';
import { storyOf } from './story.ts';

if (!parentPort) throw new Error('Simulator: scripts/simulate/proof-worker.ts is started by npm run prove.');
const port = parentPort;
const stage = await openStage();
port.on('message', ({ seeds }: ProofTask) => {
  void (async () => {
    const coverage = noCoverage();
    const stories: string[] = [];
    for (const { seed, payouts, crashAt } of seeds) {
      const outcome = await simulate(stage, seed, { payouts, ...(crashAt ? { crashAt } : {}) });
      addCoverage(coverage, outcome.coverage);
      if (outcome.violations.length) stories.push(`Seed ${seed} with ${payouts} payouts${crashAt ? `, ended at ${crashAt.at} ${crashAt.place}` : ''}\n${storyOf(outcome, payouts)}`);
    }
    port.postMessage({ coverage, stories } satisfies ProofDone);
  })();
});
port.postMessage('ready');
