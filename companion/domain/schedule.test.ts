import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { departureOf, departureText, nextDeparture, readSchedule, type Schedule, type ScheduleWords } from './schedule.ts';

const words = (schedule: string, cutOff?: string, timeZone?: string, payoutDays?: string): ScheduleWords => ({ schedule, cutOff, timeZone, payoutDays });
function scheduleOf(...given: Parameters<typeof words>): Schedule {
  const read = readSchedule(words(...given));
  if (read === undefined || 'trouble' in read) throw new Error(`no schedule: ${read?.trouble ?? 'as approved'}`);
  return read;
}
const next = (schedule: Schedule, after: string): string => new Date(nextDeparture(schedule, Date.parse(after))).toISOString().replace(':00.000Z', 'Z');

/** Read by another road than the code under test: a formatter of its own in another locale. */
const shown = (timeZone: string, at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
const weekday = (timeZone: string, at: number): string => new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(at);

/** Summer time both ways round, half and quarter hours, a half-hour shift, jumps over midnight and over a whole day. */
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'Pacific/Apia', 'Africa/Casablanca', 'America/Nuuk', 'Asia/Tehran', 'America/Caracas', 'Asia/Pyongyang', 'Antarctica/Troll', 'Pacific/Kiritimati'];
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const aZone = fc.constantFrom(...zones);
const aTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const aMoment = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2040, 0, 1) });
const someDays = fc.subarray(dayNames).map((days) => days.join(';'));

describe('a daily schedule', () => {
  it.each([
    ['in winter', '2026-11-23T14:59:00Z', '2026-11-23T15:00Z'],
    ['to the minute', '2026-11-23T15:00:00Z', '2026-11-23T15:00Z'],
    ['a moment too late', '2026-11-23T15:00:01Z', '2026-11-24T15:00Z'],
    ['in summer', '2026-07-01T00:00:00Z', '2026-07-01T14:00Z'],
    ['on the day of 23 hours', '2026-03-28T15:00:01Z', '2026-03-29T14:00Z'],
    ['on the day of 25 hours', '2026-10-24T14:00:01Z', '2026-10-25T15:00Z'],
  ])('leaves at its cut-off, %s', (_, after, at) => expect(next(scheduleOf('Daily', '16:00', 'Europe/Berlin'), after)).toBe(at));

  it.each([
    ['comes as much later as the clock was put forward', 'Daily', '02:30', 'America/New_York', '2026-03-08T00:00:00-05:00', '2026-03-08T07:30Z'],
    ['is the first of two', 'Daily', '01:30', 'America/New_York', '2026-11-01T00:00:00-04:00', '2026-11-01T05:30Z'],
    ['is not taken twice', 'Daily', '01:30', 'America/New_York', '2026-11-01T01:30:01-04:00', '2026-11-02T06:30Z'],
    ['is left out with its day', 'Daily', '09:00', 'Pacific/Apia', '2011-12-29T09:00:01-10:00', '2011-12-30T19:00Z'],
    ['keeps half hours', 'Daily', '16:00', 'Asia/Kolkata', '2026-11-23T00:00:00Z', '2026-11-23T10:30Z'],
    ['knows a shift of half an hour', 'Daily', '02:15', 'Australia/Lord_Howe', '2026-10-03T14:00:00Z', '2026-10-03T15:45Z'],
  ])('whose cut-off %s', (_, schedule, cutOff, zone, after, at) => expect(next(scheduleOf(schedule, cutOff, zone), after)).toBe(at));

  it('leaves a week later when its only payout day was left out', () => expect(next(scheduleOf('Daily', '09:00', 'Pacific/Apia', 'Friday'), '2011-12-29T20:00:00Z')).toBe('2012-01-05T19:00Z'));

  it('leaves once on each payout day that has its cut-off, never on another, and skips none', () => {
    fc.assert(fc.property(aZone, aTime, someDays, aMoment, (zone, cutOff, days, after) => {
      const schedule = scheduleOf('Daily', cutOff, zone, days);
      const at = nextDeparture(schedule, after);
      expect(at).toBeGreaterThanOrEqual(after);
      expect(days === '' ? weekday(zone, at) : days.split(';')).toContain(weekday(zone, at));
      const following = nextDeparture(schedule, at + 1);
      expect(shown(zone, following).slice(0, 10)).not.toBe(shown(zone, at).slice(0, 10));
      // Between two departures of every day there are 23 to 25 hours, but for days that were left out.
      if (days === '' && zone !== 'Pacific/Apia') expect(Math.abs(following - at - 86_400_000)).toBeLessThanOrEqual(7_200_000);
      // What the clock shows is the cut-off, or later by what the clock was put forward that day.
      const minutes = (text: string): number => Number(text.slice(-5, -3)) * 60 + Number(text.slice(-2));
      expect([0, 30, 60, 120]).toContain(minutes(shown(zone, at)) - minutes(cutOff));
      expect(nextDeparture(schedule, at)).toBe(at);
    }), { numRuns: 1_500 });
  });
});

describe('an hourly schedule', () => {
  it('leaves at every full hour of its own clock', () => {
    expect(next(scheduleOf('Hourly', undefined, 'Asia/Kolkata'), '2026-11-23T10:00:01Z')).toBe('2026-11-23T10:30Z');
    expect(next(scheduleOf('Hourly'), '2026-11-23T10:00:01Z')).toBe('2026-11-23T11:00Z');
  });
  it('leaves in both of the hours that are shown twice', () => {
    const hourly = scheduleOf('Hourly', undefined, 'Europe/Berlin');
    expect(next(hourly, '2026-10-24T23:30:00Z')).toBe('2026-10-25T00:00Z');
    expect(next(hourly, '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:00Z');
  });
  it('ends the day with its cut-off and goes on with the first hour of the next payout day', () =>
    expect(next(scheduleOf('Hourly', '17:30', 'Europe/Berlin', 'Monday;Tuesday;Wednesday;Thursday;Friday'), '2026-11-27T16:00:01Z')).toBe('2026-11-29T23:00Z'));

  it('may leave with its cut-off, and at every hour before it', () => {
    const hourly = scheduleOf('Hourly', '17:00', 'Europe/Berlin');
    expect([next(hourly, '2026-11-27T08:00:01Z'), next(hourly, '2026-11-27T15:00:01Z'), next(hourly, '2026-11-27T16:00:01Z')]).toEqual(['2026-11-27T09:00Z', '2026-11-27T16:00Z', '2026-11-27T23:00Z']);
  });

  it('leaves at full hours of payout days only, and at every one of them', () => {
    fc.assert(fc.property(aZone, someDays, aMoment, (zone, days, after) => {
      const at = nextDeparture(scheduleOf('Hourly', undefined, zone, days), after);
      expect(at).toBeGreaterThanOrEqual(after);
      expect(shown(zone, at).slice(-2)).toBe('00');
      expect(days === '' ? weekday(zone, at) : days.split(';')).toContain(weekday(zone, at));
      for (let minute = Math.max(Math.ceil(after / 60_000), Math.floor(at / 60_000) - 130) * 60_000; minute < at; minute += 60_000)
        expect(shown(zone, minute).endsWith(':00') && (days === '' || days.includes(weekday(zone, minute)))).toBe(false);
    }), { numRuns: 150 });
  });
});

describe('payments that leave as they are approved', () => {
  it('have no schedule, unless payout days are set', () => {
    expect(readSchedule(words('As approved', '16:00', 'nowhere'))).toBeUndefined();
    expect(readSchedule({ schedule: undefined, cutOff: undefined, timeZone: undefined, payoutDays: undefined })).toBeUndefined();
  });
  it('leave at once on a payout day, and when the next one begins otherwise', () => {
    const weekdays = scheduleOf('As approved', undefined, 'America/New_York', 'Monday;Tuesday;Wednesday;Thursday;Friday');
    expect(next(weekdays, '2026-11-27T20:15:00Z')).toBe('2026-11-27T20:15Z');
    expect(next(weekdays, '2026-11-28T20:15:00Z')).toBe('2026-11-30T05:00Z');
  });
});

describe('a schedule without any day', () => {
  it.each([['hour', 'no full hour'], ['day', 'no cut-off'], ['approval', 'no payout day']] as const)('by the %s is an error of ours, and no endless search', (every, what) => {
    expect(() => nextDeparture({ every, cutOffMinute: 60, timeZone: 'UTC', days: new Set() }, 0)).toThrow(`Schedule: ${what} of UTC was found.`);
  });
});

describe('a payout date', () => {
  it('that is not set leaves the departure to the schedule', () => expect(departureOf(scheduleOf('Daily', '16:00'), Date.parse('2026-11-20T10:00:00Z'), undefined)).toBe(Date.parse('2026-11-20T16:00:00Z')));
  const at = (schedule: Schedule, approved: string, date: string): string => new Date(departureOf(schedule, Date.parse(approved), date)).toISOString().slice(0, 16);
  it('is a day of the account: payments leave with its departure', () => {
    expect(at(scheduleOf('Daily', '16:00', 'America/Los_Angeles'), '2026-11-20T10:00:00Z', '2026-11-25')).toBe('2026-11-26T00:00');
    expect(at(scheduleOf('Daily', '16:00', 'Europe/Berlin'), '2026-11-20T10:00:00Z', '2026-11-25')).toBe('2026-11-25T15:00');
  });
  it('that is past counts for nothing', () => expect(at(scheduleOf('Daily', '16:00', 'Europe/Berlin'), '2026-11-20T16:00:00Z', '2026-11-01')).toBe('2026-11-21T15:00'));
  it('never lets a payment leave before the day has begun in UTC, and always on that day of the account where it has a departure', () => {
    expect(at(scheduleOf('Daily', '08:00', 'Asia/Tokyo'), '2026-11-20T10:00:00Z', '2026-11-25')).toBe('2026-11-25T00:00');
    fc.assert(fc.property(aZone.filter((zone) => zone !== 'Pacific/Apia'), aTime, aMoment, (zone, cutOff, day) => {
      const date = new Date(day).toISOString().slice(0, 10);
      const leaves = departureOf(scheduleOf('Daily', cutOff, zone), 0, date);
      expect(leaves).toBeGreaterThanOrEqual(Date.parse(`${date}T00:00:00Z`));
      expect(shown(zone, leaves).slice(0, 10)).toBe(date);
    }));
  });
});

describe('the words of a schedule', () => {
  it.each([
    [words('Weekly'), 'the schedule "Weekly" is not'],
    [words('Daily', 'x16:00'), 'the cut-off time "x16:00"'],
    [words('Daily', '16:000'), 'the cut-off time "16:000"'],
    [words('Daily'), 'no cut-off time'],
    [words('Daily', '25:00'), 'the cut-off time "25:00"'],
    [words('Daily', '4pm'), 'the cut-off time "4pm"'],
    [words('Daily', '16:00', 'Mars/Phobos'), 'the time zone "Mars/Phobos"'],
    [words('Hourly', undefined, '+02:00'), 'the time zone "+02:00"'],
    [words('As approved', undefined, 'Europe/Berlin', 'Montag'), 'the payout days "Montag"'],
  ])('that nobody can follow are told: %j', (given, trouble) => expect(readSchedule(given)).toEqual({ trouble: expect.stringContaining(trouble) }));

  it('may have blanks around them', () => {
    expect(readSchedule(words(' daily ', ' 16:00 ', ' Europe/Berlin ', 'Monday; Tuesday , '))).toEqual({ every: 'day', cutOffMinute: 960, timeZone: 'Europe/Berlin', days: new Set([1, 2]) });
    expect(readSchedule(words('Hourly', ' ', ' ', ' '))).toEqual({ every: 'hour', cutOffMinute: undefined, timeZone: 'UTC', days: new Set([0, 1, 2, 3, 4, 5, 6]) });
  });

  it('are told to people on the clock of the account', () => expect(departureText(scheduleOf('Daily', '16:00', 'europe/berlin'), Date.parse('2026-11-23T15:00:00Z'))).toBe('2026-11-23 16:00 Europe/Berlin'));
});
