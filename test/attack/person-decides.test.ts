import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { eventually, issuesOf, paidTimes, pause, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const payee = { id: 'p', name: 'P', country: 'DE', program: '100200300' };
const submission = 'POST /v4/programs/:program/masspayouts';

async function oneOnHold(more: Parameters<typeof openAttackRig>[0] = {}): Promise<string> {
  rig = await openAttackRig({ ...more, policies: { acceptedAfterMs: 13_000, transferredAfterMs: 500, ...more?.policies } });
  await rig.addPayees([payee]);
  rig.world.weather.add({ door: submission, when: 'after', reply: 'drop' });
  // Processing is asynchronous: for a while the provider does not know the reference.
  rig.world.weather.add({ door: 'GET /v4/programs/:program/payouts/:reference/status', when: 'before', reply: { status: 404, body: { error: 'Not Found', error_description: 'Payout not found', error_details: { code: 404, sub_code: 2306 } } }, times: 1_000 });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Late' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  return id;
}

describe('a request re-initiated by a person, because the provider did not know its reference', () => {
  it('is not sent a second time when the first is seen to be paid before the second leaves', async () => {
    const id = await oneOnHold();
    const settings: Row = { SetupOwnerId: rig.org.org.id, Pause_All__c: true };
    const [settingsId = ''] = rig.save('Quittance_Settings__c', [settings], rig.people.admin);
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.clear();
    const seen = async () => (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0]?.transferredAt;
    await eventually(async () => expect(await seen()).not.toBeNull(), 20_000);
    // The companion knows now that the money is there; all of this happens before anything else is sent.
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.payoneer.policies.acceptedAfterMs = 100;
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await pause(4_000);
    expect(paidTimes(rig, id)).toBe(1);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 60_000);

  it('whose first attempt is paid after all, unheard because the webhook is lost, is noticed by asking', async () => {
    const id = await oneOnHold();
    rig.ask(id, 'Cancel', 'Paid by cheque instead', rig.people.admin);
    await rig.until([id], ['Cancelled']);
    rig.world.weather.clear();
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 18_000);
    await eventually(() => expect(rig.statuses([id])).toEqual(['Completed']), 8_000);
    expect(issuesOf(rig, id)).not.toEqual([]);
  }, 60_000);
});

describe('a row refused with its batch and put On Hold for a person', () => {
  it('is not sent again by itself while the person has not decided', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 1_500 } }, policies: { inactivePayee: 'reject', errorsNameItems: false } });
    await rig.addPayees([payee, { ...payee, id: 'bad' }]);
    const before = rig.raise(['p', 'bad'].map((id) => ({ payee: id, amount: '5.00', currency: 'USD', purpose: 'Before' })));
    rig.approve(before);
    await rig.until(before, ['Completed']);
    await rig.payoneer.setPayee('bad', { status: 'Inactive' });
    const { assembly } = rig.companion;
    aroundSend(rig.companion, async (real) => {
      const sent = await real();
      assembly.pause(true);
      return sent;
    });
    const ids = rig.raise(['p', 'p', 'bad'].map((id, index) => ({ payee: id, amount: `6.0${index}`, currency: 'USD', purpose: 'Held' })));
    rig.approve(ids);
    await rig.until(ids, ['On Hold']);
    const posted = ids.map((id) => postedTimes(rig, id)[`${id}-01`]);
    assembly.pause(false);
    await pause(3_000);
    expect(ids.map((id) => postedTimes(rig, id)[`${id}-01`])).toEqual(posted);
  }, 60_000);

  it('and cancelled by a person while it waits to be sent again ends Cancelled', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 60_000 } }, policies: { inactivePayee: 'reject', errorsNameItems: false } });
    await rig.addPayees([payee, { ...payee, id: 'bad' }]);
    const before = rig.raise(['p', 'bad'].map((id) => ({ payee: id, amount: '5.00', currency: 'USD', purpose: 'Before' })));
    rig.approve(before);
    await rig.until(before, ['Completed']);
    await rig.payoneer.setPayee('bad', { status: 'Inactive' });
    const { assembly } = rig.companion;
    aroundSend(rig.companion, async (real) => {
      const sent = await real();
      assembly.pause(true);
      return sent;
    });
    const ids = rig.raise(['p', 'bad'].map((id, index) => ({ payee: id, amount: `6.0${index}`, currency: 'USD', purpose: 'Parked' })));
    rig.approve(ids);
    const [first = ''] = ids;
    await eventually(async () => expect((await assembly.store.ledger.attemptsOf([first]))[0]?.missed).toBeGreaterThanOrEqual(2));
    rig.ask(first, 'Cancel', 'Not owed any more', rig.people.admin);
    await eventually(() => expect(rig.request(first).Requested_Action__c ?? null).toBeNull());
    await pause(500);
    const [attempt] = await assembly.store.ledger.attemptsOf([first]);
    // Either both or neither: an attempt closed under a request that stays Outcome Unknown is asked about by nobody.
    expect([rig.statuses([first])[0], attempt?.stage]).toEqual(attempt?.stage === 'settled' ? ['Cancelled', 'settled'] : ['Outcome Unknown', 'unknown']);
  }, 60_000);
});
