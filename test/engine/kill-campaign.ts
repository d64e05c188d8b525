/**
 * Kills a companion at call after call, each followed by a restart, and says what came of it:
 *
 *     node test/engine/kill-campaign.ts --engine pglite|postgres|memory [--phase approval|start] [--every 1] [--first 1] [--last 0] [--progress file]
 *
 * `--phase approval` counts from the approval to the end of the story, `start` from the first statement of the process. `--last 0` goes on until a story
 * ends before the call is reached. `memory` lets instances of one process die instead, and counts from the first call of each. With `--progress` it goes on where it was stopped. Each call counts twice: before it is made, and after it came back.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCrashRounds } from './crash-rounds.ts';
import { openKillChain, type Killed } from './kill-chain.ts';

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
    engine: { type: 'string', default: 'pglite' }, phase: { type: 'string', default: 'approval' }, every: { type: 'string', default: '1' }, first: { type: 'string', default: '1' },
    last: { type: 'string', default: '0' }, progress: { type: 'string' },
  },
});
const [every, first, last] = [Number(values.every), Number(values.first), Number(values.last)];
const { engine, phase } = values;

interface Killer {
  kill(at: number): Promise<Killed>;
  end(): Promise<void>;
}
async function openKiller(): Promise<Killer> {
  if (engine === 'memory') {
    const rounds = await openCrashRounds();
    return { kill: (at) => rounds.crashAt(at), end: () => rounds.end() };
  }
  const chain = await openKillChain(engine === 'postgres' ? 'postgres' : 'pglite');
  return { kill: (at) => (phase === 'start' ? chain.killAtStart(at) : chain.kill(at)), end: () => chain.end() };
}
const { progress: file } = values;
const progress: Progress = file && existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Progress)
  : { next: first, kills: 0, transport: 0, commits: 0, completed: 0, held: 0, wrong: [] };

function note(at: number, { diedAt, completed, held }: Killed): void {
  progress.kills += diedAt === undefined ? 0 : 1;
  progress.transport += diedAt?.startsWith('fetch') ? 1 : 0;
  progress.commits += diedAt?.startsWith('commit') ? 1 : 0;
  progress.completed += completed;
  progress.held += held;
  console.log(`${at}: ${diedAt ?? 'not reached'}: ${completed} completed, ${held} on hold`);
}

let killer = await openKiller();
/** Stories differ in length by a few calls: the end is where three in a row were over before. */
let unreached = 0;
while (unreached < 3 && (last === 0 || progress.next <= last)) {
  try {
    const killed = await killer.kill(progress.next);
    note(progress.next, killed);
    unreached = killed.diedAt === undefined ? unreached + 1 : 0;
  } catch (error) {
    progress.wrong.push(`${progress.next}: ${String(error)}`);
    console.log(`${progress.next}: WRONG: ${String(error)}`);
    await killer.end();
    killer = await openKiller();
  }
  progress.next += every;
  if (file) writeFileSync(file, JSON.stringify(progress));
}
await killer.end();
console.log(
  `${engine}, ${phase}: ${progress.kills} kills (${progress.transport} at transport calls, ${progress.commits} at commits), ` +
    `${progress.completed} requests completed, ${progress.held} on hold, ${progress.wrong.length} wrong.`);
process.exitCode = progress.wrong.length ? 1 : 0;
