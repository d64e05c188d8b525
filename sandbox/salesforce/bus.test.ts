import { describe, expect, it } from '@jest/globals';
import { replayIdBytes } from './bus-event.ts';
import { CorruptReplayId, EventBus, RETENTION_MS } from './bus.ts';
import { testOrg } from './flow-test-org.ts';

function opened() {
  const made = testOrg();
  const bus = new EventBus(made.org);
  const tell = (kind: string): void => void made.org.publish('Done__e', [{ Kind__c: kind }], made.admin);
  const heard: unknown[] = [];
  const hear = ({ row }: { row: Readonly<Record<string, unknown>> }): void => void heard.push(row.Kind__c);
  return { ...made, bus, tell, heard, hear };
}

describe('the event bus', () => {
  it('hands events to subscribers after the publisher’s own call, in order, and counts each delivery', async () => {
    const { bus, tell, heard, hear, clock } = opened();
    tell('a');
    bus.subscribe('Done__e', 'EARLIEST', hear);
    const end = bus.subscribe('Done__e', 'LATEST', hear);
    tell('b');
    expect(heard).toEqual([]);
    await clock.advance(0);
    expect(heard).toEqual(['a', 'b', 'b']);
    expect(bus.counters).toEqual({ published: 2, delivered: 3 });
    end();
    tell('c');
    await clock.advance(0);
    expect(heard).toEqual(['a', 'b', 'b', 'c']);
  });

  it('gives out growing replay ids with gaps, and resumes after one', async () => {
    const { bus, tell, heard, hear, clock } = opened();
    for (let at = 0; at < 20; at += 1) tell(String(at));
    const ids = bus.kept('Done__e').map(({ replayId }) => replayId);
    expect(ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? 0n))).toBe(true);
    expect((ids.at(-1) ?? 0n) - (ids[0] ?? 0n)).toBeGreaterThan(19n);
    bus.subscribe('Done__e', { after: replayIdBytes(ids[16] ?? 0n) }, hear);
    await clock.advance(0);
    expect(heard).toEqual(['17', '18', '19']);
  });

  it('forgets events after 72 hours and then refuses to resume before them', async () => {
    const { bus, tell, clock } = opened();
    tell('first');
    const first = bus.lastReplayId;
    tell('second');
    const second = bus.lastReplayId;
    await clock.advance(RETENTION_MS);
    expect(bus.kept('Done__e')).toHaveLength(2);
    await clock.advance(1);
    expect(bus.kept('Done__e')).toHaveLength(0);
    expect(() => bus.open('Done__e', { after: replayIdBytes(first) })).toThrow(CorruptReplayId);
    expect(bus.open('Done__e', { after: replayIdBytes(second) }).take(9)).toEqual([]);
  });

  it('refuses replay ids it never gave, and good ones while the weather says so', () => {
    const { bus, tell } = opened();
    tell('a');
    const good = replayIdBytes(bus.lastReplayId);
    for (const bytes of [new Uint8Array(3), replayIdBytes(5n), replayIdBytes(bus.lastReplayId + 1n)]) {
      expect(() => bus.open('Done__e', { after: bytes })).toThrow(CorruptReplayId);
    }
    bus.weather.corruptReplayIds = 1;
    expect(() => bus.open('Done__e', { after: good })).toThrow(CorruptReplayId);
    expect(() => bus.open('Done__e', { after: good })).not.toThrow();
  });

  it('tells subscribers that their stream was cut, and nothing afterwards', async () => {
    const { bus, tell, heard, hear, clock } = opened();
    let cut = 0;
    bus.subscribe('Done__e', 'LATEST', hear, () => (cut += 1));
    bus.dropStreams();
    tell('a');
    await clock.advance(0);
    expect([cut, heard]).toEqual([1, []]);
  });
});
