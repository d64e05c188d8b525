/** How often this process handed each reference to somebody outside: the provider's send, or the books' reservation. The one thing about a payment that a store which lost its last commits can't take back with it. */
export interface HandedOut {
  /** Written down before the call: whatever comes of it, they may have it. */
  add(references: readonly string[]): void;
  /** Nothing left. */
  takeBack(references: readonly string[]): void;
  /** What became of it is kept elsewhere. */
  forget(references: readonly string[]): void;
  times(reference: string): number;
}

/** The newest are kept: what a store loses are its last commits, and counting needs no clock that may be set. */
export function openHandedOut(atMost = 100_000): HandedOut {
  const times = new Map<string, number>();
  const of = (reference: string): number => times.get(reference) ?? 0;
  return {
    add(references) {
      for (const reference of references) {
        const count = of(reference) + 1;
        times.delete(reference);
        times.set(reference, count);
      }
      for (const oldest of times.keys()) {
        if (times.size <= atMost) break;
        times.delete(oldest);
      }
    },
    takeBack(references) {
      for (const reference of references) times.set(reference, Math.max(0, of(reference) - 1));
    },
    forget: (references) => references.forEach((reference) => times.delete(reference)),
    times: of,
  };
}
