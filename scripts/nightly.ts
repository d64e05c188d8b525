import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run nightly [-- --minutes 240] [--only prove]
Everything too long for npm test, one after the other: the long tests, simulated seeds for so many minutes (a proof goes on where it was), planted bugs, spoiled input, campaigns on real
processes; then docs/proof.md is written anew. Goes on after a failure; exit code 1 when anything failed.`;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '240' }, only: { type: 'string' }, help: { type: 'boolean' } } });

const campaigns = ['kill --engine pglite --rounds 110', 'kill --engine postgres --rounds 60', 'two-instances', 'power-loss --rounds 30', 'postgres-restart --rounds 12', 'network-cut', 'backlog --engine pglite', 'backlog --engine postgres', 'webhooks --engine pglite'];
const fileOf = (campaign: string): string => `docs/proof/${campaign.split(' ')[0]}-${campaign.includes('pglite') || campaign.startsWith('power-loss') ? 'pglite' : 'postgres'}.json`;

const steps: readonly string[] = [
  'test:long',
  `prove -- --minutes ${values.minutes}`,
  'hunt-bugs',
  'fuzz -- --out docs/proof/fuzz.json',
  ...campaigns.map((campaign) => `campaign -- ${campaign} --out ${fileOf(campaign)}`),
  'proof-page',
].filter((step) => values.only === undefined || step.startsWith(values.only));

/** Its output is the reader's to watch; only the exit code is ours. */
const run = (step: string): Promise<number> => new Promise((resolve) => {
  spawn('npm', ['run', '-s', ...step.split(' ')], { stdio: 'inherit' }).on('exit', (code) => resolve(code ?? 1));
});

if (values.help || !(Number(values.minutes) > 0) || !steps.length) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const told: string[] = [];
  for (const step of steps) {
    const began = performance.now();
    const code = await run(step);
    told.push(`${code === 0 ? 'ok    ' : 'FAILED'} ${String(Math.round((performance.now() - began) / 1000)).padStart(6)} s  npm run ${step}`);
    if (code !== 0) process.exitCode = 1;
  }
  console.log(`\n${told.join('\n')}`);
}
