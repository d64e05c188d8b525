import type { Change } from '../domain/change.ts';
import { isReceipt, movementRules, receiptStatusOf, transactionStatusOf } from '../domain/movements.ts';
import type { MovementRow } from '../store/movements.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { accountsInTheBooks } from './accounts-in-the-books.ts';
import type { Office } from './office.ts';

const iso = (at: number): string => new Date(at).toISOString();

function receiptChange({ key, version }: OutboxRow, row: MovementRow, fundingAccountId: string | undefined): Change {
  return {
    kind: 'receipt', key, version, fundingAccountId, amount: { minor: row.amountMinor, currency: row.currency }, receivedAt: iso(row.at), source: row.source, reference: row.reference,
    status: receiptStatusOf(row.status), providerStatus: row.rawStatus,
    match: row.matchUntold && row.matchState
      ? { state: row.matchState, accountId: row.accountId ?? undefined, contactId: row.contactId ?? undefined, opportunityId: row.opportunityId ?? undefined, reason: row.matchReason ?? '' }
      : undefined,
  };
}

function movementChange({ key, version }: OutboxRow, row: MovementRow, fundingAccountId: string | undefined): Change {
  return {
    kind: 'movement', key, version, fundingAccountId, receiptKey: isReceipt(row) ? key : undefined, type: movementRules[row.kind].transaction, direction: row.direction,
    status: transactionStatusOf(row.status), amount: { minor: row.amountMinor, currency: row.currency }, providerStatus: row.rawStatus, reference: row.reference,
    occurredAt: iso(row.at), timeline: row.history,
  };
}

/** Revenue and Payment Transactions of the movements in the outbox, as they are known now. */
export async function renderMovements(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const some = rows.filter(({ kind }) => kind === 'receipt' || kind === 'movement');
  if (!some.length) return [];
  const accounts = await accountsInTheBooks(office);
  const found = new Map((await office.store.movements.byKeys([...new Set(some.map(({ key }) => key))])).map((row) => [row.key, row]));
  return some.flatMap((row) => {
    const movement = found.get(row.key);
    if (!movement) return [];
    return [(row.kind === 'receipt' ? receiptChange : movementChange)(row, movement, accounts.ofMovement(movement))];
  });
}
