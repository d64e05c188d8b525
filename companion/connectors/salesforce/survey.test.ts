import { describe, expect, it } from '@jest/globals';
import { namesIn } from './names.ts';
import { composite, idOf, orgId, page, partsOf, soqlOf, testBooks } from './test-org.ts';

describe('the survey', () => {
  const row = (namespace: string) => {
    const n = namesIn(namespace);
    return {
      Id: idOf(1), Name: 'PR-000001', CreatedById: '005000000000001AAA', LastModifiedById: '005000000000009AAA', SystemModstamp: '2026-11-20T10:00:00.000+0000',
      [n.request.status]: 'Approved for Payout', [n.request.amount]: 1250.5, [n.request.currency]: 'USD', [n.request.purpose]: 'Royalties',
      [n.request.recipient]: { Id: 'a1R000000000001EAA', [n.recipient.payeeKey]: 'payoneer:sandbox:100:p-1', [n.recipient.status]: 'Active', [n.recipient.verification]: 'Verified' },
      [n.request.fundingAccount]: { [n.funds.program]: '100' },
      [n.request.approvedAmount]: 1250.5, [n.request.approvedCurrency]: 'USD', [n.request.approvedRecipientId]: 'a1R000000000001', [n.request.approvedPayeeKey]: 'payoneer:sandbox:100:p-1',
      [n.request.approvedPurpose]: 'Royalties', [n.request.approvedAt]: '2026-11-20T09:00:00.000+0000', [n.request.approvedById]: '005000000000002', [n.request.submittedById]: '005000000000001AAA',
      ProcessInstances: { records: [{ Id: '04g1', Status: 'Approved', LastActorId: '005000000000002AAA', SubmittedById: '005000000000001AAA', CompletedDate: '2026-11-20T09:00:00.000+0000' }] },
    };
  };

  it.each(['', 'quittance'])('reads requests, actions and settings in one call, in namespace "%s"', async (namespace) => {
    const n = namesIn(namespace);
    const action = { Id: idOf(2), LastModifiedById: '005000000000009AAA', [n.request.status]: 'On Hold', [n.request.action]: 'Release', [n.request.actionReason]: 'checked', [n.request.actionById]: '005000000000003' };
    const broken = { ...row(namespace), Id: idOf(3), [n.request.amount]: 1.234, SystemModstamp: '2026-11-20T11:00:00.000+0000' };
    const { org, books: b } = testBooks(() => composite([200, page(row(namespace), action, broken)], [200, page({ [n.settings.pauseAll]: true, [n.settings.requestLimit]: 1e7, [n.settings.allowSelfApproval]: false })], [200, page({ [n.issue.key]: 'dead letter:x', [n.issue.action]: 'Retry', [n.issue.actionReason]: 'mended', [n.issue.actionById]: '005000000000009' })]), namespace);
    const seen = await b.survey({});
    expect(org.heard).toHaveLength(1);
    expect(seen.requests).toEqual([
      {
        id: idOf(1), name: 'PR-000001', status: 'Approved for Payout', amount: { minor: 125_050, currency: 'USD' }, purpose: 'Royalties', invoiceNumber: undefined, payoutDate: undefined,
        fundingAccountId: undefined, program: '100', createdById: '005000000000001AAA', attempt: 0,
        recipient: { id: 'a1R000000000001EAA', payeeKey: 'payoneer:sandbox:100:p-1', country: undefined, status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: undefined },
        stamp: { amount: { minor: 125_050, currency: 'USD' }, recipientId: 'a1R000000000001EAA', payeeKey: 'payoneer:sandbox:100:p-1', purpose: 'Royalties', approvedAt: '2026-11-20T09:00:00.000Z', approvedById: '005000000000002AAA', submittedById: '005000000000001AAA' },
        evidence: { instanceId: '04g1', actorId: '005000000000002AAA', submittedById: '005000000000001AAA', completedAt: '2026-11-20T09:00:00.000Z' },
      },
    ]);
    expect(seen.actions).toEqual([{ requestId: idOf(2), status: 'On Hold', action: 'Release', reason: 'checked', byId: '005000000000003AAA' }]);
    expect(seen.issueActions).toEqual([{ key: 'dead letter:x', action: 'Retry', reason: 'mended', byId: '005000000000009AAA' }]);
    expect(seen.unreadable).toEqual([{ requestId: idOf(3), why: expect.stringContaining('more decimals') }]);
    expect(seen).toMatchObject({ paused: true, limits: { request: '10000000' }, allowSelfApproval: false, approvalEvidence: 'classic', until: '2026-11-20T11:00:00.000Z' });
  });

  it('asks for waiting states since the watermark, and for every action of a request whose approval is not running', async () => {
    const { org, books: b } = testBooks(() => composite([200, page()], [200, page()], [200, page()]), 'quittance');
    await b.survey({ since: '2026-11-20T09:45:00.000Z' });
    const [requests, settings] = partsOf(org.heard[0]!).map(soqlOf);
    expect(requests).toContain("WHERE (quittance__Status__c IN ('Approved for Payout','Scheduled','Awaiting Funds') AND SystemModstamp >= 2026-11-20T09:45:00.000Z) OR (quittance__Requested_Action__c != null AND quittance__Status__c != 'Submitted')");
    expect(requests).toContain('quittance__Recipient__r.quittance__Payee_Key__c');
    expect(requests).toContain('FROM ProcessInstances');
    expect(settings).toContain(`FROM quittance__Quittance_Settings__c WHERE SetupOwnerId = '${orgId}'`);
  });

  it('never goes on without the kill switch', async () => {
    const { books: b } = testBooks(() => composite([200, page()], [400, [{ errorCode: 'INVALID_TYPE', message: 'no such object' }]], [200, page()]));
    await expect(b.survey({})).rejects.toMatchObject({ kind: 'unmapped' });
  });

  it('does not let a watermark reach the query as anything but a moment', async () => {
    await expect((async () => testBooks(() => composite()).books.survey({ since: "2026' OR Name != '" }))()).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('does not take half a stamp for an approval', async () => {
    const half = { ...row(''), Submitted_By_Id__c: null };
    const { books: b } = testBooks(() => composite([200, page(half)], [200, page()], [200, page()]));
    expect((await b.survey({})).requests[0]?.stamp).toBeUndefined();
  });

  it.each(['Pending', 'Rejected', 'Removed'])('does not take a process instance that is %s for evidence', async (Status) => {
    const other = { ...row(''), ProcessInstances: { records: [{ ...row('').ProcessInstances.records[0], Status }] } };
    const { books: b } = testBooks(() => composite([200, page(other)], [200, page()], [200, page()]));
    expect((await b.survey({})).requests[0]?.evidence).toBeUndefined();
  });
});
