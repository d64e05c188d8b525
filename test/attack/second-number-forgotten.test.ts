import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('what was reserved, given back, and sent under its next number', () => {
  it.each([true, false])('is not sent under its first number where the store loses all that since (versions go back too: %s)', async (versionsToo) => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, config: { timing: { ...quickTiming, pauseFreshMs: 0 } }, policies: { transferredAfterMs: 1_000 } });
    await rig.addPayees([payeeOf('p')]);
    const q = <T extends object>(sql: string, params: readonly unknown[] = []) => rig.database.query<T & Record<string, unknown>>(sql, params);
    const books = rig.companion.assembly.books as { paused: PayoutBooks['paused'] };
    const { paused } = books;
    const copy: { attempts: { reference: string; request_id: string; planned_by: string; batch_id: string }[]; payments: Record<string, unknown>[]; batches: Record<string, unknown>[]; version: number; sequence: number } = { attempts: [], payments: [], batches: [], version: 0, sequence: 0 };
    let settingsId = '';
    books.paused = async () => {
      // Between two batches: the outcome of the first is committed, the second is reserved.
      const sent = await q("select 1 from attempt where stage in ('accepted','settled')");
      const left = await q<{ reference: string; request_id: string; planned_by: string; batch_id: string }>("select reference, request_id, planned_by, batch_id from attempt where stage = 'reserved'");
      if (!settingsId && sent.length && left.length) {
        copy.attempts = [...left];
        copy.payments = [...(await q('select request_id, state, attempt, batch_id, reason from payment where request_id = any($1::text[])', [left.map((row) => row.request_id)]))];
        copy.batches = [...(await q('select id, stage, requested_count, requested_minor from batch where id = any($1::text[])', [left.map((row) => row.batch_id)]))];
        copy.version = Number((await q<{ last_value: number }>('select last_value from outbox_version'))[0]?.last_value);
        copy.sequence = Number((await q<{ sequence: number }>('select sequence from installation'))[0]?.sequence);
        settingsId = openOrgSettings(rig, { Pause_All__c: true });
      }
      return paused();
    };
    const ids = rig.raise(['9.00', '8.00'].map((amount) => ({ payee: 'p', amount, currency: 'USD', purpose: `Pay ${amount}` })));
    rig.approve(ids);
    await eventually(() => expect(settingsId).not.toBe(''), 15_000);
    const id = copy.attempts[0]?.request_id ?? '';
    await eventually(async () => expect((await q<{ stage: string }>('select stage from attempt where request_id = $1', [id]))[0]?.stage).toBe('withdrawn'), 10_000);
    await rig.until([id], ['Approved for Payout'], 10_000);
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await eventually(() => expect(postedTimes(rig, id)).toEqual({ [`${id}-02`]: 1 }), 15_000);
    await rig.until([id], ['In Progress', 'Completed'], 10_000);
    await pause(500);
    // The last commits are lost.
    await rig.database.transaction(async () => {
      await q(`delete from attempt where reference = $1`, [`${id}-02`]);
      for (const row of copy.attempts) await q("update attempt set stage = 'reserved', planned_by = $2 where reference = $1", [row.reference, row.planned_by]);
      for (const row of copy.payments) await q('update payment set state = $2, attempt = $3, batch_id = $4, reason = $5 where request_id = $1', [row.request_id, row.state, row.attempt, row.batch_id, row.reason]);
      for (const row of copy.batches) await q('update batch set stage = $2, requested_count = $3, requested_minor = $4, settled_at = null where id = $1', [row.id, row.stage, row.requested_count, row.requested_minor]);
      await q("delete from outbox where key like $1", [`${id}%`]);
      if (versionsToo) await q("select setval('outbox_version', $1::bigint)", [copy.version]);
      await q('update installation set sequence = $1', [copy.sequence]);
    });
    await pause(8_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 90_000);
});
