import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectNeverSent, expectPaidOnce, reasonOf, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** An administrator who has switched the package's validation rules off writes whatever they like; who approved stays in the approval history. */
const writePastEveryRule = (id: string, values: Row): void => void rig.org.org.put('Payment_Request__c', { ...rig.request(id), ...values, SystemModstamp: new Date().toISOString().replace('Z', '+0000') });
const nine = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Nine' };

describe('an amount and its stamp, both rewritten after the approval by somebody for whom no rule holds', () => {
  it('are not paid on the approval of another amount, and are paid once they have one of their own', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    rig.companion.assembly.pause(true);
    const [id = ''] = rig.raise([nine]);
    rig.approve([id]);
    const { ledger } = rig.companion.assembly.store;
    await eventually(async () => expect(await ledger.payments([id])).toMatchObject([{ amountMinor: 900 }]));
    writePastEveryRule(id, { Amount__c: '900.00', Approved_Amount__c: '900.00' });
    await pause(1_500);
    rig.companion.assembly.pause(false);
    await rig.until([id], ['Needs Correction', 'Completed']);
    expectNeverSent(rig, [id]);
    expect(reasonOf(rig, id)).toContain('approval');
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  }, 40_000);

  it('are not called Needs Correction while the payment is on its way', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 4_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([nine]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    writePastEveryRule(id, { Status__c: 'Approved for Payout', Amount__c: '900.00', Approved_Amount__c: '900.00' });
    const { ledger } = rig.companion.assembly.store;
    const seen = new Set<string | undefined>();
    await eventually(async () => expect(seen.add((await ledger.payments([id]))[0]?.state)).toContain('Completed'), 10_000);
    expect([...seen]).toEqual(['In Progress', 'Completed']);
    await rig.until([id], ['Completed']);
    await eventually(() => expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Transferred' }]));
    expectPaidOnce(rig, [id]);
  }, 40_000);

  it('are not paid after a correction by writing the old stamp back', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ ...nine, purpose: 'Nine €' }]);
    rig.approve([id]);
    const stamp = { ...rig.request(id) };
    await rig.until([id], ['Needs Correction']);
    await eventually(() => expect(rig.request(id).Approved_At__c ?? null).toBeNull());
    writePastEveryRule(id, { ...stamp, Companion_Version__c: rig.request(id).Companion_Version__c ?? null, Purpose__c: 'Nine', Approved_Purpose__c: 'Nine', Amount__c: '900.00', Approved_Amount__c: '900.00' });
    await pause(2_500);
    expect(rig.statuses([id])).toEqual(['Needs Correction']);
    expectNeverSent(rig, [id]);
  }, 40_000);
});
