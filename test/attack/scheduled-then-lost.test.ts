import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf, payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { expectPaidOnce, issuesOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { letItsDayCome } from './day-comes.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe('a request that waits for its day when the store is lost', () => {
  it('leaves, once, when that day came before the next companion did', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '21.00', currency: 'USD', purpose: 'Later', payoutDate: dayOf(Date.now() + 3 * 86_400_000) }]);
    rig.approve([id]);
    await rig.until([id], ['Scheduled']);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    letItsDayCome(rig, id);
    await rig.restart();
    await rig.until([id], ['Completed'], 15_000);
    expectPaidOnce(rig, [id]);
    expect(issuesOf(rig, id)).toEqual([]);
  }, 40_000);
});

describe('a request that waits for funds when the store is lost', () => {
  it('goes on waiting for funds alone, whatever schedule its account got meanwhile', async () => {
    const programs = programsIn(['USD'], 10_00);
    rig = await openAttackRig({ programs });
    await rig.addPayees(payeesIn(programs));
    const [id = ''] = rig.raise([{ payee: 'payee-USD', amount: '21.00', currency: 'USD', purpose: 'Short' }]);
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString().slice(11, 16);
    rig.save('Funding_Account__c', [...rig.fundingAccounts.values()].map((Id) => ({ Id, Schedule__c: 'Daily', Cut_Off_Time__c: aMinuteAgo })), rig.people.admin);
    await rig.restart();
    await pause(3_000);
    expect([rig.statuses([id]), issuesOf(rig, id)]).toEqual([['Awaiting Funds'], []]);
    await rig.payoneer.fund(programs[0]?.program ?? '', 1_000_00);
    await rig.until([id], ['Completed'], 15_000);
    expectPaidOnce(rig, [id]);
  }, 40_000);
});
