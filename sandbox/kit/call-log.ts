/** What the caller heard: an HTTP status, or the way the answer failed to come. `open` = not answered yet. */
export type Heard = number | 'open' | 'hang' | 'reset' | 'drop';

export interface CallEntry {
  readonly standIn: string;
  /** Epoch milliseconds of the stand-in's clock, at receipt. */
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The door's text, or `fallback`. */
  readonly door: string;
  status: Heard;
  /** Whether the call was carried out, whatever the caller heard. */
  happened: boolean;
  /** The first 4,096 characters of the body. */
  readonly bodyText: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Every call that was made, for "was anyone asked twice?"; the oldest entries fall out at the limit, the counts stay right. */
export interface CallLog {
  readonly entries: readonly CallEntry[];
  add(entry: CallEntry): void;
  /** How many calls went to doors whose text begins so (`'POST /v4'`); all calls without a prefix. */
  count(doorPrefix?: string): number;
  clear(): void;
}

export function callLog(limit = 50_000): CallLog {
  const entries: CallEntry[] = [];
  const counts = new Map<string, number>();
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      counts.set(entry.door, (counts.get(entry.door) ?? 0) + 1);
    },
    count(doorPrefix = '') {
      let sum = 0;
      for (const [door, count] of counts) if (door.startsWith(doorPrefix)) sum += count;
      return sum;
    },
    clear() {
      entries.length = 0;
      counts.clear();
    },
  };
}
