import type { Topic, Wake } from './wake.ts';

/** A wake that takes no turns and keeps who was to be woken, and when. */
export function heardWake() {
  const woken: (readonly [topic: Topic, at: number])[] = [];
  const wake: Wake = {
    at: (topic, at) => Promise.resolve(void woken.push([topic, at])),
    work: () => Promise.resolve(),
    rest: () => undefined,
    close: () => Promise.resolve(),
  };
  return { wake, woken };
}
