import { describe, expect, it } from '@jest/globals';
import { drawFirstLoad } from './first-load-bar.ts';
import { loadBar, loadInWords, type LoadProgress } from './domain/first-load.ts';

const at = Date.UTC(2026, 10, 21, 9);
const reading: LoadProgress = { part: 'ended', state: 'reading', expected: 50_000, read: 19_000, readingSince: at - 60_000, readBefore: 9_000, readAt: null };

describe('the progress of the first load', () => {
  it('says count, total, per cent and the time that is left at the pace of this process', () => {
    expect(loadInWords([reading], at)).toBe('Payments: 19,000 of 50,000 (38 %), 3 min left');
    expect(loadInWords([{ ...reading, read: 49_990 }, { ...reading, part: 'recipients', state: 'done', read: 7, readAt: at }], at)).toBe('Payments: 49,990 of 50,000 (99 %), under a minute left · Recipients: 7 read, 2026-11-21 09:00 UTC');
    expect(loadInWords([{ ...reading, read: 9_000 }], at)).toBe('Payments: 9,000 of 50,000 (18 %)');
    expect(loadInWords([{ ...reading, read: 0, state: 'waiting' }], at)).toContain('export not ordered yet');
    expect(loadInWords([{ ...reading, readingSince: at - 3_600_000 }], at)).toContain('3 h 6 min left');
    expect(loadInWords([], at)).toBeUndefined();
  });

  it('never says that everything is in before it is', () => {
    expect(loadInWords([{ ...reading, read: 50_000 }], at)).toContain('(99 %)');
    expect(loadInWords([{ ...reading, expected: 0, read: 0, state: 'preparing' }], at)).toContain('(0 %)');
  });

  it.each([40, 80, 200])('is a bar that fits into %i columns', (columns) => {
    const bar = loadBar(reading, at, columns);
    expect(bar.length).toBeLessThan(columns);
    expect(bar).toMatch(/^Payments {3}\[#+-+\] 19,000/);
  });

  it('is drawn over itself until all is in', async () => {
    const written: string[] = [];
    const states: LoadProgress[][] = [[reading], [{ ...reading, state: 'done' }]];
    const store = { firstLoad: { parts: () => Promise.resolve(states.shift() ?? []) } };
    const office = { tools: { now: () => at, timer: { sleep: () => Promise.resolve() } } };
    await drawFirstLoad({ store, office } as unknown as Parameters<typeof drawFirstLoad>[0], { columns: 100, write: (text) => written.push(text) });
    expect(written).toEqual([expect.stringMatching(/^\r\u001b\[2KPayments .*38 %/), '\r\u001b[2K']);
  });
});
