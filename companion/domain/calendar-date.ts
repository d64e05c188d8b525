/** Which of two numbers in 03/04/2026 is the day. */
export type DayOrder = 'day first' | 'month first';

const months: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
type Reading = readonly [form: RegExp, read: (found: RegExpExecArray, order: DayOrder | undefined) => Parts | undefined];

const at = (found: RegExpExecArray, index: number): number => Number(found[index]);
const monthAt = (found: RegExpExecArray, index: number): number => months.indexOf(String(found[index]).slice(0, 3).toLowerCase()) + 1;

/** 13/04/2026 can only be read in one way; 03/04/2026 only by who knows where it comes from. */
function slashed(found: RegExpExecArray, order: DayOrder | undefined): Parts | undefined {
  const [one, two, year] = [at(found, 1), at(found, 2), at(found, 3)];
  const dayFirst = one > 12 || one === two || (two <= 12 && order === 'day first');
  if (dayFirst) return { year, month: two, day: one };
  return two > 12 || order === 'month first' ? { year, month: one, day: two } : undefined;
}

/** How dates are written by those we listen to. The first form that fits is taken. */
const readings: readonly Reading[] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/, (found) => ({ year: at(found, 1), month: at(found, 2), day: at(found, 3) })],
  [/^(\d{4})(\d{2})(\d{2})$/, (found) => ({ year: at(found, 1), month: at(found, 2), day: at(found, 3) })],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?$/, (found) => ({ year: at(found, 3), month: at(found, 2), day: at(found, 1) })],
  [/^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ].*)?$/, slashed],
  [/^(\d{1,2})[ -]([A-Za-z]{3,9})[ ,-]+(\d{4})$/, (found) => ({ year: at(found, 3), month: monthAt(found, 2), day: at(found, 1) })],
  [/^([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})$/, (found) => ({ year: at(found, 3), month: monthAt(found, 1), day: at(found, 2) })],
];

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The day a text names as YYYY-MM-DD, or undefined when it names none or could be two. The day stands as it is written: a moment is not moved to another
 * time zone, for a date of birth has none.
 */
export function calendarDate(text: string, order?: DayOrder): string | undefined {
  for (const [form, read] of readings) {
    const found = form.exec(text.trim());
    const parts = found && read(found, order);
    if (!parts) continue;
    const day = `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
    // 30 February is read as 2 March, and so is another day than the one that was written.
    const exists = new Date(Date.UTC(parts.year, parts.month - 1, parts.day)).toISOString().startsWith(day);
    return exists && parts.year >= 1900 ? day : undefined;
  }
  return undefined;
}
