import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { answered } from '../flows/witnesses.ts';
import { approvingFlow, midnight, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('what was stopped, went back to be corrected, and is approved anew', () => {
  it.each([['by a Flow that stamps the day only', midnight], ['with another moment', new Date(Math.floor(Date.now() / 1_000) * 1_000 + 1_000).toISOString()]])('%s goes out', async (_what, second) => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' }, policies: { transferredAfterMs: 600_000 } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stopped once' }]);
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, midnight) }], flow);
    await rig.until([id], ['In Progress']);
    rig.ask(id, 'Hold', 'Wait', rig.people.admin);
    await answered(rig, id);
    const body = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', cancel_reason_code: '10005', cancel_reason_description: 'Payee blocked' } };
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body }, times: 10_000 });
    await rig.until([id], ['Needs Correction', 'Failed'], 20_000);
    await pause(500);
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, second) }], flow);
    await pause(6_000);
    expect(rig.statuses([id])).toEqual(['In Progress']);
  }, 60_000);
});
