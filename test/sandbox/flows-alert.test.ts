import { describe, expect, it } from '@jest/globals';
import { moment } from '../../sandbox/salesforce/moments.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg, type PackageOrg } from './package-org.ts';

/** A connection that beats as the companion's write-back does: every value, each time, under a higher version. */
function beating({ clock, companion, save }: PackageOrg, key = 'payoneer:sandbox:100200300') {
  let id: string | undefined;
  let version = 0;
  const beat = (changes: Row = {}): string => {
    version += 1;
    id = save('Connection__c', {
      ...(id === undefined ? { Connection_Key__c: key } : { Id: id }), Heartbeat_At__c: moment(clock.now()), Mode__c: 'Normal', Breaker_State__c: 'Closed', Silent__c: false, Backlog__c: '3', Companion_Version__c: String(version), ...changes,
    }, companion);
    return id;
  };
  return { beat };
}

describe('the dead-man’s switch', () => {
  it('tells the group in words when a heartbeat is 15 minutes old, not before, and once', async () => {
    const made = packageOrg();
    const id = beating(made).beat();
    await made.pass(14);
    expect(made.notified()).toEqual([]);
    await made.pass(1);
    expect(made.notified()).toEqual([{
      at: Date.UTC(2026, 10, 21, 9, 15), action: 'customNotificationAction', title: 'Quittance is silent: connection payoneer:sandbox:100200300', target: id, recipients: [made.fay.id],
      body: expect.stringMatching(/^No heartbeat since 2026-11-21 09:00:00Z \(15 minutes are allowed\)\. .*Start the companion.*Do not pay them in another way\.$/),
    }]);
    await made.pass(24 * 60);
    expect(made.notified()).toHaveLength(1);
  });

  it('says nothing while heartbeats come every five minutes, for a day', async () => {
    const made = packageOrg();
    const { beat } = beating(made);
    for (let at = 0; at < 24 * 12; at += 1) {
      beat({ Backlog__c: String(at % 2) });
      await made.pass(5);
    }
    expect(made.notified()).toEqual([]);
  });

  it('tells again when the companion recovered and fell silent again, even after a single heartbeat', async () => {
    const made = packageOrg();
    const { beat } = beating(made);
    const id = beat();
    await made.pass(40);
    expect(made.notified()).toHaveLength(1);
    expect(made.org.find('Connection__c', id)?.Silent__c).toBe(true);
    beat();
    expect(made.org.find('Connection__c', id)?.Silent__c).toBe(false);
    await made.pass(14);
    expect(made.notified()).toHaveLength(1);
    await made.pass(1);
    expect(made.notified()).toHaveLength(2);
    for (let at = 0; at < 6; at += 1) {
      beat();
      await made.pass(5);
    }
    expect(made.notified()).toHaveLength(2);
    await made.pass(10);
    expect(made.notified()).toHaveLength(3);
  });

  it('looks at each connection by itself, and leaves what the companion wrote in its place', async () => {
    const made = packageOrg();
    const silent = beating(made, 'salesforce:00D000000000001').beat({ Mode__c: 'Recovery' });
    const { beat } = beating(made);
    for (let at = 0; at < 4; at += 1) {
      beat();
      await made.pass(5);
    }
    expect(made.notified().map(({ target }) => target)).toEqual([silent]);
    expect(made.org.find('Connection__c', silent)).toMatchObject({ Mode__c: 'Recovery', Heartbeat_At__c: '2026-11-21T09:00:00.000+0000', Backlog__c: '3', Companion_Version__c: '1' });
  });

  it('says nothing when a heartbeat slipped in while the path was being started, and is armed again by the next', async () => {
    const made = packageOrg();
    const { beat } = beating(made);
    const id = beat();
    await made.pass(14);
    made.org.put('Connection__c', { ...made.org.find('Connection__c', id), Heartbeat_At__c: moment(made.clock.now()) });
    await made.pass(5);
    expect(made.notified()).toEqual([]);
    beat();
    await made.pass(15);
    expect(made.notified()).toHaveLength(1);
  });

  it('tells also when the companion’s user was switched off', async () => {
    const made = packageOrg();
    beating(made).beat();
    made.companion.isActive = false;
    await made.pass(15);
    expect(made.notified()).toHaveLength(1);
    expect(made.notified()[0]).toMatchObject({ action: 'customNotificationAction', recipients: [made.fay.id] });
  });

  it('watches nothing any more after a reset of the org', async () => {
    const made = packageOrg();
    beating(made).beat();
    await made.pass(1);
    made.sandbox.standIn.reset?.(made.sandbox.world);
    await made.pass(60);
    expect(made.notified()).toEqual([]);
    expect(made.clock.nextDue()).toBeUndefined();
  });

  it('works in an org where the package has a namespace', async () => {
    const made = packageOrg({ namespace: 'quittance' });
    beating(made).beat();
    await made.pass(15);
    expect(made.notified()).toMatchObject([{ recipients: [made.fay.id] }]);
  });

  it.each([[null], ['No_Such_Group'], ['Payout_Alerts_Role']])('sends nothing and fails nobody when the settings name %s', async (alertGroup) => {
    const made = packageOrg({ alertGroup });
    beating(made).beat();
    await made.pass(60);
    expect(made.notified()).toEqual([]);
  });
});

describe('a critical issue', () => {
  const issue = (changes: Row = {}): Row => ({ Issue_Key__c: 'k', Kind__c: 'outcome unknown', Source__c: 'PR-000007-01', Severity__c: 'Critical', Status__c: 'Open', Count__c: '1', Summary__c: 'Outcome of PR-000007-01 unknown', ...changes });

  it('is told once, whatever is counted, retried or answered afterwards', async () => {
    const made = packageOrg();
    const id = made.save('Sync_Issue__c', issue(), made.companion);
    await made.pass(0);
    expect(made.notified()).toMatchObject([{ target: id, recipients: [made.fay.id], title: expect.stringMatching(/^Critical issue SI-\d+: outcome unknown$/), body: expect.stringMatching(/^Outcome of PR-000007-01 unknown \(PR-000007-01\)\. Money may be wrong/) }]);
    for (const changes of [{ Count__c: '2' }, { Status__c: 'Retrying' }, { Status__c: 'Open' }, { Summary__c: 'Another' }]) {
      made.save('Sync_Issue__c', { Id: id, ...changes }, made.companion);
      await made.pass(1);
    }
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Resolved' }, made.companion);
    await made.pass(60);
    expect(made.notified()).toHaveLength(1);
  });

  it.each([['Resolved'], ['Discarded']])('is told again when it is opened after it was %s', async (Status__c) => {
    const made = packageOrg();
    const id = made.save('Sync_Issue__c', issue(), made.companion);
    await made.pass(1);
    made.save('Sync_Issue__c', { Id: id, Status__c }, made.companion);
    await made.pass(1);
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Open' }, made.companion);
    await made.pass(1);
    expect(made.notified().map(({ target }) => target)).toEqual([id, id]);
  });

  it('is told when it becomes critical; a warning and one that was resolved at birth are not', async () => {
    const made = packageOrg();
    const id = made.save('Sync_Issue__c', issue({ Severity__c: 'Warning' }), made.companion);
    made.save('Sync_Issue__c', issue({ Issue_Key__c: 'k2', Status__c: 'Resolved' }), made.companion);
    await made.pass(60);
    expect(made.notified()).toEqual([]);
    made.save('Sync_Issue__c', { Id: id, Severity__c: 'Critical' }, made.companion);
    await made.pass(0);
    expect(made.notified()).toHaveLength(1);
  });

  it('of a whole chunk is told for each one; without a group the saves stand all the same', async () => {
    for (const [alertGroup, count] of [['Payout_Alerts', 200], ['Nobody', 0]] as const) {
      const made = packageOrg({ alertGroup });
      const results = made.org.save('Sync_Issue__c', Array.from({ length: 200 }, (_, at) => issue({ Issue_Key__c: `k${String(at)}`, Summary__c: 'x'.repeat(255), Source__c: null })), { by: made.companion, allOrNone: false, source: 'api' });
      expect(results.every(({ success }) => success)).toBe(true);
      await made.pass(1);
      expect(made.notified().filter(({ action }) => action === 'customNotificationAction')).toHaveLength(count);
      expect(made.notified().filter(({ action }) => action === 'faultEmail')).toEqual([]);
    }
  });

  it('tells the group of a balance below its threshold in words of its own, once for each fall', async () => {
    const made = packageOrg();
    const fall = issue({ Kind__c: 'balance below threshold', Severity__c: 'Warning', Source__c: 'a0F000000000001AAA', Summary__c: 'The balance of Payoneer USD fell below its threshold' });
    const id = made.save('Sync_Issue__c', fall, made.companion);
    await made.pass(1);
    expect(made.notified()).toMatchObject([{ target: id, title: expect.stringMatching(/^Issue SI-\d+: balance below threshold$/), body: expect.stringMatching(/fell below its threshold.*\. Load the account/) }]);
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Resolved' }, made.companion);
    await made.pass(1);
    expect(made.notified()).toHaveLength(1);
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Open', Count__c: '2' }, made.companion);
    await made.pass(1);
    expect(made.notified()).toHaveLength(2);
  });
});
