import { describe, expect, it } from '@jest/globals';
import { flowNotifications } from './flow-operations.ts';
import { saveJob, testOrg } from './flow-test-org.ts';
import type { Row } from './org.ts';

const place = '<locationX>0</locationX><locationY>0</locationY>';
const path = (offset: number, more = '<timeSource>RecordField</timeSource>', unit = 'Minutes'): string =>
  `<scheduledPaths><name>P${String(offset)}</name><connector><targetReference>Tell</targetReference></connector><label>P</label><offsetNumber>${String(offset)}</offsetNumber><offsetUnit>${unit}</offsetUnit>${more.includes('RecordField') ? '<recordField>Decided_At__c</recordField>' : ''}${more}</scheduledPaths>`;
const asynchronous = '<scheduledPaths><connector><targetReference>Tell</targetReference></connector><pathType>AsyncAfterCommit</pathType></scheduledPaths>';
const tell = `<recordCreates><name>Tell</name><label>Tell</label>${place}<inputAssignments><field>Kind__c</field><value><stringValue>{!$Record.Name} {!$Record.Note__c}</stringValue></value></inputAssignments><object>Done__e</object></recordCreates>`;
const flow = (paths: string, body = tell): string => `<Flow><apiVersion>66.0</apiVersion><label>F</label><processType>AutoLaunchedFlow</processType>${body}
<start>${place}<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>and</filterLogic><filters><field>Copy__c</field><operator>EqualTo</operator><value><stringValue>on</stringValue></value></filters><object>Job__c</object><recordTriggerType>CreateAndUpdate</recordTriggerType>${paths}<triggerType>RecordAfterSave</triggerType></start><status>Active</status></Flow>`;

const minutes = (count: number): number => count * 60_000;
const nine = '2026-11-21T09:00:00.000+0000';
const fivePast = '2026-11-21T09:05:00.000+0000';

function opened(xml: string) {
  const made = testOrg({ 'flows/F.flow': xml });
  const told: unknown[] = [];
  made.org.onPublished(({ row }) => told.push(row.Kind__c));
  const save = (row: Row): string => saveJob(made.org, row, made.ann);
  /** Lets the commit's consequences happen, then time pass. */
  const pass = async (count: number): Promise<void> => {
    await made.clock.advance(0);
    await made.clock.advance(minutes(count));
  };
  return { ...made, told, save, pass };
}

describe('a scheduled path', () => {
  it('runs at its time after a field of the record, on the record as it then is, once', async () => {
    const { told, save, pass } = opened(flow(path(15)));
    const id = save({ Name: 'a', Copy__c: 'on', Decided_At__c: nine });
    await pass(14);
    save({ Id: id, Note__c: 'late' });
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(['a late']);
    await pass(600);
    expect(told).toHaveLength(1);
  });

  it('moves with its field', async () => {
    const { told, save, pass } = opened(flow(path(15)));
    const id = save({ Name: 'a', Copy__c: 'on', Decided_At__c: nine });
    await pass(5);
    save({ Id: id, Decided_At__c: fivePast });
    await pass(14);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toHaveLength(1);
  });

  it('is taken away when the record no longer meets the conditions, and armed anew when it meets them again', async () => {
    const { told, save, pass } = opened(flow(path(15)));
    const id = save({ Name: 'a', Copy__c: 'on', Decided_At__c: nine });
    save({ Id: id, Copy__c: 'off' });
    await pass(30);
    expect(told).toEqual([]);
    save({ Id: id, Copy__c: 'on', Decided_At__c: '2026-11-21T09:30:00.000+0000' });
    await pass(15);
    expect(told).toHaveLength(1);
  });

  it('does not run a second time for a record that went on meeting the conditions', async () => {
    const { told, save, pass } = opened(flow(path(15)));
    const id = save({ Name: 'a', Copy__c: 'on', Decided_At__c: nine });
    await pass(15);
    save({ Id: id, Decided_At__c: '2026-11-21T10:00:00.000+0000' });
    await pass(600);
    expect(told).toHaveLength(1);
  });

  it('waits for nothing when its field is blank, the record is gone or the save was taken back', async () => {
    const { org, admin, ann, told, save, pass } = opened(flow(path(15)));
    save({ Name: 'blank', Copy__c: 'on' });
    const id = save({ Name: 'gone', Copy__c: 'on', Decided_At__c: nine });
    org.remove('Job__c', [id], { by: admin, allOrNone: true, source: 'api' });
    org.save('Job__c', [{ Name: 'back', Copy__c: 'on', Decided_At__c: nine }, { Status__c: 'Nonsense' }], { by: ann, allOrNone: true, source: 'api' });
    await pass(60);
    expect(told).toEqual([]);
  });

  it('counts from the save when it has no field, and runs for many records together', async () => {
    const { org, ann, told, pass } = opened(flow(path(1, '<timeSource>RecordTriggerEvent</timeSource>', 'Hours')));
    const { publish } = org;
    const sizes: number[] = [];
    Object.assign(org, { publish: (...given: Parameters<typeof publish>) => (sizes.push(given[1].length), publish(...given)) });
    org.save('Job__c', [{ Name: 'a', Copy__c: 'on' }, { Name: 'b', Copy__c: 'on' }, { Name: 'c' }], { by: ann, allOrNone: true, source: 'api' });
    await pass(59);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(['a ', 'b ']);
    expect(sizes).toEqual([2]);
  });

  it('reports a fault that nobody handles to the admin and hurts nobody else', async () => {
    const failing = `<recordCreates><name>Tell</name><label>Tell</label>${place}<inputAssignments><field>Status__c</field><value><stringValue>Nonsense</stringValue></value></inputAssignments><object>Job__c</object></recordCreates>`;
    const { org, save, pass } = opened(flow(path(15), failing));
    save({ Name: 'a', Copy__c: 'on', Decided_At__c: nine });
    await pass(15);
    expect(flowNotifications(org)).toMatchObject([{ action: 'faultEmail', flow: 'F', element: 'Tell' }]);
  });

  it('in a unit that cannot be run is named', () => {
    const { save } = opened(flow(path(15, '<timeSource>RecordField</timeSource>', 'Months')));
    expect(() => save({ Name: 'a', Copy__c: 'on' })).toThrow(/scheduled path in Months cannot be run/);
  });
});

describe('the asynchronous path', () => {
  it('runs once after the commit, also when a neighbour in the same save failed', async () => {
    const { org, ann, told, pass } = opened(flow(asynchronous));
    org.save('Job__c', [{ Name: 'a', Copy__c: 'on' }, { Name: 'bad', Copy__c: 'on', Status__c: 'Nonsense' }], { by: ann, allOrNone: false, source: 'api' });
    expect(told).toEqual([]);
    await pass(0);
    expect(told).toEqual(['a ']);
  });
});
