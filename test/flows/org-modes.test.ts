import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { threeInvoices } from './debts.ts';
import { openQuickRig } from './quick-rig.ts';
import { eventually } from './eventually.ts';
import { twoPayees } from './programs-and-payees.ts';
import { expectPaidOnce, transactionsOf } from './witnesses.ts';

const modes = [null, 'quittance'].flatMap((namespace) => [true, false].map((approvalUpdatesStartFlows) => ({ namespace, approvalUpdatesStartFlows })));
const inWords = ({ namespace, approvalUpdatesStartFlows }: (typeof modes)[number]): string =>
  `${namespace === null ? 'deployed from source' : `installed as ${namespace}`}, where the approval's field updates ${approvalUpdatesStartFlows ? 'start' : 'do not start'} flows`;

describe.each(modes.map((mode) => [inWords(mode), mode] as const))('in an org %s', (_, { namespace, approvalUpdatesStartFlows }) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openQuickRig({ namespace, orgPolicies: { approvalUpdatesStartFlows } });
    await rig.addPayees(twoPayees.map((each) => ({ ...each, receives: 'EUR' })));
  });
  afterAll(() => rig.end());

  it('the mass payout ends well: each paid once, with payout id, status and fee', async () => {
    const published: string[] = [];
    rig.org.org.onPublished(({ event, row }) => published.push(`${event} ${String(row.Kind__c)}`));
    const ids = rig.raise(threeInvoices);
    rig.approve(ids);
    await rig.until(ids, ['Completed']);
    expectPaidOnce(rig, ids);
    expect(published.includes('Work_Requested__e payout.approved')).toBe(approvalUpdatesStartFlows);
    for (const id of ids)
      await eventually(() => expect(transactionsOf(rig, id)).toMatchObject([{ Fee_Basis__c: 'Estimated', Fee_Amount__c: '1.5', Payout_Id__c: expect.stringMatching(/^\d+$/) }]));
  }, 40_000);
});
