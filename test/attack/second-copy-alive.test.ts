import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { issuesOf, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payout that went out twice, which a person had closed, and which the provider showed as pending after that', () => {
  it('is over once the provider has cancelled it, as the alert had asked for', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 600_000 }, config: { timing: { ...quickTiming, pollsMs: [1_000], returnAsksMs: [60_000, 120_000] } } });
    await rig.addPayees([payeeOf('p')]);
    const { ledger } = rig.companion.assembly.store;
    // The gateway turns the first submission away; the second is taken, and its answer is lost.
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 401, body: {} }, times: 1 });
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 10_000 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Twice' }]);
    rig.approve([id]);
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]?.refusedWithBatch).toBe(true), 10_000);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop', times: 1 });
    await rig.until([id], ['On Hold'], 60_000);
    expect((await ledger.attemptsOf([id]))[0]).toMatchObject({ posted: 2, stage: 'unknown' });
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.clear();
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]).toMatchObject({ providerRaw: 'Pending', revived: true }), 30_000);
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'));
    // The person does what the alert says: the provider is asked to cancel it, and does.
    const result = { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', cancel_reason_code: 1, cancel_reason_description: 'Cancelled by the partner' };
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: { status: 200, body: { result } }, times: 10_000 });
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await pause(15_000);
    rig.ask(id, 'Re-initiate', 'The provider has cancelled it', rig.people.admin);
    await pause(6_000);
    expect(reasonOf(rig, id)).not.toContain('still open');
    expect((await ledger.attemptsOf([id]))[0]?.revived).toBe(false);
  }, 150_000);
});
