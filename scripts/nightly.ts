import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run nightly [-- --minutes 240] [--only prove]
One after the other: the long tests, simulated seeds for so many minutes (a proof goes on where it was), planted bugs, spoiled input, campaigns on real processes; then docs/proof.md is
written anew. Mutants take days, and are run part by part: npm run mutants. Goes on after a failure; exit code 1 when anything failed.`;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '240' }, only: { type: 'string' }, help: { type: 'boolean' } } });

const campaigns: readonly (readonly [name: string, engine: 'pglite' | 'postgres', more?: string])[] = [
  ['kill', 'pglite', ' --rounds 110'], ['kill', 'postgres', ' --rounds 60'], ['two-instances', 'postgres'], ['power-loss', 'pglite', ' --rounds 30'], ['postgres-restart', 'postgres'], ['network-cut', 'postgres'],
  ['backlog', 'pglite'], ['backlog', 'postgres'], ['webhooks', 'pglite'], ['webhooks', 'postgres'],
];

const steps: readonly string[] = [
  'test:long',
  `prove -- --minutes ${values.minutes}`,
  'hunt-bugs',
  'fuzz -- --out docs/proof/fuzz.json',
  ...campaigns.map(([name, engine, more = '']) => `campaign -- ${name} --engine ${engine}${more} --out docs/proof/${name}-${engine}.json`),
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
