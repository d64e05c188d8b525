import { afterEach, describe, expect, it } from '@jest/globals';
import { settleIssues } from '../../companion/engine/settle-issues.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { eventually } from '../flows/eventually.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a recipient whose payee id an administrator empties while a payout to it is not over', () => {
  it('does not keep the companion from starting, and everybody else from being paid', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 } });
    await rig.addPayees([payeeOf('gone'), payeeOf('well')]);
    const [id = ''] = rig.raise([{ payee: 'gone', amount: '9.00', currency: 'USD', purpose: 'Gone' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    rig.save('Recipient_Account__c', [{ Id: rig.recipients.get('gone') ?? '', Payee_Key__c: null }], rig.people.admin);
    await expect(rig.restart()).resolves.toBeDefined();
    const [next = ''] = rig.raise([{ payee: 'well', amount: '8.00', currency: 'USD', purpose: 'Well' }]);
    rig.approve([next]);
    await rig.until([next], ['In Progress', 'Completed'], 8_000);
  }, 60_000);
});

describe('a person who discards the dead letters of one hour', () => {
  it('does not discard those of another, which have an issue of their own and nobody has looked at', async () => {
    rig = await openAttackRig();
    const { store, office } = rig.companion.assembly;
    const bury = async (key: string, hour: string): Promise<number> => {
      await store.inbox.keep({ connection: 'payoneer', event: 'sent-to-bank', key, flags: [], request: { method: 'POST', url: 'x', headers: [], body: Buffer.from(key) } });
      const [row] = await rig.database.query<{ id: number }>("select id from letter where key = $1", [key]);
      const at = Date.parse(`${hour}:30:00Z`);
      await rig.database.query("update letter set state = 'dead', settled_at = $2, received_at = $2, problem = 'unreadable', issue = $3 where id = $1", [row?.id, at, `dead letter:payoneer/sent-to-bank:${hour}`]);
      await rig.database.query(
        "insert into issue (key, kind, source, severity, first_at, last_at, summary, detail, excerpt, letter_id, count) values ($1, 'dead letter', 'payoneer/sent-to-bank', 'Warning', $2, $2, 's', 'd', '', $3, 1)",
        [`dead letter:payoneer/sent-to-bank:${hour}`, at, row?.id],
      );
      return row?.id ?? 0;
    };
    await bury('junk', '2026-11-20T10');
    const precious = await bury('precious', '2026-11-20T11');
    await settleIssues(office, [{ key: 'dead letter:payoneer/sent-to-bank:2026-11-20T10', action: 'Discard', reason: 'Junk', byId: rig.people.admin.id, shown: undefined }], Date.now());
    await eventually(async () => expect((await store.inbox.read(precious))?.state).toBe('dead'), 1_000);
  }, 30_000);
});
