import type { OutsideWorld } from '../../scripts/outside-world.ts';

interface Old {
  readonly payments: number;
  readonly recipients: number;
  /** Of every ten payments one was returned and one failed. */
  readonly now?: number;
}

const dayMs = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '.000+0000');

/** The amount of the n-th old payment, decimal text: no two are alike. */
export const oldAmount = (n: number): string => `${10 + Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`;

/**
 * What an org holds that has paid for a while: recipients `old-0` …, and payments to them that have ended in the last days. Written past all rules, as the years
 * would have left them. @returns the ids of the payments and of the recipients.
 */
export function addOldRecords(outside: OutsideWorld, { payments, recipients, now = Date.now() }: Old): { readonly payments: readonly string[]; readonly recipients: readonly string[] } {
  const { org, people, fundingAccounts } = outside;
  const program = '100200300';
  const by = { OwnerId: people.finance.id, CreatedById: people.finance.id, LastModifiedById: people.integration.id };
  const yesterday = iso(now - dayMs);
  const recipientIds = Array.from({ length: recipients }, (_, n) => String(org.org.put('Recipient_Account__c', {
    ...by, CreatedDate: yesterday, LastModifiedDate: yesterday, SystemModstamp: yesterday, Name: `RA-${n}`, Payee_Key__c: `payoneer:sandbox:${program}:old-${n}`, Display_Name__c: `Old "${n}", and sons`, Country__c: 'DE', Provider__c: 'payoneer', Status__c: 'Active', Verification__c: 'Verified', Status_Checked_At__c: yesterday,
  })['Id']));
  const paymentIds = Array.from({ length: payments }, (_, n) => {
    const at = iso(now - (1 + (n % 20)) * dayMs);
    const recipient = recipientIds[n % recipientIds.length] ?? '';
    const key = `payoneer:sandbox:${program}:old-${n % recipientIds.length}`;
    const status = n % 10 === 8 ? 'Returned' : n % 10 === 9 ? 'Failed' : 'Completed';
    const row = org.org.put('Payment_Request__c', {
      ...by, Name: `PR-OLD-${n}`, Recipient__c: recipient, Funding_Account__c: fundingAccounts.get(program) ?? null, Amount__c: oldAmount(n), Currency__c: 'USD', Purpose__c: `Old "${n}",\nsecond line`, Status__c: status,
      Attempt__c: '1', Ledger_Epoch__c: '1', Ledger_Sequence__c: String(n + 1), Companion_Id__c: 'companion', Companion_Version__c: String(10_000_000_000 + n), Approved_Amount__c: oldAmount(n), Approved_Currency__c: 'USD',
      Approved_Recipient_Id__c: recipient, Approved_Payee_Key__c: key, Approved_Purpose__c: `Old "${n}",\nsecond line`, Approved_At__c: at, Approved_By_Id__c: people.approver.id, Submitted_By_Id__c: people.finance.id, CreatedDate: at, LastModifiedDate: at, SystemModstamp: at,
    });
    const id = String(row['Id']);
    org.org.put('Payment_Request__c', { ...row, Reference__c: `${id}-01` });
    return id;
  });
  return { payments: paymentIds, recipients: recipientIds };
}
