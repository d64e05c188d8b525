import type { Money } from '../domain/money.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

/** Fees the provider charged, by reference, for payouts that have none or only an estimate. Returns whose fee is known now. */
export async function keepActualFees(office: Office, actual: ReadonlyMap<string, Money>): Promise<readonly Noted[]> {
  const { ledger } = office.store;
  const fees = new Map([...actual].map(([reference, fee]) => [reference.toLowerCase(), fee]));
  const rows = (await ledger.attempts([...fees.keys()])).filter((row) => row.feeBasis !== 'Actual');
  await ledger.patchAttempts(rows.map((row) => {
    const fee = fees.get(row.reference.toLowerCase());
    return [row.reference, { feeMinor: fee?.minor ?? null, feeCurrency: fee?.currency ?? null, feeBasis: 'Actual' }];
  }));
  return rows.map((row) => ({ id: row.requestId, note: { fee: fees.get(row.reference.toLowerCase()) } }));
}

/** The configured schedule's fee for payouts just seen to be paid, marked Estimated; none where the schedule has none. What is called off costs nothing. */
export async function estimateFees(office: Office, of: readonly AttemptRow[], estimate: (amount: Money) => Money | undefined): Promise<void> {
  const { ledger } = office.store;
  const rows = (await ledger.attempts(of.map((row) => row.reference))).filter((row) => row.feeBasis === null && row.transferredAt !== null);
  await ledger.patchAttempts(rows.flatMap((row) => {
    const fee = estimate({ minor: row.amountMinor, currency: row.currency });
    return fee ? [[row.reference, { feeMinor: fee.minor, feeCurrency: fee.currency, feeBasis: 'Estimated' as const }] as const] : [];
  }));
}
