import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { engines, sleep, type TestStore } from '../store/world.ts';

const writer = fileURLToPath(new URL('../store/writer.ts', import.meta.url));

interface Round {
  readonly found: readonly string[];
  readonly jobs: number;
  readonly kept: readonly string[];
}

/** Starts a writer, kills it `afterMs` after its first confirmed letter (or once it told what it found), and reports. */
async function killedWriter(address: string, round: string, afterMs: number | undefined): Promise<Round> {
  const child = spawn(process.execPath, [writer, address, round], { stdio: ['ignore', 'pipe', 'pipe'] });
  let found: { keys: string[]; jobs: number } | undefined;
  let complaint = '';
  const kept: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const rest: unknown = JSON.parse(line.slice(line.indexOf(' ')));
    if (line.startsWith('FOUND')) found = rest as { keys: string[]; jobs: number };
    else kept.push(rest as string);
    if (afterMs === undefined || kept.length === 1) void sleep(afterMs ?? 0).then(() => child.kill('SIGKILL'));
  });
  await closed;
  if (!found) throw new Error(`The writer did not open the store: ${complaint}`);
  return { found: found.keys, jobs: found.jobs, kept };
}

describe.each(engines)('a writer killed again and again on $engine', ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open();
    await store.database.close();
  }, 60_000);
  afterAll(() => store.stop());

  it('loses no letter it confirmed', async () => {
    const confirmed: string[] = [];
    for (let round = 0; round < 8; round++) {
      const { found, jobs, kept } = await killedWriter(store.address, `r${round}`, 5 + ((round * 37) % 120));
      expect(confirmed.filter((key) => !found.includes(key))).toEqual([]);
      if (confirmed.length) expect(jobs).toBeGreaterThan(0);
      confirmed.push(...kept);
    }
    const last = await killedWriter(store.address, 'last', undefined);
    expect(confirmed.length).toBeGreaterThan(8);
    expect(confirmed.filter((key) => !last.found.includes(key))).toEqual([]);
    expect(new Set(last.found).size).toBe(last.found.length);
  }, 180_000);
});

describe('the embedded store', () => {
  it('refuses a second process on its folder, and lets one in after the first was killed', async () => {
    const store = await engines[0]?.open();
    if (!store) throw new Error('no embedded engine');
    await expect(killedWriter(store.address, 'second', 10)).rejects.toThrow(/in use by another process/);
    await expect(openPgliteDatabase(store.address)).rejects.toThrow(/in use by another process/);
    await store.database.close();
    await expect(killedWriter(store.address, 'third', 10)).resolves.toMatchObject({ kept: expect.arrayContaining([expect.any(String)]) as unknown });
    const again = await openPgliteDatabase(store.address);
    await again.close();
    await store.stop();
  }, 60_000);
});
