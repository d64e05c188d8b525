import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a Hold of what was reserved and had not left, answered while the batch before was on its way', () => {
  it('is heeded where the store then loses its last commits', async () => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' } });
    await rig.addPayees([payeeOf('p')]);
    const ids = rig.raise(['9.00', '8.00'].map((amount) => ({ payee: 'p', amount, currency: 'USD', purpose: `Pay ${amount}` })));
    let held = '';
    let sends = 0;
    aroundSend(rig.companion, async (real, batch) => {
      sends += 1;
      if (sends > 1) return real();
      const sent = await real();
      held = ids.find((id) => id !== batch[0]?.requestId) ?? '';
      // What the store had committed by now.
      const attempts = await rig.database.query<{ reference: string; stage: string; planned_by: string; batch_id: string }>('select reference, stage, planned_by, batch_id from attempt where request_id = $1', [held]);
      const [payment] = await rig.database.query<Record<string, unknown>>('select state, attempt, batch_id from payment where request_id = $1', [held]);
      rig.ask(held, 'Hold', 'Paid by cheque: do not pay', rig.people.admin);
      await rig.until([held], ['On Hold'], 15_000);
      await answered(rig, held);
      await pause(300);
      // Its last commits are lost.
      await rig.database.query("update batch set stage = 'intent', requested_count = 1, requested_minor = (select amount_minor from payment where request_id = $2), settled_at = null where id = $1", [payment?.batch_id, held]);
      for (const row of attempts) await rig.database.query('update attempt set stage = $2, planned_by = $3 where reference = $1', [row.reference, row.stage, row.planned_by]);
      await rig.database.query("update payment set state = $2, attempt = $3, batch_id = $4, reason = null, stop_wish = null, answered_action = null, answered_at = null, clears_action = false, action_cleared_at = null where request_id = $1", [held, payment?.state, payment?.attempt, payment?.batch_id]);
      return sent;
    });
    rig.approve(ids);
    await eventually(() => expect(held).not.toBe(''), 15_000);
    await pause(12_000);
    expect([paidTimes(rig, held), rig.statuses([held])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
