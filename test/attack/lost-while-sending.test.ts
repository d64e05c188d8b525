import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectNeverSent, issuesOf, issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a store lost while a request stood at Sending, whose submission never left', () => {
  it('asks, gives the request to a person, ends its recovery, and pays what comes next', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const died = Promise.withResolvers<never>();
    // It may die before it comes to send.
    died.promise.catch(() => undefined);
    aroundSend(rig.companion, () => died.promise);
    const [id = '', next = ''] = rig.raise(['7.00', '8.00'].map((amount) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Lost' })));
    rig.approve([id]);
    await rig.until([id], ['Sending']);
    rig.hold.dead = true;
    died.reject(new Error('the process died'));
    await emptyStore(rig.database);
    await rig.restart();
    rig.approve([next]);
    await rig.until([id], ['On Hold'], 12_000);
    await rig.until([next], ['Completed'], 12_000);
    expect((await rig.companion.assembly.store.installation.read())?.mode).toBe('normal');
    expectNeverSent(rig, [id]);
    expect(paidTimes(rig, next)).toBe(1);
    await eventually(() => expect(issuesOf(rig, id)).toEqual(['outcome unknown']));
    expect(issuesOfKind(rig, 'forbidden move')).toEqual([]);
  }, 60_000);
});
