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

  it.each(['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'].map((name, at) => [name, String(at + 1).padStart(2, '0')]))('in %s is one of month %s, written out or short', (name, month) => {
    expect([`${name} 12, 2026`, `${name} 12 2026`, `12 ${name.slice(0, 3)} 2026`, `12-${name.slice(0, 3).toUpperCase()}-2026`, `12 ${name}, 2026`].map((text) => calendarDate(text))).toEqual(Array(5).fill(`2026-${month}-12`));
  });

  it.each(['02.11.2026 10:00', ' 2026-11-02', '20261102 ', '02/11/2026 10:00', '02/11/2026T10:00', '02-11-2026'])('may have blanks around it or a time of day behind it: "%s"', (text) => expect(calendarDate(text, 'day first')).toBe('2026-11-02'));

  it.each([
    'x2026-11-02', '2026-11-02x', '2026-11-023', '120261102', '202611021', '102.11.2026', '02.11.20265', '02.11.2026x', '113/04/2026', '13/04/20261', '13/04/2026x5', '102 Nov 2026', '2 Nov 20261', '1November 2, 2026', 'November 2, 20261', '1899-12-31', '0050-01-01',
  ])('with anything else around it is none: %s', (text) => expect(calendarDate(text)).toBeUndefined());

  it('begins with the first day of 1900', () => expect(calendarDate('1900-01-01')).toBe('1900-01-01'));

  it('that can be read in one way only is read so, whatever the order', () => {
    expect([calendarDate('04/13/2026', 'day first'), calendarDate('13/04/2026', 'month first')]).toEqual(['2026-04-13', '2026-04-13']);
    expect([calendarDate('11/12/2026'), calendarDate('12/11/2026')]).toEqual([undefined, undefined]);
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
