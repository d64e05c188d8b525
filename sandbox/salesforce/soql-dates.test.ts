import { describe, expect, it } from '@jest/globals';
import { dateSpan } from './soql-dates.ts';

const wednesday = Date.UTC(2026, 10, 18, 12);
const days = (literal: string): string[] => {
  const span = dateSpan(literal, wednesday);
  return span ? [span.start, span.end].map((ms) => new Date(ms).toISOString().slice(0, 10)) : [];
};

describe('dateSpan', () => {
  it.each([
    ['TODAY', '2026-11-18', '2026-11-19'],
    ['YESTERDAY', '2026-11-17', '2026-11-18'],
    ['LAST_N_DAYS:3', '2026-11-15', '2026-11-19'],
    ['NEXT_N_DAYS:2', '2026-11-19', '2026-11-21'],
    ['N_DAYS_AGO:2', '2026-11-16', '2026-11-17'],
    ['THIS_WEEK', '2026-11-15', '2026-11-22'],
    ['LAST_MONTH', '2026-10-01', '2026-11-01'],
    ['NEXT_QUARTER', '2027-01-01', '2027-04-01'],
    ['LAST_N_MONTHS:2', '2026-09-01', '2026-11-01'],
    ['THIS_YEAR', '2026-01-01', '2027-01-01'],
  ])('takes %s as %s up to %s', (literal, start, end) => {
    expect(days(literal)).toEqual([start, end]);
  });

  it('knows no other words', () => {
    expect(dateSpan('SOMEDAY', wednesday)).toBeUndefined();
  });
});
