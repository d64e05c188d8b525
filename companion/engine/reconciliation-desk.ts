import type { Receipts } from '../connectors/connector.ts';
import { counted } from '../domain/plain-words.ts';
import { notedAt } from '../domain/timing.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { compareDays, keepFindings, readList, type Span } from './reconciliation.ts';

const sinceCursor = 'reconciliation since';
const untilCursor = 'reconciliation until';
const readBackCursor = 'reconciliation read back';
const saidCursor = 'reconciliation said';
const warnedCursor = 'reconciliation not compared';
const notCompared = 'day not compared';

type Compared = Awaited<ReturnType<typeof compareDays>>;

/** `2026-11-21 00:00 UTC` */
const momentOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The beginning of the day a moment lies in. Days are those of UTC, for the provider is asked for moments of UTC and matched by reference: what lies where does not matter. */
const dayBegun = ({ timing }: Office, at: number): number => Math.floor(at / timing.reconcileEveryMs) * timing.reconcileEveryMs;

/** The days that ended and were not compared yet, or undefined. */
async function spanOf(office: Office): Promise<Span | undefined> {
  const { store: { cursors, reconciliation }, tools, payerId, timing: { reconcileEveryMs: day, reconcileLateMs, reconcilePatienceMs, receiptsBackMs } } = office;
  const now = tools.now();
  const farthest = now - receiptsBackMs;
  // Where a clock that ran ahead noted them, nobody knows what was compared: everything is again.
  const since = notedAt((await cursors.get(sinceCursor)) ?? String(dayBegun(office, now)), now) ?? farthest;
  const before = notedAt(await cursors.get(untilCursor), now) ?? since;
  const until = dayBegun(office, now - reconcileLateMs);
  if (until <= before) return undefined;
  const from = Math.max(since, farthest, Math.min(before - day, until - reconcilePatienceMs - 2 * day));
  const recoveredAt = await reconciliation.recoveredAt(payerId);
  const readBack = recoveredAt > Number((await cursors.get(readBackCursor)) ?? 0);
  const oldest = readBack ? farthest : ((await reconciliation.oldestOpen(farthest)) ?? from);
  return { since, before, until, from, readFrom: Math.max(farthest, Math.min(from, oldest) - day), recoveredAt };
}

/** How far payouts were compared, in words; undefined before the first look. */
export const reconciliationSaid = ({ store }: Office): Promise<string | undefined> => store.cursors.get(saidCursor);

/** What the last look came to stands on the connection's record. */
async function say({ store, tools, timing, receiverId }: Office, text: string): Promise<void> {
  await store.cursors.set(saidCursor, text);
  if (receiverId !== undefined) await store.outbox.add('connection', [receiverId], tools.now() + timing.writeDelayMs);
}

/** Said once until a day is compared again; a day without payouts has nothing to compare. */
async function tellNotCompared(office: Office, { before, until }: Span): Promise<void> {
  const { store, payerId, receiverId: connection = payerId } = office;
  const count = await store.reconciliation.sentBetween(payerId, before, until);
  const why = (await store.consents.read(connection))?.detail ?? '';
  await store.db.transaction(async () => {
    await say(office, `Up to ${momentOf(until)}: ${counted(count, 'payout')} not compared, for the account may not be read. ${why}`);
    if (!count || (await store.cursors.get(warnedCursor)) === 'said') return;
    await store.issues.raise({
      kind: notCompared, source: connection, severity: 'Warning', summary: 'Payouts are not compared with the provider\'s own transactions: the account may not be read',
      detail: `${counted(count, 'payout')} up to ${momentOf(until)}. ${why} Days that were not compared are compared once the consent is given, up to 45 days back; until then compare with the provider's statement by hand. Status and seals are not touched.`,
    });
    await store.cursors.set(warnedCursor, 'said');
  });
}

async function closeSpan(office: Office, { since, until, recoveredAt }: Span, { said, again }: Compared): Promise<void> {
  const { store } = office;
  const open = await store.reconciliation.count('Different');
  await store.db.transaction(async () => {
    if ((await store.cursors.get(warnedCursor)) === 'said') await store.issues.mend(notCompared, office.receiverId ?? office.payerId);
    await store.cursors.set(warnedCursor, '');
    await store.cursors.set(readBackCursor, String(recoveredAt));
    await store.cursors.set(untilCursor, String(again ? since : until));
    await say(office, `Compared up to ${momentOf(until)}. ${said}; ${counted(open, 'difference')} open.`);
  });
}

/** What the flow of the daily reconciliation may do. It reads, compares and tells; nothing of it moves money or a payment's status. */
export const reconciliationDesk = (office: Office) => {
  const { store, tools, timing } = office;
  return {
    /** The first look after a start. Payouts of the day on which this ran first are the first to be compared. */
    async begin(): Promise<void> {
      if ((await store.cursors.get(sinceCursor)) === undefined) await store.cursors.set(sinceCursor, String(dayBegun(office, tools.now())));
      await store.timers.atLatest('reconciliation', '', tools.now());
    },
    /** While it is not known what was paid before, or by another store, anything may seem to be missing. */
    waits: async (): Promise<boolean> => (await store.installation.read())?.mode !== 'normal' || (await store.firstLoad.pending()),
    daysToCompare: (): Promise<Span | undefined> => spanOf(office),
    notCompared: (span: Span): Promise<void> => tellNotCompared(office, span),
    read: (receiver: Receipts, span: Span): Promise<{ readonly listed: number; readonly isMore: boolean }> => readList(office, receiver, span),
    compare: (span: Span): Promise<Compared> => compareDays(office, span),
    keep: (compared: Compared): Promise<{ readonly marked: readonly Noted[]; readonly named: readonly Noted[] }> => keepFindings(office, compared.news),
    closeDays: (span: Span, compared: Compared): Promise<void> => closeSpan(office, span, compared),
    /** Some hours after the day's end, so that what comes late is there. */
    nextDay: (): Promise<void> => store.timers.set('reconciliation', '', dayBegun(office, tools.now() - timing.reconcileLateMs) + timing.reconcileEveryMs + timing.reconcileLateMs),
  };
};
