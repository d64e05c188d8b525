import type { Timing } from '../domain/timing.ts';

/**
 * When the books may be told next. A first change goes out after the short delay; under a steady stream the gap doubles up to the longest, so that
 * an hour of hints does not become an hour of calls. Once it has been quiet for the longest gap, the short one counts again.
 */
export function openWritePace({ writeDelayMs, writeGapLongestMs }: Pick<Timing, 'writeDelayMs' | 'writeGapLongestMs'>) {
  let gapMs = writeDelayMs;
  let nextAt = 0;
  return {
    /** True at most once per gap; epoch ms. */
    mayWrite(now: number): boolean {
      if (now < nextAt) return false;
      gapMs = now - nextAt > writeGapLongestMs ? writeDelayMs : Math.min(gapMs * 2, writeGapLongestMs);
      nextAt = now + gapMs;
      return true;
    },
    nextAt: (): number => nextAt,
  };
}
