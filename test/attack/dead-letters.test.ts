import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Webhooks } from '../../companion/connectors/connector.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { postSignedWebhook } from '../flows/signed-webhook.ts';
import { issuesOfKind } from '../flows/witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig();
});
afterAll(() => rig.end());

/** Until it is mended, nobody here can read what the provider says. @returns what mends it */
function makeUnreadable(): () => void {
  const sender = rig.companion.assembly.senders['payoneer'] as { read: Webhooks['read'] };
  const { read } = sender;
  sender.read = () => {
    throw new Error('a field has another form than documented');
  };
  return () => void (sender.read = read);
}

const post = (kind: string, reference: string) => postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/${kind}`, JSON.stringify({ IntPaymentId: reference }));
const lettersOf = (event: string) => rig.companion.db.query<{ state: string; tries: number }>('select state, tries from letter where event = $1 order by id', [event]);
const issueOf = (event: string): Row => issuesOfKind(rig, 'dead letter').find((row) => row.Source__c === `payoneer/${event}`) ?? {};
const ask = (issue: Row, action: string, reason: string | null): string[] => rig.save('Sync_Issue__c', [{ Id: issue.Id ?? null, Requested_Action__c: action, Requested_Reason__c: reason }], rig.people.admin);
const settled = (event: string): Promise<void> => eventually(() => expect(issueOf(event).Requested_Action__c ?? null).toBeNull());

/** As where an administrator has switched off the rule that asks for a reason. */
function withoutItsRule(work: () => void): void {
  const rules = rig.org.org.schema.get('Sync_Issue__c')?.validationRules ?? [];
  const kept = rules.splice(0);
  rules.push(...kept.filter(({ name }) => name !== 'Action_Needs_Reason'));
  work();
  rules.splice(0, rules.length, ...kept);
}

describe('letters that nobody could read', () => {
  it('are all taken up again when a person asks for a retry on the one issue that stands for them, and only when a reason is given', async () => {
    const mend = makeUnreadable();
    const [event, other] = ['account-loaded', 'cancel-payout'];
    for (const nth of [1, 2, 3]) expect((await post(event, `somebody-elses-${nth}`)).status).toBe(200);
    await post(other, 'somebody-elses-4');
    await eventually(async () => expect((await lettersOf(event)).map(({ state }) => state)).toEqual(['dead', 'dead', 'dead']));
    await eventually(() => expect([issueOf(event).Status__c, issueOf(other).Status__c]).toEqual(['Open', 'Open']));
    mend();

    expect(() => ask(issueOf(event), 'Retry', null)).toThrow(/Say why: Requested Reason is blank/);
    withoutItsRule(() => ask(issueOf(event), 'Retry', null));
    await settled(event);
    expect(issueOf(event)).toMatchObject({ Status__c: 'Open', Detail__c: expect.stringMatching(/^Retry needs a reason\. Write one and ask again\./) });
    expect((await lettersOf(event)).map(({ state }) => state)).toEqual(['dead', 'dead', 'dead']);
    await pause(300);

    ask(issueOf(event), 'Retry', 'The new release reads them');
    await settled(event);
    await eventually(async () => expect((await lettersOf(event)).map(({ state }) => state)).toEqual(['done', 'done', 'done']));
    await eventually(() => expect(issueOf(event).Status__c).toBe('Resolved'));
    await eventually(() => expect(issuesOfKind(rig, 'unknown reference')).toHaveLength(1));
    expect((await lettersOf(other)).map(({ state }) => state)).toEqual(['dead']);
    expect(issueOf(other).Status__c).toBe('Open');
  });
});
