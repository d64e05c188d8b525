import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const program = '100200300';

/** Waits for funds, is held on somebody's wish, and the store is put back to what it was (`as`) before that. */
async function forgot(as: string, putBack: boolean): Promise<string> {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  const wallet = rig.payoneer.state.programs.get(program)?.wallet;
  if (wallet) wallet.minor = 0;
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Stop me' }]);
  rig.approve([id], rig.people.admin);
  await rig.until([id], ['Awaiting Funds']);
  await pause(500);
  rig.ask(id, 'Hold', 'Paid by cheque: do not pay', rig.people.finance);
  await rig.until([id], ['On Hold']);
  await answered(rig, id);
  await pause(500);
  if (putBack) await rig.database.query(`update payment set state = 'Awaiting Funds', reason = null, stop_wish = null, answered_at = null, action_cleared_at = null, ${as} where request_id = $1`, [id]);
  return id;
}

describe('a store put back to before a Hold', () => {
  it.each([true, false])('does not let the approver alone release what somebody else holds (put back: %s)', async (putBack) => {
    const id = await forgot('answered_action = null', putBack);
    await rig.restart();
    await pause(1_000);
    rig.ask(id, 'Release', 'I approved it', rig.people.admin);
    await answered(rig, id);
    await rig.payoneer.fund(program, 500_00);
    await pause(5_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['On Hold']]);
  }, 60_000);

  it('does not let it go on by the answer to a Release before that Hold, which the copy had still to tell', async () => {
    const id = await forgot("answered_action = 'Release 005000000000009AAA', clears_action = true, lets_go_on = true", true);
    await rig.database.query("select setval('outbox_version', 3)");
    await rig.database.query("insert into outbox (kind, key, version, due_at) values ('request', $1, 10000000002, 0)", [id]);
    await rig.restart();
    await rig.payoneer.fund(program, 500_00);
    await pause(6_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
