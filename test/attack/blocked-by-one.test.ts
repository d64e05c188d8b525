import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (payeeId: string, amount: string, currency = 'USD') => ({ payee: payeeId, amount, currency, purpose: 'Neighbours' });

describe('one request in trouble does not stop the others', () => {
  it('when the limit in the settings has cents and one request is in yen', async () => {
    rig = await openAttackRig({ programs: [{ program: '100200300', currency: 'USD', fundsMinor: 100_000_00 }, { program: '100200309', currency: 'JPY', fundsMinor: 1_000_000 }] });
    await rig.addPayees([payeeOf('usd'), payeeOf('jpy', '100200309')]);
    openOrgSettings(rig, { Pause_All__c: false, Request_Limit__c: '5000.50' });
    const [yen = '', dollars = ''] = rig.raise([debt('jpy', '4000', 'JPY'), debt('usd', '20.00')]);
    rig.approve([yen, dollars]);
    await rig.until([dollars], ['Completed'], 8_000);
  }, 30_000);

  it('when the provider fails on the status of one payee', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('sick'), payeeOf('well')]);
    rig.world.weather.add({ door: 'GET /v4/programs/100200300/payees/sick/status', when: 'before', reply: { status: 500, body: { error: 'oops' } }, times: 10_000 });
    const [, well = ''] = rig.raise([debt('sick', '20.00'), debt('well', '21.00')]);
    rig.approve(rig.requests().map((row) => String(row.Id)));
    await rig.until([well], ['Completed'], 8_000);
  }, 30_000);

  it('when the balance of one program can not be read', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('usd'), payeeOf('eur', '100200301')]);
    await pause(300);
    const { store } = rig.companion.assembly;
    rig.world.weather.add({ door: 'GET /v4/programs/100200300/balance', when: 'before', reply: { status: 403, body: { error: 'Forbidden', error_description: 'The program is closed', error_details: { code: 403 } } }, times: 10_000 });
    for (const lane of await store.lanes.all()) await store.lanes.forgetReading(lane);
    const [dollars = '', euros = ''] = rig.raise([debt('usd', '20.00'), debt('eur', '21.00', 'EUR')]);
    rig.approve([dollars]);
    await pause(700);
    rig.approve([euros]);
    await rig.until([euros], ['Completed'], 8_000);
  }, 30_000);

  it('when somebody asks to cancel what the provider does not know', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 60_000 } } });
    await rig.addPayees([payeeOf('lost'), payeeOf('well', '100200301')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [lost = ''] = rig.raise([debt('lost', '20.00')]);
    rig.approve([lost]);
    await rig.until([lost], ['Outcome Unknown']);
    rig.ask(lost, 'Cancel', 'Not owed any more', rig.people.admin);
    await pause(600);
    const [well = ''] = rig.raise([debt('well', '21.00', 'EUR')]);
    rig.approve([well]);
    await rig.until([well], ['In Progress', 'Completed'], 6_000);
  }, 30_000);

  it('when the provider turns our credentials away for a moment: nobody has to release every request by hand', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('one'), payeeOf('two')]);
    rig.world.weather.add({ door: 'GET /v4/programs/:program/payees/:payee/status', when: 'before', reply: { status: 401, body: { error: 'invalid_token', error_description: 'expired' } }, times: 4 });
    const ids = rig.raise([debt('one', '20.00'), debt('two', '21.00')]);
    rig.approve(ids);
    await rig.until(ids, ['Completed'], 8_000);
    await eventually(() => expect(rig.statuses(ids)).toEqual(['Completed', 'Completed']));
  }, 30_000);
});
