import { setTimeout as sleep } from 'node:timers/promises';
import { payees, type Turn } from '../month-end.ts';
import type { Cast, Stage } from './stage.ts';

/** Longer than any step takes; what has not happened by then shows in the closing comparison. */
const stepMs = 30_000;

export type Scene = ReturnType<typeof openScene>;

/** What the people outside see and do: the records, a watch, and `tell`, which says what happens in a sentence. Nothing waits any more when `stop` says so. */
export function openScene(stage: Stage, tell: (text: string) => void, stop: AbortSignal) {
  const { outside, cast } = stage;
  const status = (request: Cast): string => String(outside.request(request.id).Status__c);
  const until = async (done: () => boolean): Promise<boolean> => {
    const end = Date.now() + stepMs;
    while (!done()) {
      if (stop.aborted || Date.now() > end) return false;
      await sleep(40);
    }
    return true;
  };
  return {
    outside, cast, tell, status, until,
    name: (request: Cast): string => String(outside.request(request.id).Name),
    recipient: ({ payee }: Cast): string => payees.find(({ id }) => id === payee)?.name ?? payee,
    having: (turn: Turn): readonly Cast[] => cast.filter((request) => request.turn === turn),
    /** Whether all of them came to one of the states in time. */
    all: (requests: readonly Cast[], ...states: readonly string[]): Promise<boolean> => until(() => requests.every((request) => states.includes(status(request)))),
    pause: (ms: number): Promise<void> => sleep(ms, undefined, { signal: stop }).catch(() => undefined),
    over: (): boolean => stop.aborted,
  };
}
