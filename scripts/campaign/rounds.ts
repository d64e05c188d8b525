import type { Engine, Figures } from './figures.ts';

/** An outside world, a store and companions, on which rounds are played one after the other. */
export interface Rounds {
  /** Plays one, counted from 0 over all runs of the campaign. @throws Error in words when the rest can't be played */
  play(nth: number): Promise<Partial<Figures>>;
  /** When all were played: what can only be judged at the end. Then `close` is called. */
  judge(): Promise<Partial<Figures>>;
  close(): Promise<void>;
}

export interface Campaign {
  readonly name: string;
  /** One line for the list. */
  readonly about: string;
  readonly engines: readonly Engine[];
  /** How many rounds unless told otherwise, and what one is. */
  readonly rounds: number;
  readonly round: string;
  /** What `p50` and `p99` are times of. */
  readonly timed: string;
  /** `rounds` is how many will be played in all. `say` tells the person who watches. */
  open(engine: Engine, rounds: number, say: (line: string) => void): Promise<Rounds>;
}
