import type { AccountBalance } from '../connectors/connector.ts';
import { laneKey, type Lane } from '../store/ledger-rows.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { watchThreshold } from './threshold.ts';

/** A balance of the account beside the Funding Account that shows it. */
interface ShownBalance extends Lane {
  /** Minor units. */
  readonly availableMinor: number;
  /** Epoch ms. */
  readonly asOf: number;
}

const saidCursor = 'balances without a funding account';
const snapshotMs = 3_600_000;

/** Those with a Funding Account in the books; which others there are is said once, with the key a record would need. */
async function withFundingAccounts(office: Office, balances: readonly AccountBalance[]): Promise<readonly ShownBalance[]> {
  const { store: { fundingAccounts, cursors }, tools } = office;
  const keys = new Set((await fundingAccounts.all()).map(({ key, currency }) => `${key} ${currency}`));
  const keyOf = ({ account }: AccountBalance): string => `${office.keyPrefix}:${account}`;
  const isShown = (balance: AccountBalance): boolean => keys.has(`${keyOf(balance)} ${balance.available.currency}`);
  const others = balances.filter((balance) => !isShown(balance)).map(keyOf).join(', ');
  if (others && others !== (await cursors.get(saidCursor))) tools.log.info(`Balances: the account also holds what no Funding Account shows. To see it, add one with the Account Key of each: ${others}.`);
  await cursors.set(saidCursor, others);
  return balances.filter(isShown).map(({ account, available, asOf }) => ({ connection: office.payerId, program: account, currency: available.currency, availableMinor: available.minor, asOf }));
}

/** Keeps each with its history: a snapshot when it changed, and one an hour. */
async function keepBalances({ store, keyPrefix, timing }: Office, balances: readonly ShownBalance[]): Promise<readonly Noted[]> {
  return store.db.transaction(async () => {
    const noted: Noted[] = [];
    for (const { availableMinor, asOf, ...lane } of balances) {
      const last = await store.lanes.lastSnapshot(lane);
      if (last?.availableMinor === availableMinor && asOf - last.at < snapshotMs) continue;
      const key = `${keyPrefix}:${lane.program}:${asOf}`;
      await store.accountBalances.keep(lane, availableMinor, asOf);
      await store.lanes.keepSnapshot(key, lane, availableMinor, asOf);
      await store.outbox.add('funds', [laneKey(lane)], asOf + timing.writeDelayMs);
      await store.outbox.add('snapshot', [key], asOf + timing.writeDelayMs);
      noted.push({ id: `${keyPrefix}:${lane.program}`, note: { availableMinor, currency: lane.currency } });
    }
    return noted;
  });
}

/** Compares each with the threshold on the record of its account. */
async function compareWithThresholds(office: Office, balances: readonly ShownBalance[]): Promise<void> {
  for (const { availableMinor, asOf: _asOf, ...lane } of balances) await watchThreshold(office, lane, availableMinor);
}

/** What the flow of balances may do. Nothing is paid from them. */
export const balancesDesk = (office: Office) => ({
  withFundingAccounts: (balances: readonly AccountBalance[]): Promise<readonly ShownBalance[]> => withFundingAccounts(office, balances),
  keep: (balances: readonly ShownBalance[]): Promise<readonly Noted[]> => keepBalances(office, balances),
  compareWithThresholds: (balances: readonly ShownBalance[]): Promise<void> => compareWithThresholds(office, balances),
});
