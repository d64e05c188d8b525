import { midnightOf, momentShown, shownAt, zoneNamed } from './zone-clock.ts';

/** When payments of a funding account leave, in the words its record holds. Undefined is a field left blank. */
export interface ScheduleWords {
  /** `As approved`, `Hourly` or `Daily`. */
  readonly schedule: string | undefined;
  /** `16:00` on the account's own clock. */
  readonly cutOff: string | undefined;
  /** An IANA name such as `Europe/Berlin`; blank is UTC. */
  readonly timeZone: string | undefined;
  /** English names of days, separated by semicolons; blank is every day. */
  readonly payoutDays: string | undefined;
}

export interface Schedule {
  readonly every: 'approval' | 'hour' | 'day';
  /** Of the daily departure, or the last minute an hourly one may have; minutes after midnight. */
  readonly cutOffMinute: number | undefined;
  readonly timeZone: string;
  /** 0 = Sunday. */
  readonly days: ReadonlySet<number>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Every offset in use since 1972 is a multiple of this, so each full hour of any clock lies on this grid. */
const gridMs = hourMs / 4;
/** A week, and the days that a zone may have skipped or that began late. */
const daysAhead = 16;

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const everyWord: Readonly<Record<string, Schedule['every']>> = { 'as approved': 'approval', hourly: 'hour', daily: 'day' };

const weekdayOf = (shownMs: number): number => new Date(shownMs).getUTCDay();

/** `16:05` as minutes after midnight; undefined when it is no time of day. */
function minuteOf(word: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(word);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

/**
 * What the words mean; `trouble` says which of them nobody can follow, undefined that nothing is asked for: payments leave as they are approved, on any day.
 * Pure.
 */
export function readSchedule(words: ScheduleWords): Schedule | { readonly trouble: string } | undefined {
  const schedule = words.schedule?.trim() || 'As approved';
  const every = everyWord[schedule.toLowerCase()];
  if (every === undefined) return { trouble: `the schedule "${schedule}" is not As approved, Hourly or Daily` };
  const { payoutDays = '' } = words;
  const named = payoutDays.split(/[;,]/).map((day) => day.trim()).filter(Boolean);
  const days = new Set(named.map((day) => dayNames.findIndex((name) => name.toLowerCase() === day.toLowerCase())));
  if (days.has(-1)) return { trouble: `the payout days "${payoutDays}" are not names of days such as Monday;Tuesday` };
  if (every === 'approval' && !days.size) return undefined;
  const zone = words.timeZone?.trim() || 'UTC';
  const timeZone = zoneNamed(zone);
  if (timeZone === undefined) return { trouble: `the time zone "${zone}" is not one of the IANA names, such as Europe/Berlin` };
  const cutOff = words.cutOff?.trim();
  const cutOffMinute = cutOff ? minuteOf(cutOff) : undefined;
  if (cutOff && cutOffMinute === undefined) return { trouble: `the cut-off time "${cutOff}" is not a time of day such as 16:00` };
  if (every === 'day' && cutOffMinute === undefined) return { trouble: 'a daily schedule has no cut-off time' };
  return { every, cutOffMinute, timeZone, days: days.size ? days : new Set(dayNames.keys()) };
}

/** The first full hour of the account's clock at or after this, within a payout day and not past its cut-off. */
function nextHour({ timeZone, days, cutOffMinute }: Schedule, afterMs: number): number {
  let at = Math.ceil(afterMs / gridMs) * gridMs;
  for (const end = at + daysAhead * dayMs; at < end; ) {
    const shown = shownAt(timeZone, at);
    const midnight = midnightOf(shown);
    if (!days.has(weekdayOf(shown)) || (shown - midnight) / 60_000 > (cutOffMinute ?? Infinity)) at = Math.max(at + gridMs, momentShown(timeZone, midnight + dayMs));
    else if (shown % hourMs === 0) return at;
    else at += gridMs;
  }
  throw new Error(`Schedule: no full hour of ${timeZone} was found.`);
}

/** The first cut-off at or after this, once on each payout day. */
function nextCutOff({ timeZone, days, cutOffMinute = 0 }: Schedule, afterMs: number): number {
  const first = midnightOf(shownAt(timeZone, afterMs)) - dayMs;
  for (let day = 0; day < daysAhead; day++) {
    const midnight = first + day * dayMs;
    if (!days.has(weekdayOf(midnight))) continue;
    const at = momentShown(timeZone, midnight + cutOffMinute * 60_000);
    // A day the zone left out has no departure; nor has one whose cut-off was put off into the next.
    if (at >= afterMs && midnightOf(shownAt(timeZone, at)) === midnight) return at;
  }
  throw new Error(`Schedule: no cut-off of ${timeZone} was found.`);
}

/** This moment when it lies on a payout day, else the beginning of the next one. */
function nextPayoutDay({ timeZone, days }: Schedule, afterMs: number): number {
  let at = afterMs;
  for (let day = 0; day < daysAhead; day++) {
    const shown = shownAt(timeZone, at);
    if (days.has(weekdayOf(shown))) return at;
    at = momentShown(timeZone, midnightOf(shown) + dayMs);
  }
  throw new Error(`Schedule: no payout day of ${timeZone} was found.`);
}

/** The first departure at or after a moment, epoch ms. Pure. */
export function nextDeparture(schedule: Schedule, afterMs: number): number {
  if (schedule.every === 'hour') return nextHour(schedule, afterMs);
  return schedule.every === 'day' ? nextCutOff(schedule, afterMs) : nextPayoutDay(schedule, afterMs);
}

/**
 * When a payment leaves, epoch ms: with the first departure after it was approved, on its payout date (YYYY-MM-DD on the account's clock) or later, and never
 * before that date has begun in UTC, which is the rule without a schedule. Pure.
 */
export function departureOf(schedule: Schedule, approvedMs: number, payoutDate: string | undefined): number {
  if (payoutDate === undefined) return nextDeparture(schedule, approvedMs);
  const begins = Date.parse(`${payoutDate}T00:00:00Z`);
  return Math.max(begins, nextDeparture(schedule, Math.max(approvedMs, momentShown(schedule.timeZone, begins))));
}

/** `2026-11-23 16:00 Europe/Berlin`: how a departure is told to people. */
export const departureText = ({ timeZone }: Schedule, atMs: number): string => `${new Date(shownAt(timeZone, atMs)).toISOString().slice(0, 16).replace('T', ' ')} ${timeZone}`;
