import { afterEach, describe, expect, it } from '@jest/globals';
import type { Inbox } from '../../companion/store/inbox.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { postSignedWebhook } from '../flows/signed-webhook.ts';
import { issuesOfKind } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const letters = () => rig.database.query<{ state: string }>('select state from letter');

/** A verified letter nobody can read: the reference is missing. */
const post = () => postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/account-loaded`, JSON.stringify({ Nothing: 'known' }));

/** Something happens in the moment after the letter was buried. */
function afterBurying(then: () => unknown): void {
  const inbox = rig.companion.assembly.store.inbox as { bury: Inbox['bury'] };
  const real = inbox.bury;
  inbox.bury = async (...buried) => {
    await real(...buried);
    await then();
  };
}

describe('a letter that was acknowledged and can not be read', () => {
  it('is told to a person though the process dies in the moment after it was buried', async () => {
    rig = await openAttackRig();
    const { hold } = rig;
    afterBurying(() => void (hold.dead = true));
    expect((await post()).status).toBe(200);
    await eventually(() => expect(hold.dead).toBe(true));
    await pause(300);
    await rig.restart();
    await eventually(() => expect(issuesOfKind(rig, 'dead letter').length).toBe(1), 10_000);
    expect((await letters()).map(({ state }) => state)).toEqual(['dead']);
  }, 40_000);

  it('is taken up again by a person\'s retry though the hour struck between its burial and the telling', async () => {
    rig = await openAttackRig();
    // Two readings of the clock: the burial was the last millisecond of the hour before.
    afterBurying(() => rig.database.query('update letter set settled_at = $1', [Math.floor(Date.now() / 3_600_000) * 3_600_000 - 1]));
    expect((await post()).status).toBe(200);
    await eventually(() => expect(issuesOfKind(rig, 'dead letter').length).toBe(1), 10_000);
    let takenUp = 0;
    afterBurying(() => void (takenUp += 1));
    const [issue = {}] = issuesOfKind(rig, 'dead letter');
    rig.save('Sync_Issue__c', [{ Id: issue.Id ?? null, Requested_Action__c: 'Retry', Requested_Reason__c: 'Read it again' }], rig.people.admin);
    await eventually(() => expect(takenUp).toBe(1), 10_000);
    // Nobody can read it still: it is dead again, and the issue says so.
    await eventually(async () => expect((await letters()).map(({ state }) => state)).toEqual(['dead']));
    await eventually(() => expect(issuesOfKind(rig, 'dead letter').map((row) => row.Status__c)).toEqual(['Open']));
  }, 40_000);
});
