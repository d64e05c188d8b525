import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { User } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { answered, expectNeverSent, paidTimes, payOne, postedTimes, reasonOf } from '../flows/witnesses.ts';

let rig: Rig;
let settingsId: string;
let treasurer: User;
const limit = (amount: string | null): void => void rig.save('Quittance_Settings__c', [{ Id: settingsId, Request_Limit__c: amount }], rig.people.admin);

beforeAll(async () => {
  rig = await openQuickRig({ policies: { inactivePayee: 'reject' } });
  await rig.addPayees([payeeOf('payee-1'), payeeOf('lapsing')]);
  settingsId = openOrgSettings(rig, { Request_Limit__c: null });
  rig.org.grant(rig.people.finance, 'Quittance_Admin');
  treasurer = rig.org.addUser({ username: 'treasurer@sandbox.example', name: 'Treasurer', profile: 'admin', permissionSets: ['Quittance_Admin'] });
});
afterAll(() => rig.end());

/** Asks for a new attempt, and sees it refused in these words and nothing else changed. */
async function expectRefused(id: string, by: User, words: RegExp): Promise<void> {
  rig.ask(id, 'Re-initiate', `${by.name} wants it paid`, by);
  await answered(rig, id);
  expect(reasonOf(rig, id)).toMatch(words);
  await pause(600);
  expect(rig.statuses([id])).toEqual(['On Hold']);
}

describe('Re-initiate', () => {
  it('of a request On Hold that was never sent is answered, and does not take the place of a release', async () => {
    const [id = ''] = rig.raise([freshDebt('payee-1', 90, 'Re-initiate')]);
    rig.approve([id]);
    rig.ask(id, 'Hold', 'Wait for the delivery note');
    await rig.until([id], ['On Hold']);
    await answered(rig, id);
    await expectRefused(id, rig.people.admin, /^Not re-initiated: it was never sent\. Release lets it go on\.$/);
    expectNeverSent(rig, [id]);
  });

  it('of a request held for a limit after an earlier attempt is no way round the second approval', async () => {
    await payOne(rig, freshDebt('lapsing', 20, 'Standing asked'));
    await rig.payoneer.setPayee('lapsing', { status: 'Inactive' });
    const [id = ''] = rig.raise([freshDebt('lapsing', 700, 'Re-initiate')]);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    await rig.payoneer.setPayee('lapsing', { status: 'Active' });
    limit('500');
    await pause(1_100);
    rig.approve([id], rig.people.admin);
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toMatch(/Above the limit of 500 per request/);
    await expectRefused(id, rig.people.admin, /^Not re-initiated: it is above a limit, and who submitted, created or approved it, .* may not be the second approval/);
    await expectRefused(id, rig.people.finance, /^Not re-initiated: it is above a limit, and who submitted, created or approved it, .* may not be the second approval/);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.ask(id, 'Re-initiate', 'Agreed', treasurer);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1, [`${id}-02`]: 1 });
    limit(null);
  }, 40_000);
});
