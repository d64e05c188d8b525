import { beforeEach, describe, expect, it } from '@jest/globals';
import { moment } from '../../sandbox/salesforce/moments.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg, type PackageOrg } from './package-org.ts';

const day = 24 * 60;
let made: PackageOrg;
beforeEach(() => {
  made = packageOrg();
});

/** What an admin sets for the whole organization. */
function keep(days: Row): void {
  const [row] = made.org.rows('Quittance_Settings__c').values();
  Object.assign(row ?? {}, days);
}
const closed = (status: string, key: string): string => made.save('Sync_Issue__c', { Issue_Key__c: key, Kind__c: 'stale', Severity__c: 'Warning', Status__c: status, Summary__c: 'Look', Companion_Version__c: '1' }, made.companion);
const issue = (id: string): Row | undefined => made.org.find('Sync_Issue__c', id);
const balance = (): string => {
  const account = made.save('Funding_Account__c', { Account_Key__c: 'payoneer:sandbox:100200300', Program__c: '100200300', Currency__c: 'USD', Connection_Key__c: 'payoneer' }, made.sandbox.admin);
  return made.save('Balance_Snapshot__c', { Funding_Account__c: account, As_Of__c: moment(made.clock.now()), Available__c: '12', Currency__c: 'USD', Snapshot_Key__c: 'a' }, made.companion);
};

describe('retention', () => {
  beforeEach(() => made.sandbox.grant(made.sandbox.admin, 'Quittance_Admin'));

  it('deletes a closed issue when its days are over, and keeps an open one', async () => {
    keep({ Keep_Closed_Issues_Days__c: '30' });
    const [done, thrown, open] = [closed('Resolved', 'a'), closed('Discarded', 'b'), closed('Open', 'c')];
    expect([issue(done)?.Delete_On__c, issue(thrown)?.Delete_On__c, issue(open)?.Delete_On__c ?? null]).toEqual(['2026-12-21', '2026-12-21', null]);
    await made.pass(29 * day);
    expect(issue(done)).toBeDefined();
    await made.pass(day);
    expect([issue(done), issue(thrown)]).toEqual([undefined, undefined]);
    expect(issue(open)).toBeDefined();
  });

  it('keeps an issue that is opened again, and counts anew when it is closed again', async () => {
    keep({ Keep_Closed_Issues_Days__c: '10' });
    const id = closed('Resolved', 'a');
    await made.pass(5 * day);
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Open', Companion_Version__c: '2' }, made.companion);
    await made.pass(20 * day);
    expect(issue(id)?.Delete_On__c ?? null).toBeNull();
    made.save('Sync_Issue__c', { Id: id, Status__c: 'Resolved', Companion_Version__c: '3' }, made.companion);
    await made.pass(9 * day);
    expect(issue(id)).toBeDefined();
    await made.pass(2 * day);
    expect(issue(id)).toBeUndefined();
  });

  it('deletes balances by their own days', async () => {
    keep({ Keep_Balances_Days__c: '400' });
    const id = balance();
    await made.pass(399 * day);
    expect(made.org.find('Balance_Snapshot__c', id)).toBeDefined();
    await made.pass(2 * day);
    expect(made.org.find('Balance_Snapshot__c', id)).toBeUndefined();
  });

  it.each([{}, { Keep_Closed_Issues_Days__c: '0', Keep_Balances_Days__c: '0' }])('deletes nothing where the settings say %j', async (days) => {
    keep(days);
    const [id, snapshot] = [closed('Resolved', 'a'), balance()];
    await made.pass(3_000 * day);
    expect([issue(id), made.org.find('Balance_Snapshot__c', snapshot)]).not.toContain(undefined);
  });
});
