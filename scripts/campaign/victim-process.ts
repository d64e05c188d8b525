import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readConfig } from '../../companion/config.ts';
import { startCompanion } from '../../companion/start.ts';
import { openDatabase, storeSettings } from '../../companion/store/open-database.ts';
import { openLog, realWorld } from '../../companion/world.ts';
import { countedDatabase, countedFetch } from './counted.ts';
import { fastTiming } from './story.ts';

/**
 * A whole companion in a process of its own that kills itself at the call it was told to. Lines in: `{"killAt":12}` starts counting anew, `{"report":true}`
 * asks for what was counted. Lines out: `VICTIM ready|dying|calls …`. With KILL_AT in the environment it counts from its first statement; VICTIM_TIMING has other waits than those of the story.
 */
let calls: string[] = [];
let killAt = Number(process.env.KILL_AT ?? Infinity);
/** To the last byte: the pipe does not block, and on a loaded machine it takes a part of a long line, or nothing, until the reader has caught up. */
const say = (what: string, value: unknown): void => {
  for (let left = Buffer.from(`VICTIM ${what} ${JSON.stringify(value)}\n`); left.length;) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};
const at = (label: string): void => {
  calls.push(label);
  if (calls.length < killAt) return;
  say('dying', label);
  process.kill(process.pid, 'SIGKILL');
};

const { logLevel } = readConfig(process.env);
const world = realWorld(openLog(logLevel));
const tools = { ...world, fetch: countedFetch(world.fetch, at) };
const database = countedDatabase(await openDatabase(storeSettings(process.env, false), tools.log), at);
const timing = { ...fastTiming, ...(JSON.parse(process.env.VICTIM_TIMING ?? '{}') as Partial<typeof fastTiming>) };
const companion = await startCompanion(process.env, { tools, database, config: { timing } });
say('ready', companion.url);

createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line) as { killAt?: number; report?: boolean };
  if (told.report) return say('calls', calls);
  calls = [];
  killAt = told.killAt ?? Infinity;
  say('counting', killAt);
}).on('close', () => process.kill(process.pid, 'SIGKILL'));
