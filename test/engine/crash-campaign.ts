/**
 * Lets an instance of a companion die at call after call, each followed by another one on the same store, all in one process and in time that moves
 * by itself, and says what came of it (`npm run campaign -- kill` does it to real processes):
 *
 *     node test/engine/crash-campaign.ts [--every 1] [--first 1] [--last 0] [--progress file]
 *
 * Counts from the first call of the instance. `--last 0` goes on until a story ends before the call is reached. With `--progress` it goes on where it was
 * stopped. Each call counts twice: before it is made, and after it came back.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCrashRounds, type Crashed } from './crash-rounds.ts';

interface Progress {
  next: number;
  kills: number;
  transport: number;
  commits: number;
  completed: number;
  held: number;
  wrong: string[];
}

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' }, first: { type: 'string', default: '1' }, last: { type: 'string', default: '0' }, progress: { type: 'string' },
  },
});
const [every, first, last] = [Number(values.every), Number(values.first), Number(values.last)];
const { progress: file } = values;
const progress: Progress = file && existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Progress)
  : { next: first, kills: 0, transport: 0, commits: 0, completed: 0, held: 0, wrong: [] };

function note(at: number, { diedAt, completed, held }: Crashed): void {
  progress.kills += diedAt === undefined ? 0 : 1;
  progress.transport += diedAt?.startsWith('fetch') ? 1 : 0;
  progress.commits += diedAt?.startsWith('commit') ? 1 : 0;
  progress.completed += completed;
  progress.held += held;
  console.log(`${at}: ${diedAt ?? 'not reached'}: ${completed} completed, ${held} on hold`);
}

let rounds = await openCrashRounds();
/** Stories differ in length by a few calls: the end is where three in a row were over before. */
let unreached = 0;
while (unreached < 3 && (last === 0 || progress.next <= last)) {
  try {
    const crashed = await rounds.crashAt(progress.next);
    note(progress.next, crashed);
    unreached = crashed.diedAt === undefined ? unreached + 1 : 0;
  } catch (error) {
    progress.wrong.push(`${progress.next}: ${String(error)}`);
    console.log(`${progress.next}: WRONG: ${String(error)}`);
    await rounds.end();
    rounds = await openCrashRounds();
  }
  progress.next += every;
  if (file) writeFileSync(file, JSON.stringify(progress));
}
await rounds.end();
console.log(
  `${progress.kills} deaths (${progress.transport} at transport calls, ${progress.commits} at commits), ` +
    `${progress.completed} requests completed, ${progress.held} on hold, ${progress.wrong.length} wrong.`);
process.exitCode = progress.wrong.length ? 1 : 0;
