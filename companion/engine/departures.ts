import type { FundingAccount } from '../domain/funding-account.ts';
import { departureOf, departureText, readSchedule, type ScheduleWords } from '../domain/schedule.ts';
import { payeeAccountOf, type PaymentRequest } from '../domain/payout.ts';
import type { DepartureRow } from '../store/departures.ts';
import type { FundingAccountRow } from '../store/funding-accounts.ts';
import type { Payment } from '../store/ledger-rows.ts';
import { tellWhatMovedOn } from './accounts-in-the-books.ts';
import type { Office } from './office.ts';
import { watchThresholds } from './threshold.ts';

/** A request the companion took up. */
interface Waiting {
  readonly request: PaymentRequest;
  readonly payment: Pick<Payment, 'state'>;
}

/** Of which look everything that was to leave has been looked at. */
const seenCursor = 'departures seen';
const unreadableKind = 'schedule unreadable';

const textOf = ({ schedule, cutOff, timeZone, payoutDays }: ScheduleWords): string => JSON.stringify([schedule, cutOff, timeZone, payoutDays].map((word) => word ?? ''));
const troubleOf = (words: ScheduleWords): string | undefined => {
  const read = readSchedule(words);
  return read && 'trouble' in read ? read.trouble : undefined;
};

/** Says once that nobody can follow a schedule, and takes it back when it was mended. */
async function tellTrouble({ store: { issues } }: Office, account: FundingAccount, trouble: string | undefined, before: string | null): Promise<void> {
  if (before !== null && before !== trouble) await issues.mend(unreadableKind, account.id);
  if (trouble === undefined || trouble === before) return;
  await issues.raise({
    kind: unreadableKind, source: account.id, severity: 'Warning', summary: `The schedule of funding account ${account.name} can't be followed`,
    detail: `On the record ${trouble}. What is approved to be paid from it waits as Scheduled until the record is corrected; then it leaves by itself.`,
  });
}

/**
 * Keeps what people decided on the funding accounts, as a look at the books showed it. Another schedule is looked at again with everything that waits; another
 * threshold is compared with the balance at once.
 */
export async function learnFundingAccounts(office: Office, seen: readonly FundingAccount[]): Promise<void> {
  const { db, fundingAccounts, cursors, timers } = office.store;
  const before = new Map((await fundingAccounts.all()).map((row) => [row.id, row]));
  const changed = seen.filter((account) => !isKnown(account, before.get(account.id)));
  const gone = [...before.keys()].filter((id) => !seen.some((account) => account.id === id));
  if (!changed.length && !gone.length) return;
  await db.transaction(async () => {
    for (const account of changed) {
      const trouble = troubleOf(account.words);
      await fundingAccounts.keep(account, trouble);
      await tellTrouble(office, account, trouble, before.get(account.id)?.trouble ?? null);
    }
    await fundingAccounts.forget(gone);
    await tellWhatMovedOn(office, changed.filter(({ id }) => !before.has(id)));
    if (!gone.length && !changed.some((account) => textOf(account.words) !== textOf(before.get(account.id)?.words ?? account.words))) return;
    await cursors.set('full sweep', '0');
    await timers.atLatest('survey', '', office.tools.now());
  });
  await watchThresholds(office);
}

const isKnown = (account: FundingAccount, row: FundingAccountRow | undefined): boolean =>
  row !== undefined && textOf(row.words) === textOf(account.words) && (['key', 'name', 'currency', 'thresholdMinor'] as const).every((fact) => row[fact] === account[fact]);

/** The account a request is paid from: the one it names, else the one of the program its payee is registered with. */
function accountOf(office: Office, accounts: readonly FundingAccountRow[], { fundingAccountId, recipient }: PaymentRequest): FundingAccountRow | undefined {
  const key = `${office.keyPrefix}:${payeeAccountOf(recipient.payeeKey)}`;
  return accounts.find((account) => account.id === fundingAccountId) ?? accounts.find((account) => account.key === key);
}

/** The later of stamp and history: a customer's Flow may stamp the day only. */
const approvedMs = ({ stamp, evidence }: PaymentRequest): number => Math.max(Date.parse(stamp?.approvedAt ?? '') || 0, Date.parse(evidence?.completedAt ?? '') || 0);

/**
 * What was computed once stays, until the schedule, the approval or the payout date is another one. Under a new schedule what waits leaves with its next
 * departure from now on: nobody sees money leave at once because a cut-off was moved into the past.
 */
function departureRow(office: Office, request: PaymentRequest, account: FundingAccountRow | undefined, before: DepartureRow | undefined): DepartureRow | undefined {
  const read = account && readSchedule(account.words);
  if (account === undefined || read === undefined) return before && { requestId: request.id, leavesAt: null, basis: '', schedule: '' };
  const schedule = textOf(account.words);
  const basis = JSON.stringify([account.id, schedule, approvedMs(request), request.payoutDate ?? '']);
  if (before?.basis === basis) return before;
  const since = before && before.schedule !== schedule ? Math.max(approvedMs(request), office.tools.now()) : approvedMs(request);
  return { requestId: request.id, leavesAt: 'trouble' in read ? null : departureOf(read, since, request.payoutDate), basis, schedule };
}

/** Why it does not leave now, in words; undefined when nothing of its schedule keeps it. */
function waitsBecause(office: Office, account: FundingAccountRow | undefined, row: DepartureRow): string | undefined {
  const read = account && readSchedule(account.words);
  if (!account || !read) return undefined;
  if ('trouble' in read) return `Waits: ${read.trouble}. Correct it on the Funding Account ${account.name}; it leaves by itself then.`;
  if (row.leavesAt === null || row.leavesAt <= office.tools.now()) return undefined;
  return `Leaves ${departureText(read, row.leavesAt)}, by the schedule of ${account.name}.`;
}

/**
 * When each of these leaves, kept with the request so that it does not move with each look; by request id why it does not leave now. Without a schedule
 * nothing is kept, and nothing waits.
 */
export async function departuresOf(office: Office, found: readonly Waiting[]): Promise<ReadonlyMap<string, string>> {
  const { departures, fundingAccounts, ledger } = office.store;
  const accounts = await fundingAccounts.all();
  const before = new Map((await departures.byIds(found.map(({ request }) => request.id))).map((row) => [row.requestId, row]));
  const rows = found.flatMap(({ request, payment }) => {
    // What waits for funds has departed: it goes when they are there.
    if (payment.state === 'Awaiting Funds') return [];
    const account = accountOf(office, accounts, request);
    const row = departureRow(office, request, account, before.get(request.id));
    return row ? [{ account, row }] : [];
  });
  const changed = rows.map(({ row }) => row).filter((row) => before.get(row.requestId) !== row);
  const moved = changed.filter((row) => (before.get(row.requestId)?.leavesAt ?? null) !== row.leavesAt);
  await office.store.db.transaction(async () => {
    await departures.keep(changed);
    await ledger.announce('request', moved.map((row) => row.requestId));
  });
  return new Map(rows.flatMap(({ account, row }) => {
    const why = waitsBecause(office, account, row);
    return why === undefined ? [] : [[row.requestId, why] as const];
  }));
}

/** Whether something was to leave by now that no whole look has seen since: nothing changed in the books for it, so only a whole look finds it. */
export async function somethingLeaves({ store: { cursors, departures } }: Office, now: number): Promise<boolean> {
  const seen = Number((await cursors.get(seenCursor)) ?? 0);
  // A look that seems to come later than now was noted by a clock that ran ahead.
  return departures.due(seen > now ? 0 : seen, now);
}

/** A whole look that began at `lookedAt` (epoch ms) saw everything that was to leave by then. */
export const departuresSeen = ({ store: { cursors } }: Office, lookedAt: number): Promise<void> => cursors.set(seenCursor, String(lookedAt));

/** When the next of those that wait leaves, epoch ms; never, when none does. */
export const nextDepartureMs = async ({ store: { departures } }: Office, after: number): Promise<number> => (await departures.next(after)) ?? Infinity;
