import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarDate } from './calendar-date.ts';

describe('a date', () => {
  it.each([
    ['2026-11-02', '2026-11-02'], ['2026-1-2', '2026-01-02'], ['2026-11-02T23:59:59.000-08:00', '2026-11-02'], ['2026-11-02 10:00', '2026-11-02'], ['20261102', '2026-11-02'], ['02.11.2026', '2026-11-02'],
    ['13/04/2026', '2026-04-13'], ['04/13/2026', '2026-04-13'], ['4/4/2026', '2026-04-04'], ['2 Nov 2026', '2026-11-02'], ['02-Nov-2026', '2026-11-02'], ['November 2, 2026', '2026-11-02'],
  ])('written as %s is %s', (text, date) => {
    expect(calendarDate(text)).toBe(date);
  });

  it('that could be two is one only for who knows the order', () => {
    expect([calendarDate('03/04/2026'), calendarDate('03/04/2026', 'day first'), calendarDate('03/04/2026', 'month first')]).toEqual([undefined, '2026-04-03', '2026-03-04']);
  });

  it.each(['', 'yesterday', '2026-02-30', '31.04.2026', '2026-13-01', '13/13/2026', '2 Foo 2026', '0001-01-01', '99.99.9999'])('that does not exist is none: %s', (text) => {
    expect(calendarDate(text)).toBeUndefined();
    expect(calendarDate(text, 'day first')).toBeUndefined();
  });

  it('is read back from every form it is written in', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1900-01-02T00:00:00Z'), max: new Date('2199-12-30T00:00:00Z'), noInvalidDate: true }), (moment) => {
      const iso = moment.toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      for (const text of [iso, moment.toISOString(), `${year}${month}${day}`, `${day}.${month}.${year}`]) expect(calendarDate(text)).toBe(iso);
      expect(calendarDate(`${day}/${month}/${year}`, 'day first')).toBe(iso);
      expect(calendarDate(`${month}/${day}/${year}`, 'month first')).toBe(iso);
    }));
  });
});
