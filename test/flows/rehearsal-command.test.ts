import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startScript } from '../story/processes.ts';
import type { Rig } from './companion-rig.ts';
import { twoPayees } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([...twoPayees, { id: 'gone', name: 'Gone', country: 'DE', program: '100200300', standing: 'Inactive' }]);
});
afterAll(() => rig.end());

const rehearse = (...words: string[]) => startScript('scripts/rehearse.ts', words, { ...rig.companionEnv(rig.urls) }).ended;

describe('npm run rehearse', () => {
  it('prints what would happen to each, what it costs and what is wrong, and ends with 3 because not everything goes', async () => {
    const ids = rig.raise([{ payee: 'payee-1', amount: '12.50', currency: 'USD', purpose: 'Invoice 1' }, { payee: 'gone', amount: '1.00', currency: 'USD', purpose: 'Invoice 2' }]);
    const { code, stdout } = await rehearse('--ids', ids.join(','));
    const [name, gone] = ids.map((id) => String(rig.request(id).Name));
    expect(stdout).toMatch(new RegExp(`^${gone} +1\\.00 USD +will be refused +– +Not sent: the provider says the payee is inactive`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${name} +12\\.50 USD +will be paid +–$`, 'm'));
    expect(stdout).toContain('USD: 1 payments, 12.50, estimated fees 1.50');
    expect(stdout).toContain('1 of 2 will be paid; 1 will be refused.');
    expect(code).toBe(3);
    expect(rig.world.calls.count('POST /v4')).toBe(0);
  }, 30_000);

  it('ends with 0 when everything goes, and with 1 and the reason when it can not be answered', async () => {
    const [run = ''] = rig.save('Payment_Run__c', [{ Label__c: 'Month end', Approver__c: rig.people.approver.id }], rig.people.finance);
    const [id = ''] = rig.raise([{ payee: 'payee-2', amount: '9.00', currency: 'EUR', purpose: 'Invoice 3' }]);
    rig.save('Payment_Request__c', [{ Id: id, Payment_Run__c: run }], rig.people.finance);
    expect(await rehearse('--run', run)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 will be paid.') });
    expect(await rehearse('--ids', 'nonsense')).toMatchObject({ code: 1, stderr: expect.stringContaining('is no record id') });
    expect(await rehearse()).toMatchObject({ code: 1, stderr: expect.stringContaining('name a run') });
  }, 30_000);
});
