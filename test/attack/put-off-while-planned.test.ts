import { afterEach, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { postedTimes } from '../flows/witnesses.ts';
import { beforePlanning, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

it('a payment that is put off in the books while the companion waits for the balance does not leave today, and waits for its new day', async () => {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, fundsFreshMs: 100, fundsMs: 60_000 } } });
  await rig.addPayees([payeeOf('p')]);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Later' }]);
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const waited = beforePlanning([rig.companion], id, async () => rig.save('Payment_Request__c', [{ Id: id, Payout_Date__c: day }], rig.people.finance));
  rig.approve([id]);
  await rig.until([id], ['Scheduled']);
  expect(waited()).toBeGreaterThan(0);
  expect(postedTimes(rig, id)).toEqual({});
  expect(rig.request(id)).toMatchObject({ Reference__c: null, Status_Reason__c: `Will be sent on ${day}.` });
}, 60_000);
