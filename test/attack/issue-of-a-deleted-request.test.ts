import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request that an administrator deletes while its outcome is unknown', () => {
  it('has its critical issue told all the same: without the record, which the org lets nothing name, and with its id in words', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 1_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' });
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Gone' }]);
    afterSend(rig.companion, () => expect(rig.org.org.remove('Payment_Request__c', [id], { by: rig.people.admin, allOrNone: true, source: 'api' })).toMatchObject([{ success: true }]));
    rig.approve([id]);
    await eventually(() => expect(issuesOfKind(rig, 'outcome unknown')).toMatchObject([{ Severity__c: 'Critical', Source__c: `${id}-01`, Status__c: 'Open', Payment_Request__c: null, Detail__c: expect.stringContaining(`its request ${id}`) }]), 25_000);
    // It was told: nothing of it waits to be told again and again.
    await eventually(async () => expect(await rig.database.query("select key from outbox where kind = 'issue' and key like 'outcome unknown:%'")).toEqual([]));
    expect(paidTimes(rig, id)).toBe(1);
  }, 60_000);
});
