import { type CallLog, callLog } from './call-log.ts';
import { type Clock, wallClock } from './clock.ts';
import { seededIds, seededRandom } from './random.ts';
import { type WeatherBoard, weatherBoard } from './weather.ts';

/** One webhook attempt, or why there was none. */
export interface Sending {
  readonly at: number;
  readonly to: string;
  readonly event: string;
  readonly attempt: number;
  readonly outcome: number | 'no answer' | 'held' | 'lost';
}

/** Everything outside a stand-in. Several stand-ins may live in one world; the same seed and the same calls give the same world again. */
export interface World {
  readonly clock: Clock;
  /** From 0 up to, not including, 1; seeded. */
  random(): number;
  /** The next id with this prefix, `length` characters in all. */
  id(prefix: string, length: number): string;
  readonly weather: WeatherBoard;
  readonly calls: CallLog;
  /** What went out, oldest first. */
  readonly webhooks: Sending[];
  /** Webhooks held back so that the next one overtakes them; kept by `deliver`. */
  readonly heldBack: (() => Promise<void>)[];
  /** For outgoing webhooks. */
  readonly fetch: typeof fetch;
  /** Random numbers and ids from the start, no weather, empty logs. Time goes on. */
  reset(): void;
}

export function openWorld(options: { seed: number; clock?: Clock; fetch?: typeof fetch }): World {
  let random = seededRandom(options.seed);
  let id = seededIds(options.seed);
  const weather = weatherBoard(() => random());
  const calls = callLog();
  const webhooks: Sending[] = [];
  const heldBack: (() => Promise<void>)[] = [];
  return {
    clock: options.clock ?? wallClock(),
    random: () => random(),
    id: (prefix, length) => id(prefix, length),
    weather,
    calls,
    webhooks,
    heldBack,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    reset() {
      random = seededRandom(options.seed);
      id = seededIds(options.seed);
      weather.clear();
      calls.clear();
      webhooks.length = 0;
      heldBack.length = 0;
    },
  };
}
