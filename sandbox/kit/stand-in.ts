import type { Call, Reply } from './call.ts';
import type { World } from './world.ts';

export type { Call, Reply } from './call.ts';

export type Answer = (call: Call, world: World) => Reply | Promise<Reply>;

/** One imitated service: a table of doors, each written as its own manual writes it. */
export interface StandIn {
  readonly name: string;
  /** Key: `'POST /v4/programs/:program/masspayouts'`, URLPattern pathname syntax, `*` as the method for any; the first match in order wins. */
  readonly doors: Readonly<Record<string, Answer>>;
  /** Doors for the person who runs the sandbox (`'POST /_payoneer/fund'`): no weather falls on them and no call is counted. */
  readonly control?: Readonly<Record<string, Answer>>;
  /** Puts the stand-in's own state back to its start; the world resets itself. */
  reset?(world: World): void;
  /** Answers what no door matches; without it the kit answers 404. */
  readonly fallback?: Answer;
}
