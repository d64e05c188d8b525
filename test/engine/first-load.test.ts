import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';
import { addOldRecords } from '../flows/old-records.ts';
import { environmentBeside } from '../flows/start-beside.ts';

const rows = Number(process.env.LOAD_ROWS ?? 50_000);
const entry = fileURLToPath(new URL('load-process.ts', import.meta.url));
const jobs = '/services/data/:version/jobs/query';

interface Told {
  readonly read: { readonly ended?: number; readonly recipients?: number };
  readonly looks: number;
  readonly done: boolean;
  readonly mode?: string;
  /** What the process takes now, the embedded store with it. */
  readonly rssMb: number;
}

let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
let folder: string;

beforeAll(async () => {
  outside = await serveOutsideWorld({ orgPolicies: { bulkQueuedMs: 500, bulkRunsMs: 1_500 } });
  addOldRecords(outside, { payments: rows, recipients: rows });
  folder = mkdtempSync(join(tmpdir(), 'quittance-'));
  // Making an embedded store takes a gigabyte for a moment, whatever is read afterwards: it is there before anything is measured.
  await (await openPgliteDatabase(folder)).close();
}, 120_000);
afterAll(async () => {
  await outside.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What every process took while it read, in MB. */
const memory: number[] = [];

/** Runs a companion in a process of its own and kills it, without a word, as soon as what it tells is enough. @returns the last it told, and the most memory it took. */
async function runUntil(enough: (told: Told) => boolean): Promise<Told> {
  const child = spawn(process.execPath, [entry], { env: { ...process.env, ...environmentBeside(outside), QUITTANCE_DATA: folder }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let last: Told | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const told = /^LOAD (.*)$/.exec(line)?.[1];
    if (told === undefined && process.env.TEST_LOG) process.stdout.write(`${line}\n`);
    if (told === undefined) continue;
    last = JSON.parse(told) as Told;
    memory.push(last.rssMb);
    if (enough(last)) child.kill('SIGKILL');
  }
  await closed;
  if (process.env.TEST_LOG) process.stdout.write(complaint);
  if (!last) throw new Error(`The companion ended before it told anything: ${complaint}`);
  return last;
}

describe(`the first load of ${rows} payments and ${rows} recipients`, () => {
  it('survives a kill in the middle, takes the calls it says and little memory, and loses and doubles nothing', async () => {
    const begunAt = Date.now();
    const killed = await runUntil(({ read }) => (read.ended ?? 0) >= rows * 0.4);
    expect(killed).toMatchObject({ mode: 'recovery', done: false });
    // An export is removed once its last page is in: the last one a moment after everything is done.
    const ended = await runUntil(({ done, mode }) => done && mode === 'normal' && outside.world.calls.count(`DELETE ${jobs}`) >= 2);
    const lastedMs = Date.now() - begunAt;
    const count = (door: string): number => outside.world.calls.count(door);
    const calls = { ordered: count(`POST ${jobs}`), pages: count(`GET ${jobs}/:job/results`), deleted: count(`DELETE ${jobs}`), looks: count(`GET ${jobs}/:job`) - count(`GET ${jobs}/:job/results`) };
    process.stdout.write(`first load: ${rows} + ${rows} rows in ${(lastedMs / 1_000).toFixed(1)} s with one kill; calls ${JSON.stringify(calls)}; memory ${memory[0] ?? 0} MB at the start, at most ${Math.max(...memory)} MB\n`);
    expect(ended.read).toEqual({ ended: rows, recipients: rows });
    expect(calls).toMatchObject({ ordered: 2, deleted: 2 });
    // One call for 2,500 rows; a page under way when the process died is asked for once more, of either part.
    expect(calls.pages).toBeGreaterThanOrEqual(2 * Math.ceil(rows / 2_500));
    expect(calls.pages).toBeLessThanOrEqual(2 * Math.ceil(rows / 2_500) + 2);
    expect(calls.looks).toBeLessThanOrEqual(20);
    // Measured: 596 to 645 MB, of which an idle companion with the embedded store takes 350.
    expect(Math.max(...memory)).toBeLessThan(704);
    const database = await openPgliteDatabase(folder);
    const [found] = await database.query<{ payments: number; attempts: number; recipients: number }>(
      "select (select count(*) from payment) as payments, (select count(*) from attempt where stage = 'settled') as attempts, (select count(*) from recipient_check) as recipients");
    expect(found).toEqual({ payments: rows, attempts: rows, recipients: rows });
    await database.close();
  }, 300_000);
});
