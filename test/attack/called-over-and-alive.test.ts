import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOf, paidTimes, postedTimes, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** As in production, where minutes and hours lie between two questions. */
const seldom = { ...quickTiming, pollsMs: [60_000], returnAsksMs: [60_000, 120_000] };
const paysIn = { acceptedAfterMs: 50, transferredAfterMs: 14_000 };

/** A payout that the provider called cancelled twice, and then says is on its way. */
async function calledCancelled(reason: { readonly code: number; readonly text: string }, ended: string): Promise<string> {
  rig = await openAttackRig({ policies: paysIn, config: { timing: seldom } });
  await rig.addPayees([payeeOf('p')]);
  const { store, engine } = rig.companion.assembly;
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Alive' }]);
  const result = { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status: 'Cancelled', payee_id: 'p', cancel_reason_code: reason.code, cancel_reason_description: reason.text };
  const unheard = { webhooks: 'lost', times: 1_000 } as const;
  rig.world.weather.add(unheard, { door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result } }, times: 10_000 });
  rig.approve([id]);
  await rig.until([id], ['In Progress']);
  const hint = (word: string) => engine.desk.hinted([{ reference: `${id}-01`, word, final: true }]);
  await hint('cancel-payout');
  await rig.until([id], [ended], 12_000);
  rig.world.weather.clear();
  rig.world.weather.add(unheard);
  await hint('listed by the provider');
  await eventually(async () => expect((await store.ledger.attemptsOf([id]))[0]?.providerRaw).toBe('Pending'), 10_000);
  await eventually(() => expect([issuesOf(rig, id), reasonOf(rig, id)]).toEqual([['closed attempt alive'], expect.stringContaining('is on its way at the provider')]));
  return id;
}

/** Whatever is asked for it, one payout goes out, and that is the one under way. */
async function isPaidOnce(id: string): Promise<void> {
  await pause(4_000);
  expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  rig.world.weather.clear();
  await rig.companion.assembly.engine.desk.hinted([{ reference: `${id}-01`, word: 'listed by the provider', final: true }]);
  await eventually(async () => {
    await rig.companion.assembly.store.ledger.patchAttemptsQuietly([[`${id}-01`, { nextAskAt: Date.now() }]]);
    await rig.companion.assembly.store.timers.atLatest('ask', '', Date.now());
    expect(rig.statuses([id])).toEqual(['Completed']);
  }, 25_000);
  expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
}

describe('a payout that was called over, and that the provider says is on its way all the same', () => {
  it('keeps a corrected request from being paid a second time', async () => {
    const id = await calledCancelled({ code: 30_013, text: 'Bank details - Invalid Branch Code' }, 'Needs Correction');
    rig.approve([id]);
    await isPaidOnce(id);
  }, 90_000);

  it('keeps a failed request from being re-initiated', async () => {
    const id = await calledCancelled({ code: 1, text: 'Cancelled by the partner' }, 'Failed');
    rig.ask(id, 'Re-initiate', 'It failed', rig.people.admin);
    await isPaidOnce(id);
  }, 90_000);

  it.each(['Release', 'Re-initiate'] as const)('keeps a request whose first attempt a person had closed from going on by %s', async (wish) => {
    rig = await openAttackRig({ policies: paysIn, config: { timing: seldom } });
    const id = await oneOnHold(rig);
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.clear();
    const { ledger } = rig.companion.assembly.store;
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]?.providerRaw).toBe('Pending'), 20_000);
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toContain('is on its way at the provider');
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await pause(500);
    rig.ask(id, wish, 'Let it go on', rig.people.admin);
    await isPaidOnce(id);
  }, 90_000);
});
