import { AsyncLocalStorage } from 'node:async_hooks';
import { Problem } from '../domain/problem.ts';

interface Writing<T> {
  /** One transaction for all of them; true for each that was new. */
  write(items: readonly T[]): Promise<readonly boolean[]>;
  keyOf(item: T): string;
  bytesOf(item: T): number;
}

interface Waiting<T> {
  readonly item: T;
  readonly key: string;
  resolve(isNew: boolean): void;
  reject(error: unknown): void;
}

const groupCap = 500;
const groupBytes = 4_000_000;

/**
 * Whoever waits while a transaction runs shares the next one: ten times the letters per second (facts: durable-engine 3). A group that
 * fails is written again one by one, so that one poisonous row can't fail its neighbours; when the store itself is away, all hear it at once.
 */
export function groupCommit<T>({ write, keyOf, bytesOf }: Writing<T>): (item: T) => Promise<boolean> {
  let waiting: Waiting<T>[] = [];
  let busy = false;
  // The group belongs to nobody: it must not be written in the transaction of whoever happened to come first.
  const outside = AsyncLocalStorage.snapshot();

  const nextGroup = (): Waiting<T>[] => {
    const seen = new Set<string>();
    let bytes = 0;
    const group: Waiting<T>[] = [];
    const later: Waiting<T>[] = [];
    for (const one of waiting) {
      const fits = group.length < groupCap && (group.length === 0 || bytes + bytesOf(one.item) <= groupBytes);
      // The same key twice waits for the next group, where it is found to be seen before.
      if (!fits || seen.has(one.key)) {
        later.push(one);
        continue;
      }
      bytes += bytesOf(one.item);
      seen.add(one.key);
      group.push(one);
    }
    waiting = later;
    return group;
  };
  const settle = async (group: readonly Waiting<T>[]): Promise<void> => {
    try {
      const fresh = await write(group.map(({ item }) => item));
      group.forEach((one, index) => one.resolve(fresh[index] === true));
    } catch (error) {
      const away = error instanceof Problem && error.kind === 'unreachable';
      if (away || group.length === 1) for (const one of group) one.reject(error);
      else for (const one of group) await settle([one]);
    }
  };
  const flush = async (): Promise<void> => {
    while (waiting.length) await settle(nextGroup());
    busy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, key: keyOf(item), resolve, reject });
      if (busy) return;
      busy = true;
      outside(() => setImmediate(() => void flush()));
    });
}
