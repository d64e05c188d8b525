import { describe, expect, it } from '@jest/globals';
import { namesIn } from './names.ts';
import { idOf, orgId, page, soqlOf, testBooks } from './test-org.ts';

describe('claims and identity', () => {
  it('asks for open reservations and for those of newer ledgers', async () => {
    const { org, books: b } = testBooks(() => ({ body: JSON.stringify(page()) }));
    expect(await b.claims({ epoch: 2, sequence: 40, version: 77 })).toEqual([]);
    expect(soqlOf({ url: org.heard[0]!.path })).toContain(
      "WHERE Reference__c != null AND (Status__c NOT IN ('Completed','Failed','Returned','Cancelled') OR Ledger_Epoch__c > 2 OR (Ledger_Epoch__c = 2 AND Ledger_Sequence__c > 40) OR Companion_Version__c > 77)",
    );
  });

  it('does not overlook a claim that it can not read', async () => {
    const { books: b } = testBooks(() => ({ body: JSON.stringify(page({ Id: idOf(1), Name: 'PR-1', Reference__c: `${idOf(1)}-01`, Status__c: 'Paid somehow' })) }));
    await expect(b.claims({ epoch: 0, sequence: 0, version: 0 })).rejects.toMatchObject({ kind: 'unmapped', message: expect.stringContaining('Paid somehow') });
  });

  it('tells of a recipient who was changed since: the payee as it stands where it would be paid again, else the one it was sent to', async () => {
    const { request: n, recipient } = namesIn('');
    const row = {
      Id: idOf(1), Name: 'PR-1', CreatedById: '005000000000001AAA', SystemModstamp: '2026-11-20T10:00:00.000+0000', [n.reference]: `${idOf(1)}-01`, [n.status]: 'Awaiting Funds', [n.amount]: 12.5, [n.currency]: 'USD',
      [n.approvedPayeeKey]: 'payoneer:sandbox:100:old', [n.recipient]: { Id: 'a1R000000000001EAA', [recipient.payeeKey]: 'payoneer:sandbox:100:new' },
    };
    const { org, books: b } = testBooks(() => ({ body: JSON.stringify(page(row)) }));
    const payeeOf = (claims: Awaited<ReturnType<typeof b.claims>>): unknown => claims.map(({ request }) => request.recipient.payeeKey);
    expect(payeeOf(await b.reserved([`${idOf(1)}-01`]))).toEqual(['payoneer:sandbox:100:new']);
    expect(org.heard).toHaveLength(1);
    expect(payeeOf(await b.claims({ epoch: 0, sequence: 0, version: 0 }))).toEqual(['payoneer:sandbox:100:old']);
    expect(payeeOf(await b.endedSince('2026-11-20T09:00:00.000Z'))).toEqual(['payoneer:sandbox:100:old']);
    expect(soqlOf({ url: org.heard.at(-1)!.path })).toContain("WHERE Reference__c != null AND Status__c IN ('Completed','Failed','Returned','Cancelled') AND SystemModstamp >= 2026-11-20T09:00:00.000Z ORDER BY Id");
  });

  it('tells which org it is', async () => {
    const { books: b } = testBooks(() => ({ body: JSON.stringify(page({ Id: orgId, IsSandbox: true })) }));
    expect(await b.identity()).toEqual({ orgId, isSandbox: true });
  });
});
