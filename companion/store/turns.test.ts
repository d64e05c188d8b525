import { describe, expect, it } from '@jest/globals';
import type { Tools } from '../connectors/connector.ts';
import { heldTimers } from './test-held-timers.ts';
import { Turns } from './turns.ts';
import type { Topic } from './wake.ts';

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

describe('a turn at a time', () => {
  it('is taken by nobody before there is anybody to take it', () => {
    const { tools, waits } = heldTimers(1_000_000);
    new Turns(tools).takeAt('send', 0);
    expect(waits()).toEqual([]);
  });

  it('is taken at the next of the moments 20 ms apart, one for all who ask for the same, of each topic its own', async () => {
    const { tools, waits, ring, clock } = heldTimers(1_000_003);
    const turns = new Turns(tools);
    const begun: Topic[] = [];
    turns.begin((topic) => Promise.resolve(void begun.push(topic)));
    for (const at of [0, 1_000_003, 1_000_020, 1_000_021, 1_000_040]) turns.takeAt('send', at);
    turns.takeAt('looks', 1_000_005);
    expect(waits()).toEqual([17, 37, 17]);
    ring();
    expect(begun).toEqual(['send', 'looks']);
    await turns.take('send');
    clock.at = 1_000_020;
    turns.takeAt('send', 1_000_020);
    expect(waits()).toEqual([0]);
    await turns.close();
    expect(waits()).toEqual([]);
  });

  it('that failed is logged, unless this companion is being stopped, and the next one is taken all the same', async () => {
    const { tools, ring, warned } = heldTimers(1_000_000);
    const turns = new Turns(tools);
    turns.begin(() => Promise.reject(new Error('the store is away')));
    turns.takeAt('send', 0);
    ring();
    await expect(turns.take('send')).rejects.toThrow('the store is away');
    expect(warned).toEqual([['Store: a turn of send failed; it is taken again later.', { error: 'Error: the store is away' }]]);
    turns.takeAt('looks', 0);
    ring();
    await turns.close();
    expect(warned).toHaveLength(1);
  });
});

describe('turns', () => {
  it('of two topics run beside each other, and whoever waits behind one that failed gets their own', async () => {
    const first = Promise.withResolvers<void>();
    const turns = new Turns(heldTimers(0).tools);
    const begun: Topic[] = [];
    turns.begin((topic) => (begun.push(topic), begun.length === 1 ? first.promise : Promise.resolve()));
    const failing = turns.take('send');
    const behind = turns.take('send');
    await turns.take('looks');
    first.reject(new Error('the first'));
    await expect(failing).rejects.toThrow('the first');
    await behind;
    expect(begun).toEqual(['send', 'looks', 'send']);
  });

  it('begin at once where none of their topic is running any more', async () => {
    const turns = new Turns(heldTimers(0).tools);
    let begun = 0;
    turns.begin(() => Promise.resolve(void begun++));
    await turns.take('send');
    const second = turns.take('send');
    expect(begun).toBe(2);
    await second;
  });

  it('that were asked for before a rest are forgotten, also where somebody begins again', () => {
    const { tools, waits } = heldTimers(0);
    const turns = new Turns(tools);
    turns.begin(() => Promise.resolve());
    turns.takeAt('send', 40);
    turns.rest();
    expect(waits()).toEqual([]);
    turns.begin(() => Promise.resolve());
    turns.takeAt('send', 40);
    expect(waits()).toEqual([40]);
  });

  it('close when those under way are over; whoever asks then is told where what waits is done', async () => {
    const ended = Promise.withResolvers<void>();
    const turns = new Turns(heldTimers(0).tools);
    const steps: string[] = [];
    turns.begin(() => ended.promise.then(() => void steps.push('over')));
    const running = turns.take('send');
    const closing = turns.close().then(() => steps.push('closed'));
    await Promise.resolve();
    ended.resolve();
    await Promise.all([running, closing]);
    expect(steps).toEqual(['over', 'closed']);
    await expect(turns.take('send')).rejects.toMatchObject({
      kind: 'busy', message: 'Store: this companion is being stopped and takes no further turns. What waits is done after the next start, or by another instance.',
    });
  });
});
