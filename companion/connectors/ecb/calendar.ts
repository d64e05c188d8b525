import { midnightOf, momentShown, shownAt } from '../../domain/zone-clock.ts';

/** Where the bank's clock hangs. Source: the ECB's page of reference rates speaks of CET; in summer Frankfurt keeps CEST (U-341). */
const zone = 'Europe/Berlin';
const dayMs = 86_400_000;

const dayText = (utcDay: number): string => new Date(utcDay).toISOString().slice(0, 10);

/** Gregorian Easter Sunday, as the start of that day in UTC (the anonymous algorithm). */
function easter(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return Date.UTC(year, Math.floor((h + l - 7 * m + 114) / 31) - 1, ((h + l - 7 * m + 114) % 31) + 1);
}

/** No rates on weekends and on TARGET closing days: 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December. */
export function isWorkingDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  if ([0, 6].includes(new Date(at).getUTCDay())) return false;
  const sunday = easter(Number(day.slice(0, 4)));
  return ![sunday - 2 * dayMs, sunday + dayMs].includes(at) && !['01-01', '05-01', '12-25', '12-26'].includes(day.slice(5));
}

/** `2026-11-20` and `16:15` in Frankfurt → epoch ms. */
export const momentOf = (day: string, time: string): number => momentShown(zone, Date.parse(`${day}T${time}:00Z`));

/** The publication at or before a moment, and the first after it. `at` in epoch ms. */
export function publications(now: number, time: string): { readonly last: { readonly day: string; readonly at: number }; readonly next: { readonly day: string; readonly at: number } } {
  const today = midnightOf(shownAt(zone, now));
  const around = Array.from({ length: 21 }, (_, index) => dayText(today + (index - 10) * dayMs)).filter(isWorkingDay).map((day) => ({ day, at: momentOf(day, time) }));
  const last = around.findLast(({ at }) => at <= now);
  const next = around.find(({ at }) => at > now);
  if (!last || !next) throw new Error('Ten days around any day hold a working day.');
  return { last, next };
}
