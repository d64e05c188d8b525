import { execFileSync } from 'node:child_process';

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

/** The value that so many of a hundred stay at or below; undefined of nothing. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}

/** The state of the sources these figures belong to. */
export function commitOf(): string {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no', '--', 'companion', 'sandbox', 'scripts', 'force-app', 'config') ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
