import { describe, expect, it } from '@jest/globals';
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

  it('tells which org it is', async () => {
    const { books: b } = testBooks(() => ({ body: JSON.stringify(page({ Id: orgId, IsSandbox: true })) }));
    expect(await b.identity()).toEqual({ orgId, isSandbox: true });
  });
});
