/**
 * Exponential delay with full jitter, in milliseconds: half of it certain, half drawn, so that many waiters spread out.
 * `tries` counts from 0; what the other side asked for (`retryAfterMs`) is never undercut.
 */
export function backoffMs(tries: number, limits: { readonly firstMs: number; readonly longestMs: number }, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(tries, 30));
  return Math.round(Math.max(retryAfterMs, ceiling / 2 + (ceiling / 2) * random()));
}
