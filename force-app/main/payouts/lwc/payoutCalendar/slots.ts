import { counted, currencyOf, dayOf, fill, leavesOn, sumOf, type Departure } from 'c/quittancePage';
import { label } from './labels';

/** Four weeks, whole ones. */
const dayCount = 28;
/** So long after its time a payment may still be on its way out. */
const graceMs = 15 * 60_000;

/** Payments that leave together on a day, or that are late, or later than what is shown. */
export interface Slot {
  /** `late`, `later` or a day such as `2026-11-21`. */
  readonly key: string;
  /** Undefined for what is not a day. */
  readonly date: string | undefined;
  readonly heading: string;
  readonly count: number;
  readonly countText: string;
  readonly totals: readonly NonNullable<ReturnType<typeof currencyOf>>[];
  readonly departures: readonly Departure[];
  readonly isToday: boolean;
  readonly hasPayouts: boolean;
  readonly look: string;
  readonly toggleText: string;
  /** What a reader of "true" or "false" hears. */
  readonly expanded: 'true' | 'false';
}

/** The Monday of the week of a moment, as days from it: 0 to -6. */
const toMonday = (nowMs: number): number => -((new Date(dayOf(nowMs)).getUTCDay() + 6) % 7);

/** `Saturday, November 21` in the reader's language. */
const dayText = (date: string): string => new Date(date).toLocaleDateString(undefined, { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' });

function keyOf(departure: Departure, nowMs: number, last: string): string {
  const [today, day] = [dayOf(nowMs), leavesOn(departure, nowMs)];
  const overdue = departure.leavesAt !== undefined && Date.parse(departure.leavesAt) < nowMs - graceMs;
  if (day < today || overdue || (departure.status === 'Awaiting Funds' && day === today)) return 'late';
  return day > last ? 'later' : day;
}

function slotOf(key: string, departures: readonly Departure[], nowMs: number, last: string, opened: string | undefined): Slot {
  const date = key === 'late' || key === 'later' ? undefined : key;
  const heading = date === undefined ? (key === 'late' ? label.late : fill(label.later, dayText(last))) : dayText(date);
  const currencies = [...new Set(departures.map(({ currency }) => currency))].sort();
  const [isToday, hasPayouts] = [date === dayOf(nowMs), departures.length > 0];
  const isOpen = key === opened && hasPayouts;
  return {
    key, date, heading, isToday, hasPayouts, departures, count: departures.length,
    countText: counted(departures.length, label.countOne, label.count),
    totals: currencies.flatMap((currency) => currencyOf(sumOf(departures.filter((each) => each.currency === currency).map(({ amount }) => amount), currency), currency) ?? []),
    look: ['day', isToday ? 'today' : '', hasPayouts ? '' : 'empty', date !== undefined && date < dayOf(nowMs) ? 'past' : ''].filter(Boolean).join(' '),
    toggleText: fill(isOpen ? label.hide : label.show, counted(departures.length, label.countOne, label.count), heading),
    expanded: isOpen ? 'true' : 'false',
  };
}

/** What is late, four weeks from this week's Monday on, and what comes after them, in this order. What is leaving already is not shown. */
export function slotsOf(departures: readonly Departure[], nowMs: number, opened: string | undefined): { readonly late: Slot; readonly days: readonly Slot[]; readonly later: Slot } {
  const first = toMonday(nowMs);
  const dates = Array.from({ length: dayCount }, (_, at) => dayOf(nowMs, first + at));
  const last = dates[dayCount - 1] ?? '';
  const byKey = new Map<string, Departure[]>();
  for (const departure of departures.filter(({ isLeaving }) => !isLeaving)) {
    const key = keyOf(departure, nowMs, last);
    byKey.set(key, [...(byKey.get(key) ?? []), departure]);
  }
  const slot = (key: string): Slot => slotOf(key, byKey.get(key) ?? [], nowMs, last, opened);
  return { late: slot('late'), days: dates.map(slot), later: slot('later') };
}
