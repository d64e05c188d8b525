import { setTimeout as pause } from 'node:timers/promises';
import type { OutsideWorld } from '../outside-world.ts';

/** Letters and write-backs that wait, by what a companion itself says; undefined when it does not answer. */
export async function backlogOf(url: string): Promise<number | undefined> {
  try {
    const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) })).text();
    const told = /^quittance_backlog (\d+)/m.exec(text)?.[1];
    return told === undefined ? undefined : Number(told);
  } catch {
    return undefined;
  }
}

/** Waits until nothing is asked of the companion any more and its backlog is zero. Returns what still waits after that time, in words; nothing where all came to rest. */
export async function untilAtRest(outside: Pick<OutsideWorld, 'requests'>, { url }: { readonly url: string | undefined }, withinMs = 120_000): Promise<readonly string[]> {
  const end = Date.now() + withinMs;
  for (;;) {
    const asked = outside.requests().filter((row) => row.Requested_Action__c != null).length;
    const backlog = url === undefined ? undefined : await backlogOf(url);
    if (asked === 0 && backlog === 0) return [];
    if (Date.now() > end) return [`after ${withinMs} ms ${asked} wishes of people and a backlog of ${backlog ?? 'unknown size'} still wait`];
    await pause(50);
  }
}
