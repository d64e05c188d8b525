import { afterEach, describe, expect, it } from '@jest/globals';
import type { Companion } from '../../companion/start.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { openSecondCompanion } from './second-companion.ts';

let rig: AttackRig;
let other: Companion | undefined;
afterEach(async () => {
  await other?.close();
  await rig.end();
});

describe('two stores under one companion id, both alive for long', () => {
  it('pay nobody twice, and when one of them is stopped everything is paid', async () => {
    rig = await openAttackRig({ policies: { duplicate: 'pay-again', transferredAfterMs: 1_000 } });
    await rig.addPayees([payeeOf('p')]);
    other = await openSecondCompanion(rig);
    const all: string[] = [];
    for (let round = 0; round < 5; round++) {
      const ids = rig.raise([0, 1, 2].map((n) => ({ payee: 'p', amount: `${10 + round}.0${n}`, currency: 'USD', purpose: 'Two' })));
      rig.approve(ids);
      all.push(...ids);
      await pause(1_500);
    }
    await pause(3_000);
    await other.close();
    await pause(12_000);
    expect(all.map((id) => paidTimes(rig, id)).filter((n) => n > 1)).toEqual([]);
    expect(rig.statuses(all).filter((status) => status !== 'Completed')).toEqual([]);
  }, 90_000);
});
