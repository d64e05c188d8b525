import { writeSync } from 'node:fs';
import { startCompanion } from '../../companion/start.ts';
import { fastTiming } from './story.ts';

/** A whole companion in a process of its own that says five times a second how far the first load is: lines `LOAD {…}`. */
const companion = await startCompanion(process.env, { config: { timing: { ...fastTiming, leaseMs: 180_000 } } });
const { store } = companion.assembly;
const tell = async (): Promise<void> => {
  const parts = await store.firstLoad.parts();
  const mode = (await store.installation.read())?.mode;
  const read = Object.fromEntries(parts.map((part) => [part.part, part.read]));
  writeSync(1, `LOAD ${JSON.stringify({ read, looks: parts.reduce((sum, { looks }) => sum + looks, 0), done: parts.every(({ state }) => state === 'done'), mode, rssMb: Math.round(process.memoryUsage().rss / 1_048_576) })}\n`);
};
setInterval(() => void tell(), 200);
process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
