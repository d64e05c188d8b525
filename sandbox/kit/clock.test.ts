import { describe, expect, it } from '@jest/globals';
import { manualClock, wallClock } from './clock.ts';

describe('the manual clock', () => {
  it('runs what is due in time order, at its own hour, with what that starts in turn', async () => {
    const clock = manualClock(1_000);
    const seen: string[] = [];
    clock.after(20, () => void seen.push(`second at ${clock.now()}`));
    clock.after(10, () => {
      seen.push(`first at ${clock.now()}`);
      clock.after(5, () => void seen.push(`started at ${clock.now()}`));
    });
    clock.after(31, () => void seen.push('too late'));
    await clock.advance(30);
    expect(seen).toEqual(['first at 1010', 'started at 1015', 'second at 1020']);
    expect(clock.now()).toBe(1_030);
    expect(clock.nextDue()).toBe(1_031);
  });

  it('waits for each before it starts the next', async () => {
    const clock = manualClock(0);
    const seen: string[] = [];
    clock.after(1, async () => {
      await Promise.resolve();
      seen.push('slow one');
    });
    clock.after(2, () => void seen.push('quick one'));
    await clock.advance(2);
    expect(seen).toEqual(['slow one', 'quick one']);
  });

  it('does not run what was cancelled', async () => {
    const clock = manualClock(0);
    let ran = false;
    clock.after(1, () => void (ran = true))();
    await clock.advance(10);
    expect(ran).toBe(false);
    expect(clock.nextDue()).toBeUndefined();
  });
});

describe('the wall clock', () => {
  it('leaps over hours, running what falls due on the way and what that starts', () => {
    const clock = wallClock();
    const start = clock.now();
    const seen: number[] = [];
    clock.after(3_600_000, () => {
      seen.push(clock.now() - start);
      clock.after(3_600_000, () => void seen.push(clock.now() - start));
    });
    clock.advance(7_200_001);
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBeGreaterThanOrEqual(3_600_000);
    expect(seen[0]).toBeLessThan(3_700_000);
    expect(seen[1]).toBeGreaterThanOrEqual(7_200_000);
    expect(clock.now() - start).toBeGreaterThanOrEqual(7_200_001);
  });
});
