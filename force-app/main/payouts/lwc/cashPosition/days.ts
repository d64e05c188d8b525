import { sumOf, type CashDay } from 'c/quittancePage';
import type { Flow, Reading } from './flows';

const dayMs = 86_400_000;

const dateOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** The first moment of the span (ISO time): `length` days in UTC, of which the one of `nowMs` is the last. */
export function sinceOf(nowMs: number, length: number): string {
  return `${dateOf(nowMs - (length - 1) * dayMs)}T00:00:00.000Z`;
}

/** The days of the span, the oldest first. A day without a reading of its own keeps the balance of the day before. */
export function daysOf(nowMs: number, length: number, currency: string, readings: readonly Reading[], flows: readonly Flow[]): readonly CashDay[] {
  const oldestFirst = [...readings].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const lastOfDay = new Map(oldestFirst.map(({ at, available }) => [dateOf(Date.parse(at)), available]));
  const total = (date: string, isIn: boolean): number => sumOf(flows.filter((flow) => flow.day === date && flow.isIn === isIn).map(({ amount }) => amount), currency);
  let balance: number | undefined;
  return Array.from({ length }, (_, at) => {
    const date = dateOf(nowMs - (length - 1 - at) * dayMs);
    balance = lastOfDay.get(date) ?? balance;
    return { date, balance, received: total(date, true), paid: total(date, false) };
  });
}
