import { expect, it } from '@jest/globals';
import type { Tools } from '../connectors/connector.ts';
import { Turns } from './turns.ts';

it('a turn wanted now is never asked for in the past, though the clock ticks while it is arranged', () => {
  let now = 1_000_000;
  const waits: number[] = [];
  const tools = { now: () => now++, timer: { after: (ms: number) => (waits.push(ms), () => undefined) } } as unknown as Tools;
  const turns = new Turns(tools);
  turns.begin(async () => undefined);
  for (let tries = 0; tries < 40; tries++) turns.takeAt('send', 0);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
});

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('one turn of a topic runs at a time, and every asking gets one that began after it, though somebody asks %i ticks after one has ended', async (ticks) => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 1));
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  let [running, most, asked] = [0, 0, 0];
  const turns = new Turns({ now: () => 0 } as unknown as Tools);
  turns.begin(async () => {
    begun.push(asked);
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
  });
  const take = (): Promise<void> => (asked++, turns.take('send'));
  const all = [take(), take()];
  ends.shift()?.();
  for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
  all.push(take());
  for (let round = 0; round < 5; round++) {
    await settled();
    ends.splice(0).forEach((end) => end());
  }
  await Promise.all(all);
  expect(most).toBe(1);
  expect(begun.at(-1)).toBe(3);
});

it('at rest it begins no turn and says so to whoever asked, who may ask another instance; what is running goes on', async () => {
  const ended = Promise.withResolvers<void>();
  let begun = 0;
  const warned: string[] = [];
  const timers: (() => void)[] = [];
  const turns = new Turns({ now: () => 0, log: { warn: (text: string) => warned.push(text) }, timer: { after: (_: number, what: () => void) => (timers.push(what), () => undefined) } } as unknown as Tools);
  turns.begin(() => (begun++, ended.promise));
  const running = turns.take('send');
  turns.takeAt('send', 0);
  timers[0]?.();
  const waiting = turns.take('send');
  turns.rest();
  ended.resolve();
  await expect(running).resolves.toBeUndefined();
  await expect(waiting).rejects.toMatchObject({ kind: 'busy' });
  await expect(turns.take('looks')).rejects.toMatchObject({ kind: 'busy' });
  await turns.close();
  expect([begun, warned]).toEqual([1, []]);
});
