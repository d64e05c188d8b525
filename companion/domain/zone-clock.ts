const dayMs = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The clock of a zone. @throws RangeError for a name nobody knows. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  clocks.set(timeZone, clock);
  return clock;
}

/** What the clock of a zone shows, as if it were UTC, epoch ms: its date and time are read with UTC arithmetic. */
export function shownAt(timeZone: string, atMs: number): number {
  const part = Object.fromEntries(clockOf(timeZone).formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
}

/** Of a time as `shownAt` tells it, the beginning of its day. */
export const midnightOf = (shownMs: number): number => Math.floor(shownMs / dayMs) * dayMs;
const offsetAt = (timeZone: string, atMs: number): number => shownAt(timeZone, atMs) - Math.floor(atMs / 1_000) * 1_000;

/**
 * The moment a clock shows this. What it shows twice is the first time; what it leaves out comes as much later as the clock was put forward (the
 * `compatible` rule of RFC 5545 and Temporal).
 */
export function momentShown(timeZone: string, shownMs: number): number {
  const [before, after] = [offsetAt(timeZone, shownMs - dayMs), offsetAt(timeZone, shownMs + dayMs)];
  const real = [shownMs - before, shownMs - after].filter((at) => shownAt(timeZone, at) === shownMs);
  return real.length ? Math.min(...real) : shownMs - before;
}

/** The zone's own name for an IANA name such as `Europe/Berlin`; undefined for one nobody knows. */
export function zoneNamed(name: string): string | undefined {
  // An offset such as +02:00 is known too, but is no name.
  if (!/[A-Za-z]/.test(name)) return undefined;
  try {
    return clockOf(name).resolvedOptions().timeZone;
  } catch {
    // Nobody knows it.
  }
  return undefined;
}
