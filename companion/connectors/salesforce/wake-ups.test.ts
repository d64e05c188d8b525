import { describe, expect, it } from '@jest/globals';
import { cursorOf, event, listening, soon } from './test-bus.ts';

describe('listening', () => {
  it('subscribes to the prefixed topic after the cursor, 100 events at most', async () => {
    const l = listening(cursorOf(7));
    await soon();
    expect(l.opened[0]).toMatchObject({ topic: '/event/quittance__Work_Requested__e', count: 100, after: Buffer.from([0, 0, 7]) });
    l.stop.abort();
    await l.done;
  });

  it('keeps a delivery with the replay id of its last event, and only then asks for more', async () => {
    let release = (): void => undefined;
    const l = listening(undefined, () => new Promise((resolve) => void (release = resolve)));
    await soon();
    expect(l.opened[0]?.after).toBe('latest');
    l.opened[0]?.hear.delivered({ events: [event(1), event(2)] });
    await soon();
    expect(l.opened[0]?.requested).toEqual([]);
    release();
    await soon();
    expect(l.kept).toEqual([[['id-1', 'id-2'], cursorOf(2)]]);
    expect(l.opened[0]?.requested).toEqual([2]);
    l.stop.abort();
    await l.done;
  });

  it('keeps deliveries one after the other', async () => {
    const releases: (() => void)[] = [];
    const l = listening(undefined, () => new Promise((resolve) => void releases.push(resolve)));
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1)] });
    l.opened[0]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(releases).toHaveLength(1);
    releases[0]?.();
    await soon();
    releases[1]?.();
    await soon();
    expect(l.kept.map(([, at]) => at)).toEqual([cursorOf(1), cursorOf(2)]);
    l.stop.abort();
    await l.done;
  });

  it('opens again after what was kept, with growing delays while nothing is heard', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(5)] });
    await soon();
    for (let nth = 0; nth < 4; nth++) {
      l.opened[nth]?.hear.ended({ because: 'other', text: 'reset' });
      await soon();
    }
    expect(l.opened[1]?.after).toEqual(Buffer.from([0, 0, 5]));
    expect(l.sleeps).toEqual([1_000, 2_000, 4_000, 8_000]);
    l.stop.abort();
    await l.done;
  });

  it('asks for everything the bus still has when it was cut off before its first event', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.ended({ because: 'other', text: 'reset' });
    await soon();
    expect(l.opened[1]?.after).toBe('earliest');
    l.stop.abort();
    await l.done;
  });

  it('opens again from the last kept event when keeping fails, and does not ask for more', async () => {
    let fails = true;
    const l = listening(cursorOf(1), async () => {
      if (fails) throw new Error('disk full');
    });
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(l.opened[0]).toMatchObject({ closed: true, requested: [] });
    expect(l.opened[1]?.after).toEqual(Buffer.from([0, 0, 1]));
    fails = false;
    l.opened[1]?.hear.delivered({ events: [event(2)] });
    await soon();
    expect(l.kept).toEqual([[['id-2'], cursorOf(2)]]);
    l.stop.abort();
    await l.done;
  });

  it('passes over an event it can not read, and makes the caller sweep', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1), { ...event(2), payload: Buffer.from([255]) }] });
    await soon();
    expect(l.kept).toEqual([[['id-1'], cursorOf(2)]]);
    expect(l.lost).toEqual([expect.stringContaining('could not be read')]);
    l.stop.abort();
    await l.done;
  });

  it('makes the caller sweep and begins anew when the cursor is useless', async () => {
    const l = listening(cursorOf(1));
    await soon();
    l.opened[0]?.hear.ended({ because: 'cursor', text: 'replayid.corrupted' });
    await soon();
    expect(l.lost).toEqual([expect.stringContaining('replayid.corrupted')]);
    expect(l.opened[1]?.after).toBe('earliest');
    l.stop.abort();
    await l.done;
  });

  it('takes a fresh token when the old one is refused', async () => {
    const l = listening();
    await soon();
    l.opened[0]?.hear.ended({ because: 'token', text: 'unauthenticated' });
    await soon();
    expect(l.opened.map(({ token }) => token)).toEqual(['token-0', 'token-1']);
    l.stop.abort();
    await l.done;
  });

  it('takes a silent line for dead, and a keepalive for life', async () => {
    const l = listening();
    await soon();
    const [first] = l.live();
    l.opened[0]?.hear.delivered({ events: [] });
    await soon();
    expect(first?.cancelled).toBe(true);
    expect(l.live().map(({ ms }) => ms)).toEqual([280_000]);
    l.live()[0]?.run();
    await soon();
    expect(l.opened[0]?.closed).toBe(true);
    expect(l.opened).toHaveLength(2);
    l.stop.abort();
    await l.done;
  });

  it('ends when told to, after what it was keeping, and leaves nothing behind', async () => {
    let release = (): void => undefined;
    const l = listening(undefined, () => new Promise((resolve) => void (release = resolve)));
    await soon();
    l.opened[0]?.hear.delivered({ events: [event(1)] });
    await soon();
    l.stop.abort();
    await soon();
    expect(l.opened[0]?.closed).toBe(true);
    release();
    await l.done;
    expect(l.kept).toEqual([[['id-1'], cursorOf(1)]]);
    expect(l.live()).toEqual([]);
    expect(l.opened).toHaveLength(1);
  });
});
