import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOf, issuesOfKind, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request whose payee the provider can\'t be asked about, for five times as long as an unknown outcome may take', () => {
  it('says so on the record, or in an issue', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('sick'), payeeOf('well')]);
    rig.world.weather.add({ door: 'GET /v4/programs/100200300/payees/sick/status', when: 'before', reply: { status: 500, body: { error: 'oops' } }, times: 10_000 });
    const [sick = '', well = ''] = rig.raise(['sick', 'well'].map((payee) => ({ payee, amount: '20.00', currency: 'USD', purpose: 'Silence' })));
    rig.approve([sick, well]);
    await rig.until([well], ['Completed'], 10_000);
    await pause(15_000);
    const kinds = [...rig.org.org.rows('Sync_Issue__c').values()].map((row) => String(row.Kind__c));
    expect({ status: rig.statuses([sick]), told: reasonOf(rig, sick) !== '' || issuesOf(rig, sick).length > 0 || issuesOfKind(rig, 'payee unclear').length > 0, kinds }).toMatchObject({ told: true });
  }, 60_000);
});
