import { describe, expect, it } from '@jest/globals';
import type { Movements, Receipts } from '../connectors/connector.ts';
import type { Movement } from '../domain/movements.ts';
import type { Office } from './office.ts';
import { readAccount } from './receipts.ts';

const day = 86_400_000;
const timing = { receiptsOverlapMs: day, receiptsWholeMs: 7 * day, receiptsBackMs: 45 * day };

/** An account that gives at most so many lines at once, and a store of cursors in memory. */
function account(lines: readonly number[], mostAtOnce: number) {
  const cursors = new Map<string, string>();
  const [kept, asked, issues] = [new Set<string>(), [] as [number, number][], [] as string[]];
  const clock = { now: 100 * day };
  const store = {
    cursors: { get: async (name: string) => cursors.get(name), set: async (name: string, value: string) => void cursors.set(name, value) },
    issues: { raise: async ({ kind }: { kind: string }) => void issues.push(kind) },
  };
  const office = { store, timing, tools: { now: () => clock.now } } as unknown as Office;
  const receiver: Receipts = {
    keyPrefix: async () => 'p:s:a',
    read: async (from, to): Promise<Movements> => {
      asked.push([from, to]);
      const found = lines.filter((at) => at >= from && at <= to && at <= clock.now);
      return { movements: found.slice(0, mostAtOnce).map((at) => ({ id: String(at) }) as Movement), fees: new Map(), unreadable: [], complete: found.length <= mostAtOnce };
    },
  };
  const look = (): Promise<boolean> => readAccount(office, receiver, async ({ movements }) => movements.forEach(({ id }) => kept.add(id)));
  const lookUntilDone = async (): Promise<void> => {
    for (let legs = 0; (await look()) && legs < 500; legs++);
  };
  return { clock, kept, asked, issues, look, lookUntilDone };
}

describe('reading an account', () => {
  it('reads everything of the past in times short enough, however it is spread', async () => {
    for (const spread of [() => 1, (at: number) => 1 + (at % 7) * 50, (at: number) => (at < 400 ? 1 : 3_000)]) {
      let at = 60 * day;
      const lines = Array.from({ length: 900 }, (_, index) => (at += spread(index) * 1_000 + 1));
      const { kept, issues, lookUntilDone } = account(lines, 20);
      await lookUntilDone();
      expect([kept.size, issues]).toEqual([900, []]);
    }
  });

  it('begins each look where the last one ended, less the overlap, and looks far back again after a while', async () => {
    const { clock, asked, lookUntilDone } = account([], 10);
    await lookUntilDone();
    expect(asked).toEqual([[99 * day, 100 * day], [55 * day, 99 * day]]);
    clock.now += day / 2;
    await lookUntilDone();
    expect(asked.slice(2)).toEqual([[99 * day, 100.5 * day]]);
    clock.now += 7 * day;
    await lookUntilDone();
    expect(asked.slice(3)).toEqual([[99.5 * day, 107.5 * day], [62.5 * day, 99.5 * day]]);
  });

  it('says so when one moment holds more than may be read, and goes on behind it', async () => {
    const { kept, issues, lookUntilDone } = account([...Array.from({ length: 50 }, () => 99.5 * day), 99.9 * day], 10);
    await lookUntilDone();
    expect(issues).toContain('receipts incomplete');
    expect(kept).toContain(String(99.9 * day));
  });
});
