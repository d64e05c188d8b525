import { decimalOf } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import { count, dayOrMoment, eager } from './formula-function.ts';
import type { FormulaFunction, FunctionTable } from './formula-function.ts';
import { DAY_MS, dateText, dayOf } from './formula-values.ts';
import type { FormulaDate, FormulaMoment, FormulaValue } from './formula-values.ts';

function startMs(value: FormulaDate | FormulaMoment): number {
  return value.kind === 'date' ? value.day * DAY_MS : value.ms;
}

function date(year: number, month: number, day: number): FormulaDate {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const found = dayOf(text);
  if (found === undefined) throw new FormulaError('value', `DATE(${String(year)}, ${String(month)}, ${String(day)}) is no calendar day. Correct the arguments.`);
  return { kind: 'date', day: found };
}

// The org's and every user's time zone is GMT here; a real org uses the user's (U-102).
function toDate([value = null]: readonly FormulaValue[]): FormulaValue {
  if (typeof value !== 'string') {
    const given = dayOrMoment(value, 'DATEVALUE');
    return given === null ? null : { kind: 'date', day: Math.floor(startMs(given) / DAY_MS) };
  }
  if (value === '') return null;
  const day = dayOf(value);
  if (day === undefined) throw new FormulaError('value', `DATEVALUE cannot read "${value}". Use YYYY-MM-DD.`);
  return { kind: 'date', day };
}

function toMoment([value = null]: readonly FormulaValue[]): FormulaValue {
  if (typeof value !== 'string') {
    const given = dayOrMoment(value, 'DATETIMEVALUE');
    return given === null ? null : { kind: 'moment', ms: startMs(given) };
  }
  if (value === '') return null;
  const ms = Date.parse(`${value.trim().replace(' ', 'T').replace(/Z$/, '')}Z`);
  if (Number.isNaN(ms)) throw new FormulaError('value', `DATETIMEVALUE cannot read "${value}". Use YYYY-MM-DD HH:MM:SS.`);
  return { kind: 'moment', ms };
}

function addMonths([value = null, months = null]: readonly FormulaValue[]): FormulaValue {
  const start = dayOrMoment(value, 'ADDMONTHS');
  if (start === null) return null;
  const at = new Date(startMs(start));
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + count(months, 'ADDMONTHS');
  const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  const moved = Date.UTC(Math.floor(month / 12), month % 12, Math.min(at.getUTCDate(), lastDay)) + (startMs(start) % DAY_MS);
  return start.kind === 'date' ? { kind: 'date', day: Math.floor(moved / DAY_MS) } : { kind: 'moment', ms: moved };
}

function part(name: string, read: (text: string, day: number) => number): FormulaFunction {
  return eager(1, 1, ([value = null]) => {
    const given = dayOrMoment(value, name);
    if (given === null) return null;
    const day = Math.floor(startMs(given) / DAY_MS);
    return decimalOf(read(dateText(day), day));
  });
}

/** Date functions, all in GMT. Source: help.salesforce.com, "Formula Operators and Functions A–Z". */
export const DATE_FUNCTIONS: FunctionTable = {
  NOW: eager(0, 0, (_args, scope) => ({ kind: 'moment', ms: scope.now() })),
  TODAY: eager(0, 0, (_args, scope) => ({ kind: 'date', day: Math.floor(scope.now() / DAY_MS) })),
  DATE: eager(3, 3, ([year = null, month = null, day = null]) => date(count(year, 'DATE'), count(month, 'DATE'), count(day, 'DATE'))),
  DATEVALUE: eager(1, 1, toDate),
  DATETIMEVALUE: eager(1, 1, toMoment),
  ADDMONTHS: eager(2, 2, addMonths),
  YEAR: part('YEAR', (text) => Number(text.slice(0, 4))),
  MONTH: part('MONTH', (text) => Number(text.slice(5, 7))),
  DAY: part('DAY', (text) => Number(text.slice(8, 10))),
  // 1970-01-01 was a Thursday; WEEKDAY counts Sunday as 1.
  WEEKDAY: part('WEEKDAY', (_text, day) => ((((day + 4) % 7) + 7) % 7) + 1),
};
