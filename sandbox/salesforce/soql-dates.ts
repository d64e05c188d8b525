/** Milliseconds from `start` up to, not including, `end`. The org's time zone is UTC and its weeks begin on Sunday. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;

/** What a SOQL date literal (`TODAY`, `LAST_N_DAYS:3`) means at `nowMs`; undefined when there is no such literal. */
export function dateSpan(literal: string, nowMs: number): Span | undefined {
  const [name = '', count] = literal.toUpperCase().split(':');
  const n = Number(count ?? 0);
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const ago = /^N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)_AGO$/.exec(name);
  if (ago) return unitSpan(ago[1] ?? '', today, -n, -n + 1);
  const lastOrNext = /^(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)$/.exec(name);
  if (lastOrNext) {
    const [, way, unit = ''] = lastOrNext;
    // The last n days include today; last weeks, months … end before the current one.
    if (way === 'LAST') return unitSpan(unit, today, -n, unit === 'DAYS' ? 1 : 0);
    return unitSpan(unit, today, 1, n + 1);
  }
  return named(name, today);
}

function named(name: string, today: number): Span | undefined {
  const days = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }[name];
  if (days !== undefined) return unitSpan('DAYS', today, days, days + 1);
  if (name === 'LAST_90_DAYS') return unitSpan('DAYS', today, -90, 1);
  if (name === 'NEXT_90_DAYS') return unitSpan('DAYS', today, 1, 91);
  const relative = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (!relative) return undefined;
  const at = { LAST: -1, THIS: 0, NEXT: 1 }[relative[1] ?? ''] ?? 0;
  return unitSpan(`${relative[2] ?? ''}S`, today, at, at + 1);
}

/** From the beginning of the `from`-th unit after the current one to the beginning of the `to`-th. */
function unitSpan(unit: string, today: number, from: number, to: number): Span {
  return { start: unitStart(unit, today, from), end: unitStart(unit, today, to) };
}

function unitStart(unit: string, today: number, shift: number): number {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'DAYS':
      return today + shift * dayMs;
    case 'WEEKS':
      return today - date.getUTCDay() * dayMs + shift * 7 * dayMs;
    case 'MONTHS':
      return Date.UTC(year, month + shift, 1);
    case 'QUARTERS':
      return Date.UTC(year, month - (month % 3) + shift * 3, 1);
    default:
      return Date.UTC(year + shift, 0, 1);
  }
}
