import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { departureOf, readSchedule, type Schedule } from './schedule.ts';
import { midnightOf, momentShown, shownAt, zoneNamed } from './zone-clock.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 300 });

/** Every zone this machine knows, so that no odd one is left out. */
const aZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC').filter((zone) => zoneNamed(zone) !== undefined);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const aMoment = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2037, 0, 1) });
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const aTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const aSchedule = fc.record({ schedule: fc.constantFrom('As approved', 'Hourly', 'Daily'), cutOff: aTime, timeZone: aZone, payoutDays: fc.subarray(dayNames, { minLength: 1 }).map((days) => days.join(';')) })
  .map((words): Schedule => {
    const read = readSchedule(words);
    if (read === undefined || 'trouble' in read) throw new Error(`no schedule: ${JSON.stringify(words)}`);
    return read;
  });
const aDate = fc.option(aMoment.map((at) => new Date(at).toISOString().slice(0, 10)), { nil: undefined });

describe('the departure of a payment', () => {
  it('is never before its approval, nor before its payout date has begun, whatever the schedule and the zone', () => {
    fc.assert(fc.property(aSchedule, aMoment, aDate, (schedule, approved, date) => {
      const leaves = departureOf(schedule, approved, date);
      expect(leaves).toBeGreaterThanOrEqual(approved);
      if (date !== undefined) expect(leaves).toBeGreaterThanOrEqual(Date.parse(`${date}T00:00:00Z`));
    }));
  });

  it('comes within the weeks a schedule can ask for', () => {
    fc.assert(fc.property(aSchedule, aMoment, (schedule, approved) => expect(departureOf(schedule, approved, undefined) - approved).toBeLessThanOrEqual(15 * dayMs)));
  });

  it('is no earlier for what was approved later, and the same again for what is asked again', () => {
    fc.assert(fc.property(aSchedule, aMoment, fc.integer({ min: 0, max: 3 * dayMs }), aDate, (schedule, approved, later, date) => {
      const first = departureOf(schedule, approved, date);
      expect(departureOf(schedule, approved + later, date)).toBeGreaterThanOrEqual(first);
      expect(departureOf(schedule, approved, date)).toBe(first);
    }));
  });
});

describe('the clock of a zone', () => {
  it('finds back to the moment it showed, or to the first of two that looked the same', () => {
    fc.assert(fc.property(aZone, aMoment, (zone, moment) => {
      const at = Math.floor(moment / 1_000) * 1_000;
      const found = momentShown(zone, shownAt(zone, at));
      expect(shownAt(zone, found)).toBe(shownAt(zone, at));
      expect(found).toBeLessThanOrEqual(at);
      expect(at - found).toBeLessThanOrEqual(dayMs);
    }), { numRuns: 1_000 });
  });

  it('skips no more than was put forward, on both sides of every change of the clock', () => {
    fc.assert(fc.property(aZone, fc.integer({ min: 2010, max: 2036 }), (zone, year) => {
      for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += dayMs) {
        const forward = shownAt(zone, day + dayMs) - shownAt(zone, day) - dayMs;
        if (forward <= 0) continue;
        // Somewhere within this day the clock was put forward: each quarter of an hour is looked for, those it left out as well.
        for (let shown = shownAt(zone, day); shown < shownAt(zone, day + dayMs); shown += hourMs / 4) expect([0, forward]).toContain(shownAt(zone, momentShown(zone, shown)) - shown);
      }
    }), { numRuns: 25 });
  });

  it('begins a day at or before the moment it shows', () => {
    fc.assert(fc.property(aZone, aMoment, (zone, moment) => {
      const shown = shownAt(zone, moment);
      expect(shown - midnightOf(shown)).toBeGreaterThanOrEqual(0);
      expect(shown - midnightOf(shown)).toBeLessThan(dayMs);
    }));
  });
});
