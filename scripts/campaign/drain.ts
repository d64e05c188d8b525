import { setTimeout as pause } from 'node:timers/promises';
import { backlogOf } from './at-rest.ts';
import type { Service } from './service.ts';

/** Waits until a service that was just started has nothing left to do; how long that took from the start of its process, ms. @throws Error with how much is left */
export async function drained({ url, startedAt }: Service, withinMs = 300_000): Promise<number> {
  for (let left: number | undefined; ; await pause(25)) {
    left = await backlogOf(url);
    const tookMs = Date.now() - startedAt;
    if (left === 0) return tookMs;
    if (tookMs > withinMs) throw new Error(`After ${withinMs} ms a backlog of ${left ?? 'unknown size'} is left.`);
  }
}
