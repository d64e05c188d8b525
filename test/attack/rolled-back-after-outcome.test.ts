import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOfKind, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** A standby takes over that had received nothing since the row stood so, and the process runs on. */
async function rollBack(id: string, stage: 'reserved' | 'intent'): Promise<void> {
  const { db } = rig.companion.assembly.store;
  await db.transaction(async () => {
    await db.query(`update attempt set stage = $2, posted = 0, body_hash = null, sent_at = null, unknown_since = null, asked = 0, asked_at = null, next_ask_at = null, provider_status = null, provider_raw = null, payout_id = null, timeline = '[]'::jsonb where request_id = $1`, [id, stage]);
    await db.query('update payment set state = $2, attempt = $3, reason = null where request_id = $1', [id, stage === 'reserved' ? 'Sending' : 'Approved for Payout', stage === 'reserved' ? 1 : 0]);
    await db.query("update batch set stage = 'intent', sent_at = null, body_hash = null");
    await db.query("delete from outbox where kind in ('request', 'transaction', 'batch')");
    await db.query("insert into timer (kind, key, due_at, since) values ('send', 'payoneer/100200300/USD', $1, $1) on conflict (kind, key) do update set due_at = excluded.due_at, claimed = false", [Date.now() + 50]);
  });
}

describe('a database server that comes back without its last commits just after the outcome of a submission was written', () => {
  it.each(['reserved', 'intent'] as const)('does not make the running companion send it again: the store has it as %s', async (stage) => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 2_000 } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const { ledger } = rig.companion.assembly.store;
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' }]);
    rig.approve([id]);
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]?.stage).toBe('accepted'));
    await rollBack(id, stage);
    await eventually(() => expect(issuesOfKind(rig, 'recovery')).toHaveLength(1));
    await rig.until([id], ['Completed']);
    expect([paidTimes(rig, id), postedTimes(rig, id)]).toEqual([1, { [`${id}-01`]: 1 }]);
    // It was enough to ask: the companion goes on.
    await eventually(async () => expect((await rig.companion.assembly.store.installation.read())?.mode).toBe('normal'));
  }, 60_000);
});
