import { describe, expect, it } from '@jest/globals';
import { all, ofType, text } from './package-metadata.ts';

const starts = ofType('flow').map(({ name, body }) => ({ name, start: all(body, 'start')[0] ?? '' }));

describe('the flows of the package', () => {
  it('that wait for a time start only when a record comes to meet their conditions, as the platform demands where records are changed', () => {
    // A path that runs as soon as the save is over waits for no time.
    const waiting = starts.filter(({ start }) => text(start, 'recordTriggerType').includes('Update') && all(start, 'scheduledPaths').some((path) => text(path, 'pathType') !== 'AsyncAfterCommit'));
    expect(waiting.length).toBeGreaterThan(2);
    expect(waiting.filter(({ start }) => text(start, 'doesRequireRecordChangedToMeetCriteria') !== 'true').map(({ name }) => name)).toEqual([]);
  });

  it('break no line by formula: some orgs write the break as a word instead', () => {
    expect(ofType('flow').filter(({ body }) => /\bBR\(\)/.test(JSON.stringify(body))).map(({ name }) => name)).toEqual([]);
  });
});
