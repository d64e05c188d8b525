import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { postedTimes } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('an earlier attempt that is on its way from another program than the request is paid from by now, when the store is lost', () => {
  it('keeps the next one from being sent for the debt, for it is asked about where it went', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 50_000 }, programs: [{ program: '100200300', currency: 'USD', fundsMinor: 1_000_000_00 }, { program: '100200301', currency: 'USD', fundsMinor: 1_000_000_00 }] });
    const id = await oneOnHold(rig);
    await rig.addPayees([payeeOf('p2', '100200301')]);
    // Nothing can be paid to the first recipient any more; the other one is of another program.
    rig.save('Recipient_Account__c', [{ Id: rig.recipients.get('p') ?? '', Display_Name__c: 'Another name' }], rig.people.finance);
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await rig.until([id], ['Needs Correction'], 20_000);
    await eventually(async () => expect(await rig.companion.assembly.store.outbox.dueOf('request', id)).toBeUndefined());
    rig.save('Payment_Request__c', [{ Id: id, Recipient__c: rig.recipients.get('p2') ?? '', Funding_Account__c: null }], rig.people.finance);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    rig.approve([id]);
    await eventually(() => expect(rig.request(id).Attempt__c).toBe('2'), 15_000);
    await rig.until([id], ['Outcome Unknown', 'On Hold'], 15_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    rig.world.weather.clear();
    await rig.until([id], ['On Hold'], 25_000);
    await eventually(async () => expect((await rig.companion.assembly.store.installation.read())?.mode).toBe('normal'), 20_000);
    rig.payoneer.policies.transferredAfterMs = 500;
    rig.ask(id, 'Re-initiate', 'The second one never arrived', rig.people.admin);
    await pause(8_000);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
  }, 120_000);
});
