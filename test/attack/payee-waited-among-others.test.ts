import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOf, issuesOfKind, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

// The shipped proportions: what changed is looked at again for a quarter of an hour, everything once an hour, and patience lasts two hours.
const timing = { ...quickTiming, sweepMs: 250, sweepOverlapMs: 500, fullSweepMs: 5_000, giveUpAfterMs: 10_000 };

describe('a request whose payee the provider can\'t be asked about, where others are paid all the while', () => {
  it('says so on the record, or in an issue', async () => {
    rig = await openAttackRig({ config: { timing } });
    await rig.addPayees([payeeOf('sick'), payeeOf('well')]);
    rig.world.weather.add({ door: 'GET /v4/programs/100200300/payees/sick/status', when: 'before', reply: { status: 500, body: { error: 'oops' } }, times: 10_000 });
    const [sick = ''] = rig.raise([{ payee: 'sick', amount: '20.00', currency: 'USD', purpose: 'Silence' }]);
    rig.approve([sick]);
    for (let nth = 0; nth < 45; nth++) {
      const [well = ''] = rig.raise([{ payee: 'well', amount: `${30 + nth}.00`, currency: 'USD', purpose: `Others ${nth}` }]);
      rig.approve([well]);
      await pause(800);
    }
    expect({ told: reasonOf(rig, sick) !== '' || issuesOf(rig, sick).length > 0 || issuesOfKind(rig, 'payee unclear').length > 0 }).toEqual({ told: true });
  }, 90_000);
});
