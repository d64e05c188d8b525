import { describe, expect, it } from '@jest/globals';
import { namesIn } from './names.ts';
import { composite, idOf, orgId, page, partsOf, saved, soqlOf, testBooks, userId } from './test-org.ts';

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

  it.each(['', 'quittance'])('reads requests, actions, settings and funding accounts in one call, in namespace "%s"', async (namespace) => {
    const n = namesIn(namespace);
    const action = { Id: idOf(2), CreatedById: '005000000000007AAA', LastModifiedById: '005000000000009AAA', [n.request.status]: 'On Hold', [n.request.action]: 'Release', [n.request.actionReason]: 'checked', [n.request.actionById]: '005000000000003' };
    const account = { Id: 'a0F000000000001EAA', Name: 'FA-0001', [n.funds.key]: 'payoneer:sandbox:100', [n.funds.name]: null, [n.funds.currency]: 'JPY', [n.funds.schedule]: 'Daily', [n.funds.cutOff]: '16:00', [n.funds.payoutDays]: 'Monday;Friday', [n.funds.threshold]: 1000.5 };
    const broken = { ...row(namespace), Id: idOf(3), [n.request.amount]: 1.234, SystemModstamp: '2026-11-20T11:00:00.000+0000' };
    const { org, books: b } = testBooks(() => composite([200, page(row(namespace), action, broken)], [200, page({ [n.settings.pauseAll]: true, [n.settings.requestLimit]: 1e7, [n.settings.allowSelfApproval]: false })], [200, page({ [n.issue.key]: 'dead letter:x', [n.issue.action]: 'Retry', [n.issue.actionReason]: 'mended', [n.issue.actionById]: '005000000000009' })], [200, page()], [200, page(account)]), namespace);
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
    expect(seen.actions).toEqual([{ requestId: idOf(2), status: 'On Hold', action: 'Release', reason: 'checked', byId: '005000000000003AAA', approved: false, interested: ['005000000000007AAA'] }]);
    expect(seen.issueActions).toEqual([{ key: 'dead letter:x', action: 'Retry', reason: 'mended', byId: '005000000000009AAA', shown: expect.objectContaining({ key: 'dead letter:x', severity: 'Warning', count: 1 }) }]);
    expect(seen.fundingAccounts).toEqual([{ id: 'a0F000000000001EAA', key: 'payoneer:sandbox:100', name: 'FA-0001', currency: 'JPY', thresholdMinor: 1_000, words: { schedule: 'Daily', cutOff: '16:00', timeZone: undefined, payoutDays: 'Monday;Friday' } }]);
    expect(seen.unreadable).toEqual([{ requestId: idOf(3), why: expect.stringContaining('more decimals') }]);
    expect(seen).toMatchObject({ paused: true, limits: { request: '10000000' }, allowSelfApproval: false, approvalEvidence: 'classic', until: '2026-11-20T11:00:00.000Z' });
  });

  it('asks for waiting states since the watermark, and for every action of a request whose approval is not running', async () => {
    const { org, books: b } = testBooks(() => composite([200, page()], [200, page()], [200, page()], [200, page()], [200, page()]), 'quittance');
    await b.survey({ since: '2026-11-20T09:45:00.000Z' });
    const [requests, settings] = partsOf(org.heard[0]!).map(soqlOf);
    expect(requests).toContain("WHERE (quittance__Status__c IN ('Approved for Payout','Scheduled','Awaiting Funds') AND SystemModstamp >= 2026-11-20T09:45:00.000Z) OR (quittance__Requested_Action__c != null AND quittance__Status__c != 'Submitted')");
    expect(requests).toContain('quittance__Recipient__r.quittance__Payee_Key__c');
    expect(requests).toContain('FROM ProcessInstances');
    expect(settings).toContain(`FROM quittance__Quittance_Settings__c WHERE SetupOwnerId = '${orgId}'`);
  });

  it('never goes on without the kill switch', async () => {
    const { books: b } = testBooks(() => composite([200, page()], [400, [{ errorCode: 'INVALID_TYPE', message: 'no such object' }]], [200, page()], [200, page()], [200, page()]));
    await expect(b.survey({})).rejects.toMatchObject({ kind: 'unmapped' });
  });

  it('never goes on without the funding accounts, which may have a schedule', async () => {
    const { books: b } = testBooks(() => composite([200, page(row(''))], [200, page()], [200, page()], [200, page()], [400, [{ errorCode: 'INVALID_FIELD', message: 'no such column' }]]));
    await expect(b.survey({})).rejects.toMatchObject({ kind: 'unmapped' });
  });

  it('does not let a watermark reach the query as anything but a moment', async () => {
    await expect((async () => testBooks(() => composite()).books.survey({ since: "2026' OR Name != '" }))()).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('does not take half a stamp for an approval', async () => {
    const half = { ...row(''), Submitted_By_Id__c: null };
    const { books: b } = testBooks(() => composite([200, page(half)], [200, page()], [200, page()], [200, page()], [200, page()]));
    expect((await b.survey({})).requests[0]?.stamp).toBeUndefined();
  });

  it.each([['2026-11-20T10:00:00.000+0000', true], ['2026-11-20T09:00:00.000+0000', false], [null, undefined]])('reads whether the approval that stands was stopped, %s', async (Stopped_Approval_At__c, wanted) => {
    const stopped = { ...row(''), Approved_At__c: '2026-11-20T10:00:00.000+0000', Stopped_Approval_At__c };
    const { books: b } = testBooks(() => composite([200, page(stopped)], [200, page()], [200, page()], [200, page()], [200, page()]));
    expect((await b.survey({})).requests[0]?.isStopped).toBe(wanted);
  });

  it.each(['', 'quittance'])('reads what is owed in another currency, in namespace "%s"; half of it is none', async (namespace) => {
    const n = namesIn(namespace);
    const both = { ...row(namespace), [n.conversion.owedAmount]: 900.5, [n.conversion.owedCurrency]: 'EUR' };
    const { org, books: b } = testBooks(() => composite([200, page(both, { ...both, [n.conversion.owedAmount]: null }, { ...both, [n.conversion.owedCurrency]: null })], [200, page()], [200, page()], [200, page()], [200, page()]), namespace);
    expect((await b.survey({})).requests.map(({ owed }) => owed)).toEqual([{ minor: 90_050, currency: 'EUR' }, undefined, undefined]);
    expect(partsOf(org.heard[0]!).map(soqlOf)[0]).toContain(`, ${n.conversion.owedAmount}, ${n.conversion.owedCurrency}, `);
  });

  it.each(['Pending', 'Rejected', 'Removed'])('does not take a process instance that is %s for evidence', async (Status) => {
    const other = { ...row(''), ProcessInstances: { records: [{ ...row('').ProcessInstances.records[0], Status }] } };
    const { books: b } = testBooks(() => composite([200, page(other)], [200, page()], [200, page()], [200, page()], [200, page()]));
    expect((await b.survey({})).requests[0]?.evidence).toBeUndefined();
  });

  describe('of a payment run', () => {
    const run = 'a0R000000000001AAA';
    const on = { ...row(''), Payment_Run__c: run, ProcessInstances: null };
    const seen = async (totals: string | null, ...sums: readonly object[]) => {
      const { org, books: b } = testBooks((_, nth) => nth === 1 ? composite([200, page(on)], [200, page()], [200, page()], [200, page()], [200, page()]) : composite([200, page({ Id: run, Name: 'RUN-000007', Totals__c: totals, ProcessInstances: row('').ProcessInstances })], [200, page(...sums)]));
      const [request] = (await b.survey({})).requests;
      return { request, calls: org.heard.length };
    };

    it.each([['semicolons', '; '], ['line breaks, as runs of before', '\n']])('takes the run’s approval for that of each request, with one call more, its totals apart by %s', async (_, apart) => {
      const { request, calls } = await seen(`1,250.50 USD in 1 request${apart}5,000 JPY in 2 requests`, { run, currency: 'USD', total: 1250.5, requests: 1 }, { run, currency: 'JPY', total: 5000.000000001, requests: 2 });
      expect([request?.evidence?.instanceId, request?.runTrouble, calls]).toEqual(['04g1', undefined, 2]);
    });

    it.each([
      ['more money than its approver was shown', '1,250.50 USD in 2 requests', { currency: 'USD', total: 1250.51, requests: 2 }, 'RUN-000007 now holds 2 approved requests of 1,250.51 USD, and its approver was shown 2 of 1,250.50 USD'],
      ['more requests', '1,250.50 USD in 1 request', { currency: 'USD', total: 1250.5, requests: 2 }, 'was shown 1 of 1,250.50 USD'],
      ['another currency', '1,250.50 USD in 1 request', { currency: 'EUR', total: 1, requests: 1 }, 'was shown 0 of 0.00 EUR'],
      ['totals nobody can read', 'about a thousand', { currency: 'USD', total: 1, requests: 1 }, `its totals can't be read ("about a thousand")`],
      ['no totals', null, { currency: 'USD', total: 1, requests: 1 }, 'was shown 0 of 0.00 USD'],
    ])('finds that it holds %s', async (_, totals, sums, why) => {
      expect((await seen(totals, { run, ...sums })).request?.runTrouble).toContain(why);
    });

    it('lets requests on that did not follow the approval of their run, by saving the run as it is', async () => {
      const { org, books: b } = testBooks((_, nth) => nth === 1 ? composite([200, page()], [200, page()], [200, page()], [200, page({ Id: run })], [200, page()]) : composite([200, [saved(run)]]));
      await b.survey({});
      expect(soqlOf(partsOf(org.heard[0]!)[3]!)).toBe(`SELECT Id FROM Payment_Run__c WHERE Status__c IN ('Approved','Rejected','Recalled') AND LastModifiedById != '${userId}' AND Id IN (SELECT Payment_Run__c FROM Payment_Request__c WHERE Status__c = 'Submitted' AND Payment_Run__c != null)`);
      expect(org.heard.slice(1).map((call) => partsOf(call))).toEqual([[expect.objectContaining({ method: 'PATCH', body: { allOrNone: false, records: [{ attributes: { type: 'Payment_Run__c' }, id: run }] } })]]);
    });

    it('goes on when the question about such runs can not be answered', async () => {
      const { books: b } = testBooks(() => composite([200, page(row(''))], [200, page()], [200, page()], [400, [{ errorCode: 'MALFORMED_QUERY', message: 'no' }]], [200, page()]));
      expect((await b.survey({})).requests).toHaveLength(1);
    });
  });
});
