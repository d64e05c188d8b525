import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Issues } from '../../companion/store/issues.ts';
import { sameTime, tellClocksDiffer } from '../../companion/store/same-time.ts';
import { engines, type TestStore } from './world.ts';

describe.each(engines)('a companion whose clock is wrong, on $engine', ({ engine, open }) => {
  let held: TestStore;
  beforeAll(async () => void (held = await open()), 60_000);
  afterAll(() => held.stop());
  const shared = engine === 'PostgreSQL';

  it.each([[600_000, 'ahead of'], [-600_000, 'behind'], [70_000, 'ahead of']])('by %d ms, does not start where another one may share the store', async (offMs, words) => {
    const start = sameTime(held.database, () => Date.now() + offMs);
    await (shared ? expect(start).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining(`${Math.abs(offMs) / 1000} s ${words} the clock of the PostgreSQL server. Set both by a time server (NTP), then start again.`) }) : expect(start).resolves.toBeUndefined());
  });

  it.each([[600_000, 'ahead of'], [-600_000, 'behind'], [50_000, undefined]])('by %d ms, while it runs, is told where another one may share the store', async (offMs, words) => {
    const told: unknown[] = [];
    await tellClocksDiffer(held.database, { raise: (issue: unknown) => Promise.resolve(void told.push(issue)) } as unknown as Issues, () => Date.now() + offMs, 'companion');
    expect(told).toEqual(shared && words ? [expect.objectContaining({ kind: 'clocks differ', source: 'companion', severity: 'Critical', detail: expect.stringContaining(`600 s ${words} the clock of the PostgreSQL server.`) as unknown })] : []);
  });

  it.each([0, 50_000, -50_000])('starts when it is nearly right (%d ms)', async (offMs) => expect(await sameTime(held.database, () => Date.now() + offMs)).toBeUndefined());
});
