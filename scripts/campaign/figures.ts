export type Engine = 'pglite' | 'postgres';

/** What a campaign counted, and what it found wrong. */
export interface Figures {
  /** Processes ended by SIGKILL, servers stopped, disks or lines cut: whatever this campaign does to its victim. */
  readonly kills: number;
  /** Payment Requests approved, and how many of them were paid. */
  readonly payouts: number;
  readonly completed: number;
  /** Given to a person, as the protocol asks where nothing proves that money moved; none of these was paid. */
  readonly held: number;
  /** Webhooks answered with 200. */
  readonly letters: number;
  readonly paidTwice: number;
  /** Acknowledged letters that were not found processed. */
  readonly lost: number;
  /** Requests that came to no end. */
  readonly stuck: number;
  /** Everything that is not as it should be, in words; also what was counted above. */
  readonly wrong: readonly string[];
  /** One for each thing that was timed, in ms; what that is, the campaign says. */
  readonly timesMs: readonly number[];
}

export const noFigures: Figures = { kills: 0, payouts: 0, completed: 0, held: 0, letters: 0, paidTwice: 0, lost: 0, stuck: 0, wrong: [], timesMs: [] };

/** The sum of both; what the second does not tell is nothing. */
export function added(one: Figures, other: Partial<Figures>): Figures {
  const sum = (name: 'kills' | 'payouts' | 'completed' | 'held' | 'letters' | 'paidTwice' | 'lost' | 'stuck'): number => one[name] + (other[name] ?? 0);
  return {
    kills: sum('kills'), payouts: sum('payouts'), completed: sum('completed'), held: sum('held'), letters: sum('letters'), paidTwice: sum('paidTwice'), lost: sum('lost'), stuck: sum('stuck'),
    wrong: [...one.wrong, ...(other.wrong ?? [])], timesMs: [...one.timesMs, ...(other.timesMs ?? [])],
  };
}
