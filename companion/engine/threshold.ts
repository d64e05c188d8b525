import { moneyText } from '../domain/money.ts';
import type { FundingAccountRow } from '../store/funding-accounts.ts';
import type { Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

const kind = 'balance below threshold';

const isOf = (office: Office, account: FundingAccountRow, { program, currency }: Lane): boolean => account.key === `${office.keyPrefix}:${program}` && account.currency === currency;

/** Once for each fall below, however often the balance is read; what was said is taken back when it rises again, or the threshold does not stand above it any more. */
async function watch(office: Office, account: FundingAccountRow, availableMinor: number): Promise<void> {
  const { db, fundingAccounts, issues } = office.store;
  const { id, name, currency, thresholdMinor } = account;
  await db.transaction(async () => {
    if (thresholdMinor === null || availableMinor >= thresholdMinor) {
      if (account.belowSince !== null && (await fundingAccounts.rose(id))) await issues.mend(kind, id);
      return;
    }
    if (account.belowSince !== null || !(await fundingAccounts.fell(id, office.tools.now()))) return;
    const [available, threshold] = [availableMinor, thresholdMinor].map((minor) => moneyText({ minor, currency }));
    await issues.raise({ kind, source: id, severity: 'Warning', summary: `The balance of ${name} fell below its threshold`, detail: `${available} are available, the threshold is ${threshold}. Load the account, or lower the threshold on its record. This is said once for each fall and resolved when the balance has risen again.` });
  });
}

/** Compares a balance that was read just now with the threshold on the record of its account. */
export async function watchThreshold(office: Office, lane: Lane, availableMinor: number): Promise<void> {
  for (const account of await office.store.fundingAccounts.all()) if (isOf(office, account, lane)) await watch(office, account, availableMinor);
}

/** The same for every balance that is known, when a threshold may have changed. Costs no call. */
export async function watchThresholds(office: Office): Promise<void> {
  for (const lane of [...await office.store.lanes.all(), ...await office.store.accountBalances.all()]) if (lane.availableMinor !== null) await watchThreshold(office, lane, lane.availableMinor);
}
