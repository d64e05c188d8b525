import { describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import type { NewIssue } from './issues.ts';
import { sameTime, tellClocksDiffer } from './same-time.ts';

const now = 1_795_000_000_000;
/** A server whose clock shows a moment, or which tells none; `asked` is what it was asked. */
function server(at: number | undefined, engine: EngineDatabase['engine'] = 'postgres') {
  const asked: string[] = [];
  const database = { engine, query: (sql: string) => (asked.push(sql), Promise.resolve(at === undefined ? [] : [{ at }])) } as unknown as EngineDatabase;
  return { database, asked };
}
/** Our clock: it shows these moments one after the other. */
const ours = (...moments: readonly number[]): (() => number) => {
  const left = [...moments];
  return () => left.shift() ?? NaN;
};

describe('a companion that starts', () => {
  it.each([
    [60_001, '60 s ahead of'], [-60_001, '60 s behind'], [90_500, '91 s ahead of'], [-3_600_000, '3600 s behind'],
  ])('with a clock that is %i ms off is refused in words', async (offMs, words) => {
    await expect(sameTime(server(now - offMs).database, ours(now, now))).rejects.toMatchObject({
      kind: 'refused', message: `Store: the clock of this machine is ${words} the clock of the PostgreSQL server. Set both by a time server (NTP), then start again.`,
    });
  });

  it.each([0, 60_000, -60_000])('with a clock that is %i ms off starts', async (offMs) => expect(await sameTime(server(now - offMs).database, ours(now, now))).toBeUndefined());

  it('asks the server for its clock, which is compared with the middle of the time the answer took', async () => {
    const { database, asked } = server(now);
    expect(await sameTime(database, ours(now - 70_000, now + 70_000))).toBeUndefined();
    expect(asked).toEqual(['select (extract(epoch from clock_timestamp()) * 1000)::bigint as at']);
    await expect(sameTime(database, ours(now, now + 120_002))).rejects.toThrow('60 s ahead of');
  });

  it('starts where the server tells no time', async () => expect(await sameTime(server(undefined).database, ours(now, now))).toBeUndefined());

  it('asks nobody where the store is its own', async () => {
    const { database, asked } = server(0, 'pglite');
    expect(await sameTime(database, ours(now, now))).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('a companion that runs', () => {
  const told = async (offMs: number): Promise<readonly NewIssue[]> => {
    const issues: NewIssue[] = [];
    await tellClocksDiffer(server(now - offMs).database, { raise: (issue) => (issues.push(issue), Promise.resolve('key')) }, ours(now, now), 'companion 1');
    return issues;
  };

  it('with a clock that strayed is told to a person', async () => {
    expect(await told(-120_000)).toEqual([{
      kind: 'clocks differ', source: 'companion 1', severity: 'Critical', summary: 'The clock of a companion is wrong',
      detail: 'Seen while it runs: the clock of this machine is 120 s behind the clock of the PostgreSQL server. Set both by a time server (NTP). Until then instances that share the store may take payment runs from each other, which leaves payouts for a person to look at.',
    }]);
  });

  it('with a clock that is right is not', async () => expect(await told(60_000)).toEqual([]));
});
