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
